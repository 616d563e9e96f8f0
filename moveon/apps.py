"""Moving on: how support in one place ended, and what came after."""

from django.apps import AppConfig


class MoveonConfig(AppConfig):
    """Owns the end of every episode."""

    name = "moveon"

    def ready(self) -> None:
        """Count the records to their case; tell the diary of them, and what closing a case asks."""
        from cases import left_open
        from cases.looked import parts
        from moveon import in_diary
        from moveon.left_open import onward
        from moveon.models import (
            AvoidedArea,
            HousingOption,
            Offer,
            Resettlement,
            ResettlementVisit,
        )

        for model in (AvoidedArea, HousingOption, Offer, Resettlement, ResettlementVisit):
            parts.register(parts.Part(model))
        in_diary.register()
        left_open.register("moveon", onward)
