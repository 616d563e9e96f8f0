"""Who can open a case: looking, giving it to a worker, giving access, taking back, restricting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import access, reviews, unsaved
from accounts.choices import ReviewKind
from accounts.field_classes import FieldClass
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import Organisation, ReviewItem
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases import allocations, grants, restriction, sight
from cases.access import get_case_for
from cases.access_forms import AccessForm, PartnerForm, RestrictForm, WorkerForm
from cases.choices import DisclosureBasis, GrantKind
from cases.models import Allocation, Case, Grant
from cases.openers import openers_of
from cases.pages import SAYS_WHO, household_of, page_of
from cases.refusals import Refused

PAGE = 50


def _open(
    request: SignedInRequest, reference: str, *permissions: Permission
) -> tuple[Case, dict[str, Any]]:
    """Fetch a case for somebody with any of these, record that they looked, and begin its page."""
    held = access.permissions(request.user)
    wanted = next((one for one in permissions if one in held), permissions[0])
    case = get_case_for(request.user, reference, wanted)
    household = household_of(case, request.user)
    events.read("case.see_who", by=request.user, subjects=household.subjects(case))
    return case, page_of(case, household, "") | {
        "may_allocate": household.seen.allows(Permission.CASE_ALLOCATE),
        "may_keep": household.seen.allows(Permission.CONFLICTS_MANAGE),
        "may_grant": household.seen.allows(Permission.ACCESS_GRANT),
        "may_look": household.seen.allows(Permission.LOOKED_SEE),
    }


@require_safe
def who(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show everybody who can open the case, why, and until when."""
    case, context = _open(request, reference, *SAYS_WHO)
    openers = openers_of(case, at=timezone.now())
    context["page"] = Paginator(openers, PAGE).get_page(request.GET.get("page"))
    context["asked"] = _asked_for(request, case) if context["may_grant"] else []
    return render(request, "cases/who.html", context)


def _asked_for(request: SignedInRequest, case: Case) -> list[ReviewItem]:
    """Return who asks for the case and waits for an answer, and record that it was read."""
    asked = ReviewItem.objects.open().filter(kind=ReviewKind.ACCESS_REQUEST, case_id=case.pk)
    items = list(asked.exclude(about=request.user).select_related("about"))
    named = [one for item in items for one in (item.pk, item.about_id, item.subject_id)]
    if named:
        events.read("access.see_requests", by=request.user, subjects=named)
    return items


def give_worker(request: SignedInRequest, reference: str) -> HttpResponse:
    """Give the case to a worker; from another one, where one is named."""
    case, context = _open(request, reference, Permission.CASE_ALLOCATE)
    live = Allocation.objects.live_on(timezone.localdate()).filter(case=case)
    held = next((one for one in live if str(one.pk) == request.GET.get("from")), None)
    form = WorkerForm(request.POST or None, people=access.everybody())
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["user"]
        now = timezone.now()
        try:
            if held is None:
                today = timezone.localdate(now)
                allocations.give(case=case, worker=chosen, starts_on=today, by=request.user)
            else:
                allocations.hand_over(allocation=held, worker=chosen, at=now, by=request.user)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, f"{case.reference} is {chosen.full_name}’s.")
            return redirect("cases:who", case.reference)
    context |= {"form": form, "held": held}
    return render(request, "cases/give_worker.html", context)


@require_POST
def end_worker(request: SignedInRequest, reference: str, allocation_id: UUID) -> HttpResponse:
    """Take the case from a worker, at once."""
    case, _ = _open(request, reference, Permission.CASE_ALLOCATE)
    held = Allocation.objects.filter(case=case, pk=allocation_id).select_related("worker").first()
    if held is None:
        raise Http404
    allocations.end(allocation=held, at=timezone.now(), by=request.user)
    messages.success(request, f"{held.worker.full_name} no longer works on {case.reference}.")
    return _back(request, case)


def give_access(request: SignedInRequest, reference: str) -> HttpResponse:
    """Give somebody access for a time; name somebody for a case that is restricted."""
    case, context = _open(request, reference, Permission.ACCESS_GRANT)
    kind = GrantKind.NAMED if case.restricted else GrantKind.REQUESTED
    others = [user for user in access.everybody() if user.pk != request.user.pk]
    asked = _asked_for(request, case)
    wanted = next((one for one in asked if str(one.pk) == request.GET.get("for")), None)
    initial = {"user": str(wanted.about_id), "reason": wanted.reason} if wanted else {}
    form = AccessForm(
        request.POST or None, people=others, must_end=not case.restricted, initial=initial
    )
    context |= {"form": form, "longest": grants.longest(kind)}
    context |= unsaved.restore(form, by=request.user, name="give-access", record=case.pk)
    if request.method == "POST" and form.is_valid():
        try:
            grant = grants.give(
                case=case, user=form.cleaned_data["user"], kind=kind,
                reason=form.cleaned_data["reason"], starts_at=timezone.now(),
                ends_at=form.ends_at, by=request.user,
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused.field, str(refused))
        else:
            _answer(request, [item for item in asked if item.about_id == grant.user_id])
            unsaved.forget(by=request.user, form="give-access", record=case.pk)
            messages.success(request, f"{grant.user.full_name} can open {case.reference}.")
            return redirect("cases:who", case.reference)
    return render(request, "cases/give_access.html", context)


def _answer(request: SignedInRequest, items: list[ReviewItem]) -> None:
    """Close what was asked for: it was given."""
    for item in items:
        reviews.close(
            item=item, outcome="Access was given.", closed_at=timezone.now(), by=request.user
        )


def give_partner(request: SignedInRequest, reference: str) -> HttpResponse:
    """Give a partner access to part of the case, for a purpose and on a ground."""
    case, context = _open(request, reference, Permission.ACCESS_GRANT)
    partners = [
        user
        for user in access.everybody()
        if access.has_permission(user, Permission.CASE_SEE) and not sight.classes_of_role(user)
    ]
    agencies = list(Organisation.objects.exclude(pk=case.organisation_id).order_by("name"))
    form = PartnerForm(request.POST or None, people=partners, agencies=agencies)
    context |= {"form": form, "partners": partners}
    context |= {"longest": grants.longest(GrantKind.PARTNER)}
    context |= unsaved.restore(form, by=request.user, name="give-partner", record=case.pk)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            grants.give_to_partner(
                case=case, user=given["user"], reason=given["reason"],
                starts_at=timezone.now(), ends_at=form.ends_at,
                field_classes=[FieldClass(one) for one in given["field_classes"]],
                to_organisation_id=UUID(given["organisation"]),
                basis=DisclosureBasis(given["basis"]), by=request.user,
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused.field, str(refused))
        else:
            unsaved.forget(by=request.user, form="give-partner", record=case.pk)
            messages.success(request, f"{given['user'].full_name} can open {case.reference}.")
            return redirect("cases:who", case.reference)
    return render(request, "cases/give_access.html", context)


@require_POST
def end_access(request: SignedInRequest, reference: str, grant_id: UUID) -> HttpResponse:
    """Take access back, at once."""
    case, _ = _open(request, reference, Permission.ACCESS_GRANT)
    held = Grant.objects.filter(case=case, pk=grant_id).select_related("user").first()
    if held is None:
        raise Http404
    grants.end(grant=held, at=timezone.now(), by=request.user)
    messages.success(request, f"What {held.user.full_name} was given is over.")
    return _back(request, case)


def restrict(request: SignedInRequest, reference: str) -> HttpResponse:
    """Close the case to all who are not named for it, or open it again."""
    case, context = _open(request, reference, Permission.ACCESS_GRANT)
    form = RestrictForm(request.POST or None)
    context |= {"form": form}
    context |= unsaved.restore(form, by=request.user, name="restrict", record=case.pk, guarded=case)
    lifts = case.restricted
    if request.method == "POST" and (lifts or form.is_valid()):
        now, version = timezone.now(), shown_version(request)
        try:
            if lifts:
                restriction.lift(case=case, at=now, expected_version=version, by=request.user)
            else:
                restriction.restrict(
                    case=case, reason=form.cleaned_data["reason"], at=now,
                    expected_version=version, by=request.user,
                )  # fmt: skip
        except ChangedMeanwhile as changed:
            context |= {"guarded": changed.current, "changed": True, "case": changed.current}
            return render(request, "cases/restrict.html", context, status=409)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            unsaved.forget(by=request.user, form="restrict", record=case.pk)
            return redirect("cases:who", case.reference)
    return render(request, "cases/restrict.html", context)


def _back(request: SignedInRequest, case: Case) -> HttpResponse:
    """Go to who can open the case, or to the cases where it is the asker's no more."""
    if Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        return redirect("cases:who", case.reference)
    return redirect("cases:list")
