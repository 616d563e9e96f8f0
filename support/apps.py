"""What somebody needs, what was agreed with her, and the support that was given."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Needs by domain, a plan with goals, and support as it is delivered."""

    name = "support"

    def ready(self) -> None:
        """Ask of support in the recorder; tell the diary of it; count it to its case."""
        from accommodation.models import SupportDelivered
        from cases import left_open
        from cases.looked import parts
        from support import in_diary, with_a_record
        from support.left_open import goals
        from support.models import Goal, Need, PlanVersion

        with_a_record.register()
        in_diary.register()
        left_open.register("support", goals)
        for model in (SupportDelivered, Need, Goal, PlanVersion):
            parts.register(parts.Part(model))
