"""Whose cases My day is about: one's own, and those of the colleagues one stands in for."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from accounts.field_classes import FieldClass
from accounts.models import User
from cases import sight
from cases.choices import CaseRole
from cases.models import Allocation, Case, CasePerson, Cover, Person
from cases.sight import NOT_SHOWN, Sight
from diary.models import ContactMade


@dataclass(frozen=True)
class Caseload:
    """The open cases of a day, with whose each is."""

    user: User
    covers: Sequence[Cover]
    cases: Mapping[UUID, Case]
    seen: Mapping[UUID, Sight]
    survivors: Mapping[UUID, Person]
    # The colleague whose case it is, of those one stands in for.
    covered_for: Mapping[UUID, User]
    last_contact: Mapping[UUID, datetime.datetime]

    @property
    def workers(self) -> set[UUID]:
        """Return those whose work this is: oneself, and whoever is away."""
        return {self.user.pk, *(cover.colleague_id for cover in self.covers)}

    @property
    def own(self) -> list[Case]:
        """Return the cases that are one's own."""
        return [case for pk, case in self.cases.items() if pk not in self.covered_for]

    @property
    def covered(self) -> list[Case]:
        """Return the cases of those who are away."""
        return [case for pk, case in self.cases.items() if pk in self.covered_for]

    def name(self, case_id: UUID) -> str:
        """Return what to call the survivor of a case in a list: Grace O."""
        if not self.seen[case_id].shows(FieldClass.IDENTITY):
            return NOT_SHOWN
        person = self.survivors.get(case_id)
        return short_name(person) if person else "Name not recorded"

    def quiet(self, *, before: datetime.datetime) -> list[Case]:
        """Return the cases in which nobody was spoken to since then."""
        return [case for case in self.own if self._last(case) < before]

    def longest_first(self, cases: Collection[Case]) -> list[Case]:
        """Return cases in the order of how long ago somebody was spoken to."""
        return sorted(cases, key=lambda case: (self._last(case), case.reference))

    def _last(self, case: Case) -> datetime.datetime:
        """Return when somebody was last spoken to, or when the case was opened."""
        opened = case.opened_on or timezone.localdate(case.recorded_at)
        start = timezone.make_aware(datetime.datetime.combine(opened, datetime.time()))
        return self.last_contact.get(case.pk, start)


def short_name(person: Person) -> str:
    """Return what somebody is called, with the first letter of the family's name."""
    family = str(person.family_name).strip()
    return f"{person.called} {family[0]}." if family else person.called


def of(user: User, *, today: datetime.date) -> Caseload:
    """Gather a person's caseload with a fixed number of queries."""
    covers = list(Cover.objects.live_on(today).filter(worker=user).select_related("colleague"))
    colleagues = {cover.colleague_id: cover.colleague for cover in covers}
    live = Allocation.objects.live_on(today).filter(worker__in=[user.pk, *colleagues])
    workers: dict[UUID, set[UUID]] = {}
    for case_id, worker_id in live.values_list("case_id", "worker_id"):
        workers.setdefault(case_id, set()).add(worker_id)
    visible = Case.objects.visible_to(user).with_reach(user)
    found = visible.filter(pk__in=workers, closed_on=None).order_by("reference")
    cases = {case.pk: case for case in found}
    parts = CasePerson.objects.filter(case__in=cases, role=CaseRole.SURVIVOR)
    return Caseload(
        user=user,
        covers=covers,
        cases=cases,
        seen=sight.of_each(user, cases.values()),
        survivors={part.case_id: part.person for part in parts.select_related("person")},
        covered_for={
            pk: colleagues[min(workers[pk], key=str)] for pk in cases if user.pk not in workers[pk]
        },
        last_contact=ContactMade.objects.last_with(cases),
    )
