"""Start-up: find the tasks of every app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Background work."""

    name = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import each app's tasks.py, so that its tasks are registered; hear of who leaves."""
        from jobs import leaving  # noqa: F401 (registers its receiver)

        autodiscover_modules("tasks")
