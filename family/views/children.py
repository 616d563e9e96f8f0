"""What is known of a child: school, voice, social care, contact, and what the school was told."""

from uuid import UUID

from django.http import Http404, HttpResponse

from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from cases.models import Case
from cases.pages import Household, Part
from cases.writing import (
    Refused,
    Written,
    answer,
    child_of,
    open_case_of,
    shows_places,
    workers_of,
)
from family import childhood
from family.forms import ArrangementForm, CareStepForm, ChildhoodForm, EndForm, SchoolNoticeForm
from family.models import Arrangement, CareStep, Childhood


def _open(
    request: SignedInRequest, reference: str, person_id: UUID
) -> tuple[Case, Household, Part]:
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, "child.see")
    return case, household, child_of(household, person_id)


def _back(case: Case, child: Part) -> tuple[str, list[object]]:
    return "cases:child", [case.reference, child.person.pk]


def life(request: SignedInRequest, reference: str, person_id: UUID) -> HttpResponse:
    """Describe a child: school, voice, health, who the child lives with, own worker."""
    case, household, child = _open(request, reference, person_id)
    places = shows_places(household)
    known = Childhood.objects.filter(person=child.person).first()
    form = ChildhoodForm(
        request.POST or None,
        initial=ChildhoodForm.initial_of(known, places=places),
        workers=workers_of(case, known.worker if known else None),
    )
    if not places:
        form.without_school()

    def save() -> None:
        childhood.describe(
            case=case,
            person=child.person,
            changes=form.changes(),
            expected_version=shown_version(request),
            by=request.user,
        )

    what = Written(
        name="child-life",
        heading="Describe the child's life",
        record=child.person.pk,
        back=_back(case, child),
        save=save,
        guarded=known,
        saved=lambda current: ChildhoodForm.initial_of(current, places=places),
    )
    return answer(request, case, household, form, what)


def care_new(request: SignedInRequest, reference: str, person_id: UUID) -> HttpResponse:
    """Record what children's social care does for a child from a day on."""
    case, household, child = _open(request, reference, person_id)
    form = CareStepForm(request.POST or None)

    def save() -> None:
        try:
            childhood.begin_step(
                case=case,
                person=child.person,
                details=form.part(*form.DETAILS),
                starts_on=form.cleaned_data["starts_on"],
                by=request.user,
            )
        except childhood.BeginsTooEarly:
            raise Refused(
                "starts_on", "Date must be on or after the day the present step began"
            ) from None

    what = Written(
        name="child-care",
        heading="Social care",
        record=child.person.pk,
        back=_back(case, child),
        save=save,
    )
    return answer(request, case, household, form, what)


def care_end(
    request: SignedInRequest, reference: str, person_id: UUID, care_id: UUID
) -> HttpResponse:
    """Record that social care ended what it did."""
    case, household, child = _open(request, reference, person_id)
    step = CareStep.objects.filter(person=child.person, ends_on=None, pk=care_id).first()
    if step is None:
        raise Http404
    form = EndForm(request.POST or None, starts_on=step.starts_on)

    def save() -> None:
        childhood.end_step(
            case=case,
            step=step,
            ends_on=form.cleaned_data["ends_on"],
            expected_version=shown_version(request),
            by=request.user,
        )

    what = Written(
        name="child-care-end",
        heading="Social care has ended",
        record=step.pk,
        back=_back(case, child),
        save=save,
        guarded=step,
        saved=lambda current: {"ends_on": current.ends_on},
    )
    return answer(request, case, household, form, what)


def contact_new(request: SignedInRequest, reference: str, person_id: UUID) -> HttpResponse:
    """Record a child's contact with a parent, or that there is none."""
    case, household, child = _open(request, reference, person_id)
    form = ArrangementForm(request.POST or None)
    if not shows_places(household):
        form.fields.pop("handover")

    def save() -> None:
        childhood.arrange(
            case=case,
            person=child.person,
            details=form.part(*form.DETAILS),
            handover=form.cleaned_data.get("handover", ""),
            starts_on=form.cleaned_data["starts_on"],
            by=request.user,
        )

    what = Written(
        name="child-contact",
        heading="Contact with a parent",
        record=child.person.pk,
        back=_back(case, child),
        save=save,
    )
    return answer(request, case, household, form, what)


def contact_end(
    request: SignedInRequest, reference: str, person_id: UUID, arrangement_id: UUID
) -> HttpResponse:
    """Record that an arrangement no longer holds."""
    case, household, child = _open(request, reference, person_id)
    found = Arrangement.objects.filter(person=child.person, ends_on=None, pk=arrangement_id).first()
    if found is None:
        raise Http404
    form = EndForm(request.POST or None, starts_on=found.starts_on)

    def save() -> None:
        childhood.end_arrangement(
            case=case,
            arrangement=found,
            ends_on=form.cleaned_data["ends_on"],
            expected_version=shown_version(request),
            by=request.user,
        )

    what = Written(
        name="child-contact-end",
        heading="This contact has ended",
        record=found.pk,
        back=_back(case, child),
        save=save,
        guarded=found,
        saved=lambda current: {"ends_on": current.ends_on},
    )
    return answer(request, case, household, form, what)


def school_told(request: SignedInRequest, reference: str, person_id: UUID) -> HttpResponse:
    """Record that the police told the child's school (Operation Encompass)."""
    case, household, child = _open(request, reference, person_id)
    form = SchoolNoticeForm(request.POST or None)

    def save() -> None:
        childhood.record_notice(
            case=case,
            person=child.person,
            details=form.part(*form.DETAILS),
            told_on=form.cleaned_data["told_on"],
            by=request.user,
        )

    what = Written(
        name="child-school-told",
        heading="The school was told",
        record=child.person.pk,
        back=_back(case, child),
        save=save,
    )
    return answer(request, case, household, form, what)
