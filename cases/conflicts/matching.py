"""Comparing whom staff know with whom records name: in memory, and both ways.

They know whom they declared, and who is in a case that a manager keeps from them. It runs in the
transaction that writes the record, the declaration or the conflict, so that the case never exists
for her, not for a moment. It runs as Rowan itself: opening what is compared is nobody's reading,
and leaves an event of its own. An app above this one adds its records (`register`) when it starts.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db import connection

from accounts.models import User
from accounts.tenancy import as_system
from audit import context, events
from cases.choices import CaseRole, ConflictSource
from cases.likeness import Known, Pool, Sign
from cases.models import CasePerson, Conflict, Declaration, PersonCausingHarm
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
class Ground:
    """Somebody from whom a member of staff is kept, and what that rests on.

    ``cause`` is the declaration, or the conflict that a manager set; then ``record`` is the
    person's, and ``case_id`` the case that is kept from the colleague already.
    """

    cause: UUID
    source: ConflictSource
    user: User
    record: UUID
    known: Known
    words: str
    case_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody from whom a colleague is kept, who may be one whom a record names, and why."""

    ground: Ground
    entry: Entry
    found: frozenset[Sign]

    @property
    def signs(self) -> list[str]:
        """Return what was alike, as a wall keeps it."""
        return sorted(f"{self.entry.record}:{sign}" for sign in self.found)

    @property
    def words(self) -> str:
        """Say what a reviewer needs, and nothing more of what it rests on."""
        alike = "; ".join(sign.words for sign in sorted(self.found))
        return f"{self.ground.words} Like {self.entry.part}: {alike}."


@dataclass(frozen=True, slots=True)
class Register:
    """A kind of record that names people: all of them, and what a match puts up."""

    everybody: Callable[[], Iterator[Entry]]
    put_up: Callable[[Sequence[Match]], None]


_REGISTERS: list[Register] = []


def register(kind: Register) -> Register:
    """Compare whom staff are kept from with a further kind of record from now on."""
    if kind not in _REGISTERS:
        _REGISTERS.append(kind)
    return kind


def match_declaration(declaration: Declaration) -> None:
    """Compare a new or changed declaration with everybody whom the organisation's records name."""
    _match_everybody(lambda: _grounds_declared([declaration]))


def match_conflict(conflict: Conflict) -> None:
    """Compare who is in a case that a manager keeps from somebody with everybody else."""
    _match_everybody(lambda: _grounds_set([conflict]))


def _match_everybody(grounds: Callable[[], list[Ground]]) -> None:
    _wait(_ALONE)
    with as_system():
        _compare(grounds(), [(kind, kind.everybody()) for kind in _REGISTERS])


def match_entries(entries: Callable[[], Iterable[Entry]], kind: Register) -> None:
    """Compare new or changed records with all from whom the organisation's people are kept.

    Where nobody is kept from anybody it costs three short queries.
    """
    _wait(_TOGETHER)
    declarations = list(Declaration.objects.standing().select_related("user"))
    conflicts = list(Conflict.objects.standing().set_by_managers().select_related("user"))
    if declarations or conflicts:
        with as_system():
            grounds = _grounds_declared(declarations) + _grounds_set(conflicts)
            _compare(grounds, [(kind, entries())])


def _grounds_declared(declarations: Sequence[Declaration]) -> list[Ground]:
    keyring.current().expect({one.subject_id for one in declarations})
    return [
        Ground(
            one.pk,
            ConflictSource.DECLARED,
            one.user,
            one.pk,
            one.known,
            f"Declared: {_named(one)}.",
        )
        for one in declarations
    ]


def _named(declared: Declaration) -> str:
    known_as = f" ({declared.relationship})" if declared.relationship else ""
    return f"{declared.full_name}{known_as}"


def _grounds_set(conflicts: Sequence[Conflict]) -> list[Ground]:
    """Give everybody in the cases that managers keep from somebody.

    Whoever looks at the match need not see such a case: the words say neither which, nor whose.
    """
    in_case: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for entry in _entries_of_cases({one.case_id for one in conflicts}):
        in_case[entry.belongs_to].append(entry)
    words = "A manager keeps them from somebody."
    return [
        Ground(
            one.pk, ConflictSource.CARRIED, one.user, entry.record, entry.known, words, one.case_id
        )
        for one in conflicts
        for entry in in_case[one.case_id]
    ]


_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_TOGETHER = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"


def _wait(lock: str) -> None:
    """Take turns to the end of the transaction: whoever comes second sees what the first wrote.

    Records may be written side by side; a declaration is made alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(lock, [f"rowan-conflicts:{context.required_organisation()}"])


def _compare(
    grounds: Sequence[Ground], records: Sequence[tuple[Register, Iterable[Entry]]]
) -> None:
    pool = Pool({number: ground.known for number, ground in enumerate(grounds)})
    compared = dict.fromkeys(ground.record for ground in grounds)
    found: list[tuple[Register, list[Match]]] = []
    for kind, entries in records:
        matches = []
        for entry in entries:
            compared[entry.record] = None
            for number, signs in pool.like(entry.known).items():
                if grounds[number].case_id != entry.belongs_to:
                    matches.append(Match(grounds[number], entry, signs))
        found.append((kind, matches))
    events.write("conflict.match", by=None, subjects=compared)
    for kind, matches in found:
        if matches:
            kind.put_up(matches)


def _entries_of_cases(case_ids: Collection[UUID]) -> Iterator[Entry]:
    """Give everybody whom these cases name."""
    for ids in _batches(case_ids):
        parts = CasePerson.objects.select_related("person").filter(case__in=ids)
        yield from map(_entry_of_part, parts.order_by("pk"))
        yield from map(
            _entry_of_harm, PersonCausingHarm.objects.filter(case__in=ids).order_by("pk")
        )


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
