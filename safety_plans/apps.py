"""Safety plans, in versions."""

from django.apps import AppConfig


class SafetyPlansConfig(AppConfig):
    """What to do to be safer, written with the survivor."""

    name = "safety_plans"
