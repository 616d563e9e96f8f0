"""What the pages of a case show, gathered with a fixed number of queries."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.field_classes import FieldClass
from accounts.models import User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from cases import sight
from cases.choices import IMMIGRATION_QUESTIONS, PROFILE_QUESTIONS, CaseRole
from cases.models import Allocation, Case, CasePerson, Person, PersonCausingHarm, Profile
from cases.reaching import Reach, reach_of
from cases.services import may_hold
from cases.sight import NOT_SHOWN, Sight

# Said of a record that is kept from whoever wrote it: see cases.conflicts.
RECORDED = "What you wrote is recorded. A colleague takes it from here."

# Whoever says who works on a case, or who else sees it, is told who can open it.
SAYS_WHO = (Permission.CASE_ALLOCATE, Permission.ACCESS_GRANT)


@dataclass(frozen=True)
class Part:
    """One person of the household, as a page shows them: what is not theirs to see is blank."""

    person: Person
    role: str
    role_label: str
    part: CasePerson
    seen: Sight

    @property
    def name(self) -> str:
        """Return the name to show."""
        return self.person.full_name if self.seen.shows(FieldClass.IDENTITY) else NOT_SHOWN

    @property
    def called(self) -> str:
        """Return what to call them."""
        return self.person.called if self.seen.shows(FieldClass.IDENTITY) else NOT_SHOWN

    @property
    def known_as(self) -> str:
        """Return what they like to be called, or nothing."""
        return str(self.person.known_as) if self.seen.shows(FieldClass.IDENTITY) else ""

    @property
    def born(self) -> datetime.date | None:
        """Return the date of birth, or None where there is none to show."""
        born: datetime.date | None = None
        if self.seen.shows(FieldClass.IDENTITY):
            born = self.person.date_of_birth
        return born

    @property
    def relationship(self) -> str:
        """Return what they are to the survivor, or nothing."""
        return str(self.part.relationship) if self.seen.shows(FieldClass.IDENTITY) else ""


@dataclass(frozen=True)
class Household:
    """Everybody in a case, and those who are kept apart from them."""

    parts: Sequence[Part]
    causing_harm: Sequence[PersonCausingHarm]
    seen: Sight

    @property
    def survivor(self) -> Part | None:
        """Return the survivor."""
        return next((part for part in self.parts if part.role == CaseRole.SURVIVOR), None)

    @property
    def children(self) -> list[Part]:
        """Return the children, the eldest first, those without a date of birth last."""
        found = [part for part in self.parts if part.role == CaseRole.CHILD]
        return sorted(found, key=lambda part: part.born or datetime.date.max)

    @property
    def adults(self) -> list[Part]:
        """Return the other adults of the household."""
        return [part for part in self.parts if part.role == CaseRole.OTHER_ADULT]

    def part_of(self, person_id: UUID) -> Part | None:
        """Return one person's part, or None for somebody who is not in the case."""
        return next((part for part in self.parts if part.person.pk == person_id), None)

    def reach(self, *, at: datetime.datetime) -> Mapping[UUID, Reach]:
        """Return how each may be reached; nothing for those who may not see it."""
        if not self.seen.shows(FieldClass.SAFE_CONTACT):
            return {}
        return reach_of([part.person for part in self.parts], at=at)

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


def household_of(case: Case, user: User) -> Household:
    """Gather a case's people as a person may see them: the survivor first, then as recorded.

    Whoever causes harm is left out for those who may not see that kind.
    """
    seen = sight.of(user, case)
    parts = case.case_people.select_related("person").order_by("recorded_at", "pk")
    shown = [
        Part(
            person=part.person,
            role=part.role,
            role_label=CaseRole(part.role).label,
            part=part,
            seen=seen,
        )
        for part in parts
    ]
    shown.sort(key=lambda part: part.role != CaseRole.SURVIVOR)
    harm = case.people_causing_harm.order_by("recorded_at", "pk")
    return Household(
        parts=shown,
        causing_harm=list(harm) if seen.shows(FieldClass.HARM) else [],
        seen=seen,
    )


def identity_of(case: Case, household: Household) -> Identity:
    """Return what the bar above a case's pages says."""
    survivor = household.survivor
    today = timezone.localdate()
    allocations = Allocation.objects.live_on(today).filter(case=case).select_related("worker")
    return Identity(
        full_name=survivor.name if survivor else case.reference,
        known_as=survivor.known_as if survivor else "",
        born=survivor.born if survivor else None,
        workers=[allocation.worker.full_name for allocation in allocations],
    )


def page_of(case: Case, household: Household, tab: str) -> dict[str, Any]:
    """Return what every page of a case is given: ``shows`` says which kinds are shown."""
    seen = household.seen
    return {
        "case": case,
        "identity": identity_of(case, household),
        "tab": tab,
        "shows": seen.by_name() | {"diary": _shows_diary(seen)},
        "not_shown": NOT_SHOWN,
        "may_edit": seen.allows(Permission.CASE_EDIT),
        "may_close": case.is_open and seen.allows(Permission.CASE_CLOSE),
        "may_assess": case.is_open and seen.allows(Permission.RISK_ASSESS),
        "may_plan": case.is_open and seen.allows(Permission.PLAN_WRITE),
        "may_record": seen.allows(Permission.DIARY_WRITE),
        "may_see_who": any(seen.allows(one) for one in SAYS_WHO),
    }


def _shows_diary(seen: Sight) -> bool:
    """Say whether a diary is for this person: what is casework, or what a counsellor keeps."""
    return seen.shows(FieldClass.NARRATIVE) or seen.allows(Permission.COUNSELLING_KEEP)


def answers_of(profile: Profile | None, seen: Sight) -> list[tuple[str, str]]:
    """Return the recorded answers in words, those that are shown."""
    if profile is None or not seen.shows(FieldClass.PROFILE):
        return []
    questions = dict(PROFILE_QUESTIONS)
    if seen.shows(FieldClass.IMMIGRATION):
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


def led_on(request: SignedInRequest, case: Case, *, said: str, back: str) -> HttpResponse:
    """Say that it is saved, and lead back to the case.

    Somebody who wrote of a person whom she knows finds no case any more, and no reason.
    """
    if not may_hold(request.user, case):
        messages.success(request, RECORDED)
        return redirect("cases:list")
    messages.success(request, said)
    return redirect(back)
