"""Multi-agency meetings: areas, referrals, lists and actions."""

from django.apps import AppConfig


class MaracConfig(AppConfig):
    """Meetings at which agencies agree what each will do."""

    name = "marac"

    def ready(self) -> None:
        """Declare what a host decides for itself."""
        from marac import settings  # noqa: F401 (declares them)
