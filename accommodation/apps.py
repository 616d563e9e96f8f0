"""Safe accommodation: what an authority buys, what exists in bricks, and who is there."""

from django.apps import AppConfig


class AccommodationConfig(AppConfig):
    """Teaches the case guard that residents of one's house are one's cases."""

    name = "accommodation"

    def ready(self) -> None:
        """Register how house staff see their residents, what a leaver loses, and the settings."""
        from accommodation import (  # noqa: F401 (register themselves)
            hanging,
            in_diary,
            leaving,
            settings,
        )
        from accommodation.authorities import names_of_tier1
        from accommodation.erasing import PLACES
        from accommodation.left_open import places
        from accommodation.models import Address, Episode, Stay
        from accommodation.relationships import ON_SHIFT, RESIDENTS
        from accommodation.secrets import houses_of
        from accommodation.unusual import HOUSES
        from accounts import authority_names
        from cases import left_open, relationships
        from cases.looked import parts
        from cases.unusual import houses
        from erasure.parts import register as register_erasing
        from sharing import secrets

        register_erasing(PLACES)
        authority_names.register(names_of_tier1)
        left_open.register("accommodation", places)
        relationships.register(RESIDENTS)
        relationships.register(ON_SHIFT)
        houses.register(HOUSES)
        secrets.register(houses_of, of=[Address])
        in_diary.register()
        parts.register(parts.Part(Episode))
        parts.register(parts.Part(Stay, case="episode__case_id"))
