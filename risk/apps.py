"""Risk: instruments, assessments and reviews."""

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """What was asked, what was answered, and what was judged."""

    name = "risk"

    def ready(self) -> None:
        """Count assessments to their case where it is asked who looked; tell the diary of them;
        look at the risk again where somebody left unsafely.
        """
        from cases.events import EpisodeEnded, receive
        from cases.looked import parts
        from risk import in_diary, settings  # noqa: F401 (declares a setting)
        from risk.after_leaving import look_again
        from risk.models import Assessment

        parts.register(parts.Part(Assessment))
        in_diary.register()
        receive(EpisodeEnded, look_again)
