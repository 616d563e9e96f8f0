"""Risk: instruments, assessments and reviews."""

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """What was asked, what was answered, and what was judged."""

    name = "risk"

    def ready(self) -> None:
        """Count assessments to their case where it is asked who looked; tell the diary of them."""
        from cases.looked import parts
        from risk import in_diary, settings  # noqa: F401 (declares a setting)
        from risk.models import Assessment

        parts.register(parts.Part(Assessment))
        in_diary.register()
