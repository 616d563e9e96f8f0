"""The statutory return."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Derives the return from case records; nobody types a count that can be derived."""

    name = "returns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say, where something is recorded, how it will count; and how support counts."""
        from accommodation import counted
        from returns.deliveries import counted as support_counted
        from returns.foretelling import FORETELLING
        from support import counting

        counted.register(FORETELLING)
        counting.register(support_counted)
