"""The diary: what was done on a case, and what is next."""

from django.apps import AppConfig


class DiaryConfig(AppConfig):
    """Notes, contacts, next steps and appointments; my day and the timeline."""

    name = "diary"

    def ready(self) -> None:
        """Declare the settings; count the records to their case; register what My day shows
        and what closing a case asks."""
        from cases import left_open
        from cases.looked import parts
        from diary import due_here, settings, timeline_here  # noqa: F401 (register themselves)
        from diary.left_open import entries
        from diary.models import Appointment, ContactMade, NextStep, Note

        for model in (Note, ContactMade, NextStep, Appointment):
            parts.register(parts.Part(model))
        left_open.register("diary", entries)
