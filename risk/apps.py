"""Risk: instruments, assessments and reviews."""

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """What was asked, what was answered, and what was judged."""

    name = "risk"

    def ready(self) -> None:
        """Count assessments to their case where it is asked who looked."""
        from cases.looked import parts
        from risk.models import Assessment

        parts.register(parts.Part(Assessment))
