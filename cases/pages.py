"""What the pages of a case show, gathered with a fixed number of queries."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from accounts import access
from accounts.models import User
from accounts.permissions import Permission
from cases.choices import IMMIGRATION_QUESTIONS, PROFILE_QUESTIONS, CaseRole
from cases.models import Allocation, Case, CasePerson, Person, PersonCausingHarm, Profile


@dataclass(frozen=True)
class Part:
    """One person of the household, as a page shows them."""

    person: Person
    role: str
    role_label: str
    relationship: str
    part: CasePerson

    @property
    def name(self) -> str:
        """Return the name to show."""
        return self.person.full_name

    @property
    def called(self) -> str:
        """Return what to call them."""
        return self.person.called

    @property
    def phone(self) -> str:
        """Return the telephone number, or nothing."""
        return str(self.person.contact.get("phone", ""))


@dataclass(frozen=True)
class Household:
    """Everybody in a case, and those who are kept apart from them."""

    parts: Sequence[Part]
    causing_harm: Sequence[PersonCausingHarm]

    @property
    def survivor(self) -> Part | None:
        """Return the survivor."""
        return next((part for part in self.parts if part.role == CaseRole.SURVIVOR), None)

    @property
    def children(self) -> list[Part]:
        """Return the children, the eldest first, those without a date of birth last."""
        found = [part for part in self.parts if part.role == CaseRole.CHILD]
        return sorted(found, key=lambda part: part.person.date_of_birth or datetime.date.max)

    @property
    def adults(self) -> list[Part]:
        """Return the other adults of the household."""
        return [part for part in self.parts if part.role == CaseRole.OTHER_ADULT]

    def part_of(self, person_id: UUID) -> Part | None:
        """Return one person's part, or None for somebody who is not in the case."""
        return next((part for part in self.parts if part.person.pk == person_id), None)

    def subjects(self, case: Case) -> list[UUID]:
        """Return the ids that an audit event of reading this case names."""
        harm = [record.pk for record in self.causing_harm]
        return [case.pk, *(part.person.pk for part in self.parts), *harm]


@dataclass(frozen=True)
class Identity:
    """Who a case is about, for the bar above each of its pages."""

    full_name: str
    known_as: str
    born: datetime.date | None
    workers: Sequence[str]


def household_of(case: Case) -> Household:
    """Gather a case's people: the survivor first, then in order of being recorded."""
    parts = case.case_people.select_related("person").order_by("recorded_at", "pk")
    shown = [
        Part(
            person=part.person,
            role=part.role,
            role_label=CaseRole(part.role).label,
            relationship=part.relationship,
            part=part,
        )
        for part in parts
    ]
    shown.sort(key=lambda part: part.role != CaseRole.SURVIVOR)
    harm = case.people_causing_harm.order_by("recorded_at", "pk")
    return Household(parts=shown, causing_harm=list(harm))


def identity_of(case: Case, household: Household) -> Identity:
    """Return what the bar above a case's pages says."""
    survivor = household.survivor
    today = timezone.localdate()
    allocations = Allocation.objects.live_on(today).filter(case=case).select_related("worker")
    return Identity(
        full_name=survivor.name if survivor else case.reference,
        known_as=survivor.person.known_as if survivor else "",
        born=survivor.person.date_of_birth if survivor else None,
        workers=[allocation.worker.full_name for allocation in allocations],
    )


def page_of(case: Case, household: Household, user: User, tab: str) -> dict[str, Any]:
    """Return what every page of a case is given."""
    return {
        "case": case,
        "identity": identity_of(case, household),
        "tab": tab,
        "may_edit": access.has_permission(user, Permission.CASE_EDIT),
        "may_close": case.is_open and access.has_permission(user, Permission.CASE_CLOSE),
    }


def answers_of(profile: Profile | None, user: User) -> list[tuple[str, str]]:
    """Return the recorded answers in words, those that this person may see."""
    if profile is None or not access.has_permission(user, Permission.PROFILE_SEE):
        return []
    questions = dict(PROFILE_QUESTIONS)
    if access.has_permission(user, Permission.IMMIGRATION_SEE):
        questions |= IMMIGRATION_QUESTIONS
    return [
        (label, (answers or {}).get(profile.answer(question), profile.answer(question)))
        for question, (label, answers) in questions.items()
        if profile.answer(question)
    ]


@dataclass(frozen=True)
class Difference:
    """One thing that two people wrote differently."""

    label: str
    saved: str
    written: str


def differences(form: forms.Form, saved: Mapping[str, Any]) -> list[Difference]:
    """Compare what was written with what a colleague saved meanwhile, in words."""
    found = []
    for bound in form:
        theirs = "" if saved.get(bound.name) is None else str(saved.get(bound.name))
        ours = str(bound.value() or "")
        if theirs != ours:
            label = str(bound.label)
            found.append(Difference(label, _in_words(bound, theirs), _in_words(bound, ours)))
    return found


def _in_words(bound: forms.BoundField, value: str) -> str:
    """Return the label of a choice, or the value itself."""
    if isinstance(bound.field, forms.ChoiceField):
        choices: Iterable[tuple[Any, Any]] = bound.field.widget.choices
        return next((str(label) for code, label in choices if str(code) == value), value)
    return value
