"""Who is to be erased, and which cases are hers alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.models import Case, CasePerson, Person
from encryption.models import SubjectKey


@dataclass(frozen=True)
class Whom:
    """A person with her cases: those that go with her, and those that stay for others."""

    person: Person
    alone: Sequence[Case]
    shared: Sequence[Case]

    @property
    def cases(self) -> list[Case]:
        """Return all her cases."""
        return [*self.alone, *self.shared]

    @property
    def alone_ids(self) -> list[UUID]:
        """Return the ids of the cases that go with her."""
        return [case.pk for case in self.alone]

    @property
    def shared_ids(self) -> list[UUID]:
        """Return the ids of the cases that stay for others."""
        return [case.pk for case in self.shared]


def find(person: Person, *, for_update: bool = False) -> Whom:
    """Return a person with her cases. A case is hers alone when nobody else in it has keys.

    Under lock, nobody joins or leaves one of them until the transaction ends.
    """
    cases = Case.objects.filter(case_people__person=person).order_by("reference")
    if for_update:
        Person.objects.select_for_update().get(pk=person.pk)
        cases = cases.select_for_update(of=("self",))
    found = list(cases)
    others = CasePerson.objects.filter(case__in=found).exclude(person=person)
    by_case = list(others.values_list("case_id", "person_id"))
    held = SubjectKey.objects.filter(subject_id__in={person_id for _, person_id in by_case})
    alive = set(held.values_list("subject_id", flat=True))
    shared = {case_id for case_id, person_id in by_case if person_id in alive}
    return Whom(
        person=person,
        alone=[case for case in found if case.pk not in shared],
        shared=[case for case in found if case.pk in shared],
    )
