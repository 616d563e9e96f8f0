"""The statutory return."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Derives the return from case records; nobody types a count that can be derived."""

    name = "returns"
    default_auto_field = "django.db.models.BigAutoField"
