"""A case's risk: its history, the checklist, and signing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases.access import get_case_for
from cases.pages import household_of, page_of
from risk import services
from risk.access import get_assessment_of
from risk.choices import Band
from risk.forms import ChecklistForm, SignForm
from risk.models import Assessment

# What an item holds that nobody answered or noted anything on.
NOT_ASKED = {"answer": "", "comment": "", "source": ""}


def case_risk(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show what was assessed and signed, the latest first, and what is not finished."""
    case = get_case_for(request.user, reference, Permission.NARRATIVE_SEE)
    household = household_of(case, request.user)
    assessments = list(Assessment.objects.filter(case=case).select_related("signed_by"))
    read = [assessment.pk for assessment in assessments]
    events.read("risk.see", by=request.user, subjects=household.subjects(case) + read)
    signed = sorted(
        (one for one in assessments if one.signed_at),
        key=lambda one: (one.assessed_on, one.signed_at),
        reverse=True,
    )
    context = page_of(case, household, "risk") | {
        "signed": signed,
        "unfinished": [one for one in assessments if not one.signed_at],
    }
    return render(request, "risk/case.html", context)


@require_POST
def start(request: SignedInRequest, reference: str) -> HttpResponse:
    """Begin an assessment today."""
    case = get_case_for(request.user, reference, Permission.RISK_ASSESS)
    assessment = services.start_assessment(
        case=case, assessed_on=timezone.localdate(), by=request.user
    )
    return redirect("risk:checklist", case.reference, assessment.pk)


def checklist(request: SignedInRequest, reference: str, assessment_id: UUID) -> HttpResponse:
    """Ask every item on one page; keep what was answered, then go on to sign."""
    case = get_case_for(request.user, reference, Permission.RISK_ASSESS)
    assessment = get_assessment_of(case, assessment_id)
    if assessment.signed_at:
        return redirect("risk:assessment", case.reference, assessment.pk)
    household = household_of(case, request.user)
    read = [*household.subjects(case), assessment.pk]
    events.read("risk.see", by=request.user, subjects=read)
    form = ChecklistForm(
        request.POST or None,
        instrument=assessment.instrument,
        initial=ChecklistForm.initial_of(assessment),
    )
    context = page_of(case, household, "risk")
    context |= {"form": form, "assessment": assessment}
    context |= unsaved.restore(
        form, by=request.user, name="checklist", record=assessment.pk, guarded=assessment
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(
                assessment=assessment,
                answers=form.answers(),
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as changed:
            context |= {"guarded": changed.current, "changed": changed.current}
            return render(request, "risk/checklist.html", context, status=409)
        unsaved.forget(by=request.user, form="checklist", record=assessment.pk)
        if "later" in request.POST:
            messages.success(request, "The answers are kept. Nothing is signed yet.")
            return redirect("risk:case", case.reference)
        return redirect("risk:sign", case.reference, assessment.pk)
    return render(request, "risk/checklist.html", context)


def sign(request: SignedInRequest, reference: str, assessment_id: UUID) -> HttpResponse:
    """Show the score, ask for judgement, and sign for good."""
    case = get_case_for(request.user, reference, Permission.RISK_ASSESS)
    assessment = get_assessment_of(case, assessment_id)
    if assessment.signed_at:
        return redirect("risk:assessment", case.reference, assessment.pk)
    household = household_of(case, request.user)
    read = [*household.subjects(case), assessment.pk]
    events.read("risk.see", by=request.user, subjects=read)
    result = services.provisional_result(assessment)
    scored = Band(result["scored_band"])
    form = SignForm(request.POST or None, scored_band=scored, initial={"band": scored})
    context = page_of(case, household, "risk")
    context |= {"form": form, "assessment": assessment, "result": result, "scored": scored}
    context |= unsaved.restore(
        form, by=request.user, name="sign", record=assessment.pk, guarded=assessment
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.sign(
                assessment=assessment,
                signed_at=timezone.now(),
                expected_version=shown_version(request),
                judged_band=Band(form.cleaned_data["band"]),
                judgement=form.cleaned_data["judgement"],
                by=request.user,
            )
        except ChangedMeanwhile:
            messages.warning(request, "The answers were changed meanwhile. Read them again.")
            return redirect("risk:checklist", case.reference, assessment.pk)
        unsaved.forget(by=request.user, form="sign", record=assessment.pk)
        messages.success(request, "Signed. It is kept as it is; a change is a new assessment.")
        return redirect("risk:case", case.reference)
    return render(request, "risk/sign.html", context)


def assessment(request: SignedInRequest, reference: str, assessment_id: UUID) -> HttpResponse:
    """Show one signed assessment as it was signed."""
    case = get_case_for(request.user, reference, Permission.NARRATIVE_SEE)
    found = get_assessment_of(case, assessment_id)
    if not found.signed_at:
        return redirect("risk:checklist", case.reference, found.pk)
    household = household_of(case, request.user)
    read = [*household.subjects(case), found.pk]
    events.read("risk.see", by=request.user, subjects=read)
    rows = [
        (item, NOT_ASKED | found.answers.get(str(item.number), {}))
        for item in found.instrument.items
    ]
    context = page_of(case, household, "risk")
    context |= {"assessment": found, "rows": rows}
    return render(request, "risk/assessment.html", context)
