"""Risk: instruments, assessments and reviews."""

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """What was asked, what was answered, and what was judged."""

    name = "risk"
