"""Children as people of their own, who else is around a family, and what courts decide."""

from django.apps import AppConfig


class FamilyConfig(AppConfig):
    """What a case holds of the people around a survivor."""

    name = "family"

    def ready(self) -> None:
        """Declare the settings; count the records to their case; tell the diary of them."""
        from cases.conflicts import matching
        from cases.looked import parts
        from family import in_diary, settings  # noqa: F401 (declares them)
        from family.models import Breach, CourtOrder, Hearing, NetworkMember
        from family.walls import NETWORK

        for model in (NetworkMember, CourtOrder, Breach, Hearing):
            parts.register(parts.Part(model))
        matching.register(NETWORK)
        in_diary.register()
