"""A case's safety plan: as it stands, its next version, earlier ones, and a copy to keep."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases.access import get_case_for
from cases.models import Case
from cases.pages import household_of, page_of
from safety_plans import services
from safety_plans.forms import PlanForm
from safety_plans.models import PlanItem, PlanVersion
from safety_plans.sections import SECTIONS, Section


def plan(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show the plan as it stands, and which versions there were."""
    case = get_case_for(request.user, reference, Permission.NARRATIVE_SEE)
    versions = _versions_of(case)
    household = household_of(case, request.user)
    read = [version.pk for version in versions[:1]]
    events.read("plan.see", by=request.user, subjects=household.subjects(case) + read)
    context = page_of(case, household, "plan") | {
        "version": versions[0] if versions else None,
        "sections": _sections_of(versions[0]) if versions else [],
        "versions": versions,
        "may_write": case.is_open and household.seen.allows(Permission.PLAN_WRITE),
    }
    return render(request, "safety_plans/plan.html", context)


def version(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """Show one version as it was written."""
    case = get_case_for(request.user, reference, Permission.NARRATIVE_SEE)
    found = _version_of(case, number)
    household = household_of(case, request.user)
    events.read("plan.see", by=request.user, subjects=[*household.subjects(case), found.pk])
    context = page_of(case, household, "plan")
    context |= {"version": found, "sections": _sections_of(found)}
    return render(request, "safety_plans/version.html", context)


def survivors_copy(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """Show a page to print and keep: what to do, and no word of whose it is or from where."""
    case = get_case_for(request.user, reference, Permission.NARRATIVE_SEE)
    found = _version_of(case, number)
    events.read("plan.print", by=request.user, subjects=[case.pk, found.pk])
    return render(request, "safety_plans/copy.html", {"sections": _sections_of(found)})


def write(request: SignedInRequest, reference: str) -> HttpResponse:
    """Write the next version of the plan."""
    case = get_case_for(request.user, reference, Permission.PLAN_WRITE)
    versions = _versions_of(case)
    latest = versions[0] if versions else None
    household = household_of(case, request.user)
    read = [latest.pk] if latest else []
    events.read("plan.see", by=request.user, subjects=household.subjects(case) + read)
    form = PlanForm(request.POST or None, initial=PlanForm.initial_of(latest))
    context = page_of(case, household, "plan")
    shown = unsaved.ShownVersion(latest.number if latest else 0)
    context |= {"form": form}
    context |= unsaved.restore(form, by=request.user, name="plan", record=case.pk, guarded=shown)
    if request.method == "POST" and form.is_valid():
        try:
            services.write_version(
                case=case,
                items=form.items(),
                written_on=timezone.localdate(),
                expected_number=shown_version(request),
                written_with_survivor=form.cleaned_data["written_with_survivor"],
                by=request.user,
            )
        except ChangedMeanwhile:
            context |= {"newer": _sections_of(latest) if latest else [], "guarded": shown}
            return render(request, "safety_plans/write.html", context, status=409)
        unsaved.forget(by=request.user, form="plan", record=case.pk)
        messages.success(request, "The plan is saved as a new version.")
        return redirect("safety_plans:case", case.reference)
    return render(request, "safety_plans/write.html", context)


def _versions_of(case: Case) -> list[PlanVersion]:
    """Return the versions of a case's plan, the latest first."""
    found = PlanVersion.objects.filter(plan__case=case).select_related("written_by")
    return list(found.order_by("-number"))


def _version_of(case: Case, number: int) -> PlanVersion:
    found = PlanVersion.objects.filter(plan__case=case, number=number).first()
    if found is None:
        raise Http404
    return found


def _sections_of(version: PlanVersion) -> list[tuple[Section, list[PlanItem]]]:
    """Return the sections that say something, in order, with their items."""
    items = list(version.items.order_by("position"))
    sections = [
        (section, [item for item in items if item.section_code == section.code])
        for section in SECTIONS
    ]
    return [(section, kept) for section, kept in sections if kept]
