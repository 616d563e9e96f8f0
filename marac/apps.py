"""Multi-agency meetings: areas, referrals, lists and actions."""

from django.apps import AppConfig


class MaracConfig(AppConfig):
    """Meetings at which agencies agree what each will do."""

    name = "marac"

    def ready(self) -> None:
        """Declare what a host decides; compare its copies with what its people declare."""
        from accounts.reviews import queue
        from cases.conflicts import matching
        from marac import settings  # noqa: F401 (declares them)
        from marac.recusals import COPIES, REVIEWS

        matching.register(COPIES)
        queue.register(REVIEWS)
