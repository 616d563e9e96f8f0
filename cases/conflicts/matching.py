"""Comparing whom staff know with whom records name: in memory, and both ways.

It runs in the transaction that writes the record or the declaration, so that the case never exists
for her, not for a moment. It runs as Rowan itself: opening what is compared is nobody's reading,
and leaves an event of its own. An app above this one adds its records (`register`) when it starts.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db import connection

from accounts.tenancy import as_system
from audit import context, events
from cases.choices import CaseRole
from cases.likeness import Known, Pool, Sign
from cases.models import CasePerson, Declaration, PersonCausingHarm
from encryption import keyring

_AT_ONCE = 2000
_PARTS = {
    CaseRole.SURVIVOR: "the survivor",
    CaseRole.CHILD: "a child",
    CaseRole.OTHER_ADULT: "another adult of the household",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody whom a record names: their own record, what it belongs to, and their part in it."""

    record: UUID
    belongs_to: UUID
    part: str
    known: Known


@dataclass(frozen=True, slots=True)
class Match:
    """A declared person who may be somebody whom a record names, and why."""

    declaration: Declaration
    entry: Entry
    found: frozenset[Sign]

    @property
    def signs(self) -> list[str]:
        """Return what was alike, as a wall keeps it."""
        return sorted(f"{self.entry.record}:{sign}" for sign in self.found)

    @property
    def words(self) -> str:
        """Say what a reviewer needs, and nothing more of what she declared."""
        declared = self.declaration
        known_as = f" ({declared.relationship})" if declared.relationship else ""
        alike = "; ".join(sign.words for sign in sorted(self.found))
        return f"Declared: {declared.full_name}{known_as}. Like {self.entry.part}: {alike}."


@dataclass(frozen=True, slots=True)
class Register:
    """A kind of record that names people: all of them, and what a match puts up."""

    everybody: Callable[[], Iterator[Entry]]
    put_up: Callable[[Sequence[Match]], None]


_REGISTERS: list[Register] = []


def register(kind: Register) -> Register:
    """Compare declarations with a further kind of record from now on."""
    if kind not in _REGISTERS:
        _REGISTERS.append(kind)
    return kind


def match_declaration(declaration: Declaration) -> None:
    """Compare a new or changed declaration with everybody whom the organisation's records name."""
    _wait(_ALONE)
    with as_system():
        _compare([declaration], [(kind, kind.everybody()) for kind in _REGISTERS])


def match_entries(entries: Callable[[], Iterable[Entry]], kind: Register) -> None:
    """Compare new or changed records with every declaration of the organisation.

    Without a declaration it costs two short queries.
    """
    _wait(_TOGETHER)
    declarations = list(Declaration.objects.standing())
    if declarations:
        with as_system():
            _compare(declarations, [(kind, entries())])


_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_TOGETHER = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"


def _wait(lock: str) -> None:
    """Take turns to the end of the transaction: whoever comes second sees what the first wrote.

    Records may be written side by side; a declaration is made alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(lock, [f"rowan-conflicts:{context.required_organisation()}"])


def _compare(
    declarations: Sequence[Declaration], records: Sequence[tuple[Register, Iterable[Entry]]]
) -> None:
    declared = {one.pk: one for one in declarations}
    keyring.current().expect({one.subject_id for one in declarations})
    pool = Pool({one.pk: one.known for one in declarations})
    compared = dict.fromkeys(declared)
    found: list[tuple[Register, list[Match]]] = []
    for kind, entries in records:
        matches = []
        for entry in entries:
            compared[entry.record] = None
            alike = pool.like(entry.known).items()
            matches += [Match(declared[key], entry, signs) for key, signs in alike]
        found.append((kind, matches))
    events.write("conflict.match", by=None, subjects=compared)
    for kind, matches in found:
        if matches:
            kind.put_up(matches)


def entries_of_people(person_ids: Iterable[UUID] | None = None) -> Iterator[Entry]:
    """Give these people, or everybody, once for each case that they are in."""
    parts = CasePerson.objects.select_related("person").order_by("pk")
    if person_ids is None:
        yield from map(_entry_of_part, parts.iterator(_AT_ONCE))
        return
    for ids in _batches(person_ids):
        yield from map(_entry_of_part, parts.filter(person__in=ids))


def _entry_of_part(part: CasePerson) -> Entry:
    person = part.person
    known = Known(
        given_name=person.given_name,
        family_name=person.family_name,
        known_as=person.known_as,
        date_of_birth=person.date_of_birth,
        phone=str(person.contact.get("phone", "")),
        postcode=person.postcode,
    )
    return Entry(person.pk, part.case_id, _PARTS[CaseRole(part.role)], known)


def entries_of_harm(harm_ids: Iterable[UUID] | None = None) -> Iterator[Entry]:
    """Give these people causing harm, or all of them."""
    everybody = PersonCausingHarm.objects.order_by("pk")
    if harm_ids is None:
        yield from map(_entry_of_harm, everybody.iterator(_AT_ONCE))
        return
    for ids in _batches(harm_ids):
        yield from map(_entry_of_harm, everybody.filter(pk__in=ids))


def _entry_of_harm(harm: PersonCausingHarm) -> Entry:
    known = Known(
        given_name=harm.given_name,
        family_name=harm.family_name,
        known_as=harm.known_as,
        date_of_birth=_day(harm.details.get("date_of_birth", "")),
        phone=str(harm.details.get("phone", "")),
        postcode=str(harm.details.get("postcode", "")),
    )
    return Entry(harm.pk, harm.case_id, "the person causing harm", known)


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    remaining = iter(ids)
    while batch := list(islice(remaining, _AT_ONCE)):
        yield batch
