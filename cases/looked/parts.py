"""Which ids of the trail belong to which case: the case itself, its people, and what hangs on it.

An app above this one registers its own records (a stay, an assessment) when it starts.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

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
    return {one for part in (*_PARTS, _PEOPLE) for one in _ids(part, case_id)}


def people_of(case_id: UUID) -> set[UUID]:
    """Return the ids of the people in a case, who may be in another one too."""
    return set(_ids(_PEOPLE, case_id))


def _ids(part: Part, case_id: UUID) -> list[UUID]:
    rows = part.model._default_manager.filter(**{part.case: case_id})
    return list(rows.values_list(part.of, flat=True))


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
    """Find out to which cases these ids belong, with a query for each kind of record."""
    records: dict[UUID, set[UUID]] = defaultdict(set)
    for part in _PARTS:
        _gather(records, part, subjects)
    people: dict[UUID, set[UUID]] = defaultdict(set)
    _gather(people, _PEOPLE, subjects)
    return Named(records, people)


def _gather(found: dict[UUID, set[UUID]], part: Part, subjects: Collection[UUID]) -> None:
    rows = part.model._default_manager.filter(**{f"{part.of}__in": subjects})
    for one, case_id in rows.values_list(part.of, part.case):
        found[one].add(case_id)
