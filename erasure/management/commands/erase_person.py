"""`./manage.py erase_person`: two people at one terminal erase a third."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from getpass import getpass
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404
from django.utils import timezone

from accounts.lost_updates import ChangedMeanwhile
from accounts.models import Organisation, User
from accounts.settings import value_of
from accounts.sign_in import terminal
from accounts.tenancy import enter
from audit import context, events
from cases.models import Case, Person
from cases.references import as_reference
from cases.refusals import Refused
from encryption.keys import KeyClass
from encryption.ledger import LedgerRefused
from erasure import access, manifest, services, whom
from erasure.carrying_out import carry_out
from erasure.choices import Basis
from erasure.manifest import Line
from erasure.models import Erasure
from erasure.refusals import TOO_MANY, Blocked, SamePerson, TooMany

_NOT_CONFIRMED = "It is asked for and not confirmed; somebody else can do so under Erasures."


@dataclass(frozen=True)
class _Choice:
    """Somebody in the case, as the list shows them."""

    person_id: UUID
    words: str


class Command(BaseCommand):
    """Asks each of the two who they are. No transaction is open while somebody types."""

    opens = frozenset(KeyClass)

    help = "Asks for, and confirms, that a person is erased: two people prove who they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the organisation and the case; everything else is asked."""
        parser.add_argument("organisation", help="its name")
        parser.add_argument("reference", help="the reference of a case of theirs, such as R-2417")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask the first, then the second, by the rules of the pages."""
        if not sys.stdin.isatty():
            raise CommandError("Two people type here who they are: run this on a terminal.")
        organisation = Organisation.objects.filter(name=options["organisation"]).first()
        if organisation is None:
            raise CommandError("There is no organisation of this name.")
        try:
            with context.source("command erase_person"):
                erasure = self._ask(organisation, as_reference(options["reference"]))
                self._confirm(organisation, erasure)
        except (EOFError, KeyboardInterrupt):
            raise CommandError("Stopped. Nothing was erased.", returncode=130) from None
        except (Refused, Blocked, LedgerRefused) as refused:
            raise CommandError(f"{str(refused).rstrip('.')}.") from None

    def _ask(self, organisation: Organisation, reference: str) -> Erasure:
        first = self._who("The first of the two.")
        with enter(organisation, by=first):
            choices = _choices(first, reference)
        chosen = choices[self._one_of("Who is to be erased?", [one.words for one in choices])]
        with enter(organisation, by=first):
            case, person = _found(first, reference, chosen.person_id)
            self._show(case, person, by=first)
        basis = Basis.values[self._one_of("On what ground?", Basis.labels)]
        reason = input("Why (without a name): ")
        with enter(organisation, by=first):
            case, person = _found(first, reference, chosen.person_id)
            try:
                return services.ask(
                    person=person, case=case, basis=Basis(basis), reason=reason,
                    at=timezone.now(), by=first,
                )  # fmt: skip
            except TooMany:
                raise CommandError(TOO_MANY) from None

    def _confirm(self, organisation: Organisation, erasure: Erasure) -> None:
        self.stdout.write(f"Asked for as {erasure.reference}.")
        second = self._who("The second of the two.", otherwise=_NOT_CONFIRMED)
        with enter(organisation, by=second):
            try:
                found = access.get_erasure_for(second, erasure.pk)
            except Http404:
                raise CommandError(f"You cannot erase this person. {_NOT_CONFIRMED}") from None
            days = value_of("erasure_wait_days")
            self._show(found.case, found.person, by=second)
        because = input(f"Why it cannot wait {days} days (leave empty to wait): ")
        if input("Type the reference of the erasure to confirm it: ").strip() != found.reference:
            raise CommandError(f"That is another reference. {_NOT_CONFIRMED}")
        now = timezone.now()
        with enter(organisation, by=second):
            try:
                services.confirm(
                    erasure=found, at=now, expected_version=found.version, by=second,
                    at_once_because=because,
                )  # fmt: skip
            except SamePerson:
                raise CommandError(f"Somebody else must confirm it. {_NOT_CONFIRMED}") from None
            except ChangedMeanwhile:
                raise CommandError("Somebody changed this meanwhile. Look at its page.") from None
            if because:
                carry_out(erasure=found, at=now, today=timezone.localdate(now), by=second)
        done = "Erased." if because else f"Confirmed. It is carried out by itself in {days} days."
        self.stdout.write(f"{done} The certificate stands on the page of {found.reference}.")

    def _who(self, words: str, *, otherwise: str = "") -> User:
        self.stdout.write(words)
        email, password = input("E-mail address: "), getpass("Password: ")
        try:
            return terminal.prove(email=email, password=password, code=input("Code: "))
        except terminal.NotProved as refused:
            raise CommandError(f"{refused} {otherwise}".strip()) from None

    def _one_of(self, question: str, words: Sequence[str]) -> int:
        """Return which of these was chosen."""
        self.stdout.write(question)
        for number, each in enumerate(words, start=1):
            self.stdout.write(f"  {number}  {each}")
        answer = input("Number: ").strip()
        if not (answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(words)):
            raise CommandError("That is none of them. Nothing was erased.")
        return int(answer) - 1

    def _show(self, case: Case, person: Person, *, by: User) -> None:
        """Show the dry run; raise Blocked where something stands in the way."""
        plan = manifest.of(whom.find(person), today=timezone.localdate())
        events.read("erasure.see_plan", by=by, subjects=[case.pk, person.pk])
        if plan.blocks:
            raise Blocked(plan.blocks)
        self.stdout.write(f"{person.full_name}, in {case.reference}.")
        self._lines("What goes:", plan.goes)
        self._lines("What stays for others in the case:", plan.readable)
        for copy in plan.elsewhere:
            self.stdout.write(f"Ask {copy.organisation} as well: it holds a copy.")

    def _lines(self, heading: str, lines: Sequence[Line]) -> None:
        if lines:
            self.stdout.write(heading)
        for line in lines:
            self.stdout.write(f"  {line.number:>5}  {line.what}")


def _choices(user: User, reference: str) -> list[_Choice]:
    try:
        case = access.get_case_to_erase_from(user, reference)
    except Http404:
        raise CommandError("There is nobody in such a case whom you can erase.") from None
    able = access.people_for(user).filter(case_people__case=case)
    parts = case.case_people.filter(person__in=able.values("pk")).select_related("person")
    held = [part for part in parts.order_by("recorded_at", "pk") if not part.person.is_erased]
    events.read(
        "erasure.see_people", by=user, subjects=[case.pk, *(part.person_id for part in held)]
    )
    if not held:
        raise CommandError("There is nobody in such a case whom you can erase.")
    return [
        _Choice(part.person_id, f"{part.person.full_name}, {part.get_role_display()}")
        for part in held
    ]


def _found(user: User, reference: str, person_id: UUID) -> tuple[Case, Person]:
    try:
        case = access.get_case_to_erase_from(user, reference)
        return case, access.get_person_to_erase(user, case, person_id)
    except Http404:
        raise CommandError("There is nobody in such a case whom you can erase.") from None
