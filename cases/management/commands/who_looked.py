"""`./manage.py who_looked`: who looked at a case, or what a colleague looked at, in sentences."""

import datetime
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.tenancy import enter
from audit import context, events
from audit.looked import Asked
from cases.looked import pages, parts
from cases.looked.lines import Line
from cases.models import Case
from encryption.keys import KeyClass

AT_ONCE = 5_000


class Command(BaseCommand):
    """Prints one sentence a line, the newest first. Asking is recorded, with the reason."""

    opens = frozenset({KeyClass.IDENTITY})

    help = "Tells who looked at a case, or what a colleague looked at."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the organisation, the case or the colleague, the days, and why."""
        parser.add_argument("organisation", help="its name")
        about = parser.add_mutually_exclusive_group(required=True)
        about.add_argument("--case", metavar="REF", help="the case's reference, such as R-2417")
        about.add_argument("--user", metavar="EMAIL", help="the colleague's e-mail address")
        day = datetime.date.fromisoformat
        parser.add_argument("--since", metavar="DAY", type=day, help="the first day")
        parser.add_argument("--until", metavar="DAY", type=day, help="the last day")
        parser.add_argument("--reason", metavar="TEXT", required=True, help="why, for the trail")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, and print."""
        organisation = Organisation.objects.filter(name=options["organisation"]).first()
        if organisation is None:
            raise CommandError("There is no organisation of this name.")
        asked = Asked(since=_begins(options["since"]), until=_ends(options["until"]))
        with context.source("command who_looked"), enter(organisation, by=None):
            if options["case"]:
                self._at_case(options["case"], asked, options["reason"])
            else:
                self._by_colleague(options["user"], asked, options["reason"])

    def _at_case(self, reference: str, asked: Asked, reason: str) -> None:
        case = Case.objects.filter(reference=reference).first()
        if case is None:
            raise CommandError("There is no case of this reference.")
        named = [case.pk, *parts.people_of(case.pk)]
        events.read("looked.see", by=None, subjects=named, purpose=reason)
        before: int | None = None
        while True:
            page = pages.at_case(case, asked=asked, before=before, most=AT_ONCE)
            before = self._print(page.lines, page.before)
            if before is None:
                return

    def _by_colleague(self, email: str, asked: Asked, reason: str) -> None:
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            raise CommandError("Nobody signs in with this address.")
        events.read("looked.see_person", by=None, subjects=[user.pk], purpose=reason)
        before: int | None = None
        while True:
            page = pages.by_colleague(
                user, among=Case.objects.all(), asked=asked, before=before, most=AT_ONCE
            )
            before = self._print(page.lines, page.before)
            if before is None:
                return

    def _print(self, lines: Sequence[Line], before: int | None) -> int | None:
        for line in lines:
            self.stdout.write(line.words)
        return before


def _begins(day: datetime.date | None) -> datetime.datetime | None:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time())) if day else None


def _ends(day: datetime.date | None) -> datetime.datetime | None:
    return _begins(day + datetime.timedelta(days=1)) if day else None
