"""Safety plans, in versions."""

from django.apps import AppConfig


class SafetyPlansConfig(AppConfig):
    """What to do to be safer, written with the survivor."""

    name = "safety_plans"

    def ready(self) -> None:
        """Tell the diary of plans."""
        from safety_plans import in_diary

        in_diary.register()
