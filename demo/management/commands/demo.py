"""`make demo`: from nothing to a running Rowan with invented data, in the foreground."""

from __future__ import annotations

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from config import foreground
from config.home import BusyHomeError
from config.serving import NoPortError
from demo import announcement, installation
from encryption.keys import KeyClass


class Command(BaseCommand):
    """Prepare what is missing, print the sign-ins, serve until Ctrl+C."""

    opens = frozenset(KeyClass)

    help = "Run Rowan with invented data on http://localhost:8000 (PORT moves it)."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Raise CommandError with one sentence for what a person can put right."""
        if not settings.DEMO:
            raise CommandError("Run the demo as ./manage.py demo: the settings must know of it.")
        try:
            foreground.run(
                settings.ROWAN_HOME,
                prepare=lambda say: installation.make_ready(settings.ROWAN_HOME, say),
                announce=self._announcement,
                write=self._write,
            )
        except (BusyHomeError, NoPortError, installation.NotADemoError) as error:
            raise CommandError(str(error)) from error

    def _announcement(self, address: str) -> str:
        from demo.people import PEOPLE

        return announcement.of(PEOPLE, address=address, now=timezone.now())

    def _write(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
