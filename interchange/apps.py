"""App configuration."""

from django.apps import AppConfig


class InterchangeConfig(AppConfig):
    """Bundles in and out."""

    name = "interchange"
    default_auto_field = "django.db.models.BigAutoField"
