"""`./manage.py demo_code NAME`: the code that a demo person's authenticator shows now."""

from __future__ import annotations

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from demo.codes import code_at, seconds_left
from demo.people import PEOPLE


class Command(BaseCommand):
    """Print six digits and how long they last."""

    opens: frozenset[str] = frozenset()

    help = "The sign-in code of an invented person, right now."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One name, or an e-mail address."""
        parser.add_argument("name")

    def handle(self, *args: object, **options: str) -> None:
        """An unknown name is answered with those there are."""
        wanted = options["name"].lower()
        for person in PEOPLE:
            if wanted in (person.name, person.email):
                now = timezone.now()
                code = code_at(person.secret, now)
                self.stdout.write(f"{code}  (for {seconds_left(now)} seconds)")
                return
        names = ", ".join(person.name for person in PEOPLE)
        raise CommandError(f"Nobody in the demo is called {wanted}. There are: {names}.")
