"""The people of a case: the household, each child, and those who are kept apart."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import unsaved
from accounts.field_classes import FieldClass
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases import services
from cases.access import get_case_for
from cases.choices import CaseRole
from cases.forms import CasePersonForm, HarmForm, PersonForm, ProfileForm
from cases.models import Case, Person, Profile
from cases.pages import (
    Household,
    Part,
    answers_of,
    differences,
    household_of,
    led_on,
    page_of,
)
from cases.reaching import reach_of
from cases.services import NewPerson


def _open(
    request: SignedInRequest, reference: str, permission: Permission
) -> tuple[Case, Household]:
    """Fetch a case's people for somebody who may, and record that they looked."""
    case = get_case_for(request.user, reference, permission)
    household = household_of(case, request.user)
    events.read("case.see_people", by=request.user, subjects=household.subjects(case))
    return case, household


def people(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show the household, and apart from it whoever causes harm."""
    case, household = _open(request, reference, Permission.CASE_SEE)
    reach = household.reach(at=timezone.now())
    context = page_of(case, household, "people") | {
        "household": [(part, reach.get(part.person.pk)) for part in household.parts],
        "causing_harm": household.causing_harm,
    }
    return render(request, "cases/people.html", context)


def child(request: SignedInRequest, reference: str, person_id: UUID) -> HttpResponse:
    """Show a child's own page."""
    case, household = _open(request, reference, Permission.CASE_SEE)
    part = household.part_of(person_id)
    if part is None or part.role != CaseRole.CHILD:
        raise Http404
    others = [other for other in household.children if other.person.pk != person_id]
    profile = Profile.objects.filter(person=part.person).first()
    context = page_of(case, household, "people") | {
        "child": part,
        "others": others,
        "answers": answers_of(profile, household.seen),
    }
    return render(request, "cases/child.html", context)


def _people_of(case: Case) -> str:
    return reverse("cases:people", args=[case.reference])


def person_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Add a child or another adult to the household."""
    case, household = _open(request, reference, Permission.CASE_EDIT)
    role = request.GET.get("role", "")
    form = CasePersonForm(request.POST or None, initial={"role": role})
    form.limit_to(household.seen)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        role = CaseRole(given.pop("role"))
        services.add_person(case=case, new=NewPerson(**given), role=role, by=request.user)
        unsaved.forget(by=request.user, form="person-new", record=case.pk)
        return led_on(request, case, said="Added.", back=_people_of(case))
    context = page_of(case, household, "people")
    context |= _form_page(form, heading="Add a child" if role == "child" else "Add a person")
    context |= unsaved.restore(form, by=request.user, name="person-new", record=case.pk)
    return render(request, "cases/person_form.html", context)


def person(request: SignedInRequest, reference: str, person_id: UUID) -> HttpResponse:
    """Change what is recorded of somebody in the household."""
    case, household = _open(request, reference, Permission.CASE_EDIT)
    part = household.part_of(person_id)
    if part is None:
        raise Http404
    if part.person.is_erased:
        return _erased(request, case, household)
    covered = _covered(part)
    form = PersonForm(
        request.POST or None, initial=PersonForm.initial_of(part.person, household.seen, covered)
    )
    form.limit_to(household.seen)
    if part.seen.shows(FieldClass.SAFE_CONTACT):
        form.cover(part.person, covered)
    profile = _profile_form(request, part)
    heading = "Change a person" if part.role != CaseRole.CHILD else "Change a child"
    context = page_of(case, household, "people")
    context |= _form_page(form, heading=heading, guarded=part.person, profile=profile)
    shown = [form] if profile is None else [form, profile]
    context |= unsaved.restore(
        *shown, by=request.user, name="person", record=person_id, guarded=part.person
    )
    if request.method == "POST" and form.is_valid() and (profile is None or profile.is_valid()):
        try:
            _save_person(request, part, form, profile)
        except ChangedMeanwhile:
            fresh = Person.objects.select_related("profile").get(pk=person_id)
            clash = differences(form, PersonForm.initial_of(fresh, household.seen, covered))
            if profile is not None:
                clash += differences(profile, ProfileForm.initial_of(fresh.profile))
            context |= {"guarded": fresh, "clash": clash}
            return render(request, "cases/person_form.html", context, status=409)
        unsaved.forget(by=request.user, form="person", record=person_id)
        return led_on(request, case, said="Saved.", back=_people_of(case))
    return render(request, "cases/person_form.html", context)


def _covered(part: Part) -> frozenset[str]:
    """Return what of how somebody is reached does not show now, on a form either."""
    return reach_of([part.person], at=timezone.now())[part.person.pk].covers


def _erased(request: SignedInRequest, case: Case, household: Household) -> HttpResponse:
    """Say that nothing is recorded of somebody any more."""
    context = page_of(case, household, "people")
    return render(request, "cases/erased.html", context, status=HTTPStatus.GONE)


def _profile_form(request: SignedInRequest, part: Part) -> ProfileForm | None:
    """Return the questions about a person, for those who may see the answers."""
    if not part.seen.shows(FieldClass.PROFILE):
        return None
    profile = Profile.objects.filter(person=part.person).first()
    return ProfileForm(
        request.POST or None,
        initial=ProfileForm.initial_of(profile),
        immigration=part.seen.shows(FieldClass.IMMIGRATION),
    )


def _save_person(
    request: SignedInRequest, part: Part, form: PersonForm, profile: ProfileForm | None
) -> None:
    """Save who somebody is and what they told, both or neither."""
    with transaction.atomic():
        changed = services.change_person(
            person=part.person,
            changes=form.person_fields(),
            expected_version=shown_version(request),
            by=request.user,
        )
        if profile is not None and profile.changed_data:
            services.answer_profile(
                person=changed,
                answers={name: profile.cleaned_data[name] for name in profile.changed_data},
                expected_version=changed.profile.version,
                by=request.user,
            )


def harm_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record a person causing harm, apart from everybody else."""
    case, household = _open(request, reference, Permission.CASE_EDIT)
    if not household.seen.shows(FieldClass.HARM):
        raise Http404
    form = HarmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.record_harm(case=case, by=request.user, **form.harm_fields())
        unsaved.forget(by=request.user, form="harm-new", record=case.pk)
        return led_on(request, case, said="Added.", back=_people_of(case))
    context = page_of(case, household, "people")
    context |= _form_page(form, heading="Add a person causing harm", never_contact=True)
    context |= unsaved.restore(form, by=request.user, name="harm-new", record=case.pk)
    return render(request, "cases/person_form.html", context)


def harm(request: SignedInRequest, reference: str, harm_id: UUID) -> HttpResponse:
    """Change what is recorded of a person causing harm."""
    case, household = _open(request, reference, Permission.CASE_EDIT)
    record = next((one for one in household.causing_harm if one.pk == harm_id), None)
    if record is None:
        raise Http404
    form = HarmForm(request.POST or None, initial=HarmForm.initial_of(record))
    context = page_of(case, household, "people")
    heading = "Change a person causing harm"
    context |= _form_page(form, heading=heading, guarded=record, never_contact=True)
    context |= unsaved.restore(form, by=request.user, name="harm", record=harm_id, guarded=record)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_harm(
                harm=record,
                changes=form.harm_fields(),
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as changed:
            clash = differences(form, HarmForm.initial_of(changed.current))
            context |= {"guarded": changed.current, "clash": clash}
            return render(request, "cases/person_form.html", context, status=409)
        unsaved.forget(by=request.user, form="harm", record=harm_id)
        return led_on(request, case, said="Saved.", back=_people_of(case))
    return render(request, "cases/person_form.html", context)


def _form_page(
    form: CasePersonForm | PersonForm | HarmForm,
    *,
    heading: str,
    guarded: object = None,
    profile: ProfileForm | None = None,
    never_contact: bool = False,
) -> dict[str, Any]:
    """Return what the page of a person's form is given."""
    return {
        "form": form,
        "heading": heading,
        "guarded": guarded,
        "profile": profile,
        "never_contact": never_contact,
        "clash": [],
    }
