"""Consent, what was shared with whom, and what must not leave."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """What may be shared is asked; what was shared is written down and looked at."""

    name = "sharing"

    def ready(self) -> None:
        """Declare the settings; count the records to their case; tell the diary and the reviews."""
        from accounts.reviews import queue
        from cases import outgoing
        from cases.events import CopyGiven, receive
        from cases.looked import parts
        from sharing import in_diary, settings  # noqa: F401 (declares them)
        from sharing.gate import gate
        from sharing.models import Artefact, Consent, Release, Share
        from sharing.reviewing import REVIEWS
        from sharing.shares import record_copy

        for model in (Artefact, Consent, Release, Share):
            parts.register(parts.Part(model))
        in_diary.register()
        queue.register(REVIEWS)
        receive(CopyGiven, record_copy)
        outgoing.register(gate)
