"""The statutory return."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Derives the return from case records; nobody types a count that can be derived."""

    name = "returns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say, where something is recorded, how it will count."""
        from accommodation import counted
        from returns.foretelling import FORETELLING

        counted.register(FORETELLING)
