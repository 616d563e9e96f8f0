"""`make demo`: from nothing to a running Rowan with invented data, in the foreground."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from config.private_postgres import stop
from demo import announcement, home, installation, interruption, serving


class Command(BaseCommand):
    """Prepare what is missing, print the sign-ins, serve until Ctrl+C."""

    help = "Run Rowan with invented data on http://localhost:8000 (PORT moves it)."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Raise CommandError with one sentence for what a person can put right."""
        if not settings.DEMO:
            raise CommandError("Run the demo as ./manage.py demo: the settings must know of it.")
        try:
            wanted = serving.wanted_port()
            with home.only_one(settings.ROWAN_HOME) as lock_file, self._stopping_in_the_end():
                self._run(lock_file, wanted)
        except (home.BusyHomeError, serving.NoPortError, installation.NotADemoError) as error:
            raise CommandError(str(error)) from error

    def _run(self, lock_file: Path, wanted: int) -> None:
        installation.make_ready(settings.ROWAN_HOME, self._say)
        listening = serving.listen(wanted, self._say)
        home.tell_address(lock_file, listening.address)
        serving.serve(listening, when_ready=lambda: self._announce(listening.address))

    def _announce(self, address: str) -> None:
        from demo.people import PEOPLE

        self._say(announcement.of(PEOPLE, address=address, now=timezone.now()))

    def _say(self, sentence: str) -> None:
        interruption.heed()
        self.stdout.write(sentence)
        self.stdout.flush()

    @contextmanager
    def _stopping_in_the_end(self) -> Iterator[None]:
        """However we end, the database stops too."""
        try:
            yield
        finally:
            interruption.ignore()
            stop(settings.ROWAN_HOME)
            sys.stdout.flush()
