"""Multi-agency meetings: areas, referrals, lists and actions."""

from django.apps import AppConfig


class MaracConfig(AppConfig):
    """Meetings at which agencies agree what each will do."""

    name = "marac"

    def ready(self) -> None:
        """Declare what a host decides; compare its copies with what its people declare."""
        from accounts.reviews import queue
        from cases import left_open
        from cases.conflicts import matching
        from erasure.parts import register as register_erasing
        from marac import in_diary, leaving, settings  # noqa: F401 (register themselves)
        from marac.erasing import MEETINGS
        from marac.left_open import meetings
        from marac.recusals import COPIES, REVIEWS

        register_erasing(MEETINGS)
        left_open.register("marac", meetings)
        matching.register(COPIES)
        queue.register(REVIEWS)
        in_diary.register()
