"""Which ids of the trail belong to which case: the case itself, its people, and what hangs on it.

An app above this one registers its own records (a stay, an assessment) when it starts.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from accounts.models import TenantModel
from cases.models import Case, CasePerson, PersonCausingHarm


@dataclass(frozen=True)
class Part:
    """A kind of record that belongs to a case: where its own id stands, and where the case's."""

    model: type[TenantModel]
    case: str = "case_id"
    of: str = "pk"


_PEOPLE = Part(CasePerson, of="person_id")
_PARTS: list[Part] = [Part(Case, case="pk"), Part(PersonCausingHarm)]


def register(part: Part) -> None:
    """Count a further kind of record to its case from now on."""
    if part not in _PARTS:
        _PARTS.append(part)


def of_case(case_id: UUID) -> set[UUID]:
    """Return the ids of all that belongs to one case, its people among it."""
    return {one for one, _ in _found((*_PARTS, _PEOPLE), of_case_id=case_id)}


def people_of(case_id: UUID) -> set[UUID]:
    """Return the ids of the people in a case, who may be in another one too."""
    return {one for one, _ in _found([_PEOPLE], of_case_id=case_id)}


def _found(
    parts: Sequence[Part], *, of_case_id: UUID | None = None, among: Collection[UUID] = ()
) -> list[tuple[UUID, UUID]]:
    """Return (id, id of the case) for what one case has of these parts, or for the ids given.

    One query, however many kinds of record belong to a case.
    """
    each: list[Any] = []
    for part in parts:
        wanted = {f"{part.of}__in": among} if of_case_id is None else {part.case: of_case_id}
        rows = part.model._default_manager.filter(**wanted)
        each.append(rows.values_list(F(part.of), F(part.case)))
    return list(each[0].union(*each[1:], all=True))


@dataclass(frozen=True)
class Named:
    """To which cases ids belong: those of records, and those of people, apart."""

    records: dict[UUID, set[UUID]]
    people: dict[UUID, set[UUID]]

    def cases_of(self, subjects: Collection[UUID]) -> set[UUID]:
        """Return the cases that an event is about: by its records, or by people where it names
        no record of any.
        """
        by_record = {case for one in subjects for case in self.records.get(one, ())}
        return by_record or {case for one in subjects for case in self.people.get(one, ())}


def named_by(subjects: Collection[UUID]) -> Named:
    """Find out to which cases these ids belong, with two queries."""
    records: dict[UUID, set[UUID]] = defaultdict(set)
    for one, case_id in _found(_PARTS, among=subjects):
        records[one].add(case_id)
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for one, case_id in _found([_PEOPLE], among=subjects):
        people[one].add(case_id)
    return Named(records, people)
