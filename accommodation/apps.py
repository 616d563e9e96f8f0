"""Safe accommodation: what an authority buys, what exists in bricks, and who is there."""

from django.apps import AppConfig


class AccommodationConfig(AppConfig):
    """Teaches the case guard that residents of one's house are one's cases."""

    name = "accommodation"

    def ready(self) -> None:
        """Register the relationship through which house staff see their residents."""
        from accommodation.relationships import residents_of_own_house
        from cases import relationships

        relationships.register(residents_of_own_house)
