"""Pages of handing a case over: the offer, the answer, and what waits."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import access, unsaved
from accounts.field_classes import FieldClass
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import Service
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases.access import get_case_for
from cases.pages import household_of, page_of
from cases.refusals import Refused
from cases.services import KeptApart
from referrals.choices import HandoverState
from referrals.handing_over import services
from referrals.handing_over.forms import AnswerForm, OfferForm
from referrals.models import Handover
from referrals.views.shared import people_who_hold_cases


def waiting(request: SignedInRequest) -> HttpResponse:
    """List the cases that a person is offered, and those that they offered."""
    if not access.has_permission(request.user, Permission.CASE_EDIT):
        raise Http404
    offered = Handover.objects.visible_to(request.user).offered()
    rows = list(offered.select_related("case", "offered_by", "to").order_by("offered_at", "pk"))
    events.read("handover.list", by=request.user, subjects=[one.pk for one in rows])
    context = {
        "to_me": [one for one in rows if one.to_id == request.user.pk],
        "by_me": [one for one in rows if one.to_id != request.user.pk],
    }
    return render(request, "referrals/handovers.html", context)


def offer(request: SignedInRequest, reference: str) -> HttpResponse:
    """Offer a case to a colleague; nothing changes hands before they accept."""
    case = get_case_for(request.user, reference, Permission.CASE_EDIT)
    household = household_of(case, request.user)
    allowed = services.may_offer(case, request.user, on=timezone.localdate())
    if not (case.is_open and allowed and household.seen.shows(FieldClass.NARRATIVE)):
        raise Http404
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    people = [one for one in people_who_hold_cases() if one.pk != request.user.pk]
    running = Service.objects.running_on(timezone.localdate())
    houses = [one for one in running if one.pk != case.service_id]
    form = OfferForm(request.POST or None, people=people, services=houses)
    context = page_of(case, household, "summary") | {"form": form}
    context |= unsaved.restore(form, by=request.user, name="offer", record=case.pk)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.offer(
                case=case, at=timezone.now(), by=request.user, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
            return render(request, "referrals/offer.html", context)
        unsaved.forget(by=request.user, form="offer", record=case.pk)
        messages.success(request, f"{case.reference} is offered to {made.to.full_name}.")
        return redirect("cases:summary", case.reference)
    return render(request, "referrals/offer.html", context)


def answer(request: SignedInRequest, handover_id: UUID) -> HttpResponse:
    """Show what is offered, and take it or give it back; whoever offered may withdraw it."""
    visible = Handover.objects.visible_to(request.user).offered()
    found = visible.select_related("case", "offered_by", "to", "to_service").filter(pk=handover_id)
    handover = found.first()
    if handover is None:
        raise Http404
    events.read("handover.see", by=request.user, subjects=[handover.case_id, handover.pk])
    form = AnswerForm(request.POST or None)
    context = {"handover": handover, "form": form, "is_mine": handover.to_id == request.user.pk}
    context |= unsaved.restore(
        form, by=request.user, name="answer", record=handover.pk, guarded=handover
    )
    if request.method == "POST":
        try:
            if not context["is_mine"]:
                return _withdraw(request, handover)
            if form.is_valid():
                return _answered(request, handover, form)
        except (ChangedMeanwhile, KeptApart):
            messages.success(request, "This was answered already, or is no longer offered.")
            return redirect("referrals:handovers")
    return render(request, "referrals/answer.html", context)


def _withdraw(request: SignedInRequest, handover: Handover) -> HttpResponse:
    services.withdraw(
        handover=handover,
        at=timezone.now(),
        expected_version=shown_version(request),
        by=request.user,
    )
    messages.success(request, "Withdrawn.")
    return redirect("referrals:handovers")


def _answered(request: SignedInRequest, handover: Handover, form: AnswerForm) -> HttpResponse:
    given, now, version = form.cleaned_data, timezone.now(), shown_version(request)
    if given["answer"] == "take":
        services.accept(handover=handover, at=now, expected_version=version, by=request.user)
        words = f"{handover.case.reference} is yours."
    else:
        services.give_back(
            handover=handover,
            reason=given["reason"],
            at=now,
            expected_version=version,
            by=request.user,
        )
        words = HandoverState.RETURNED.label
    unsaved.forget(by=request.user, form="answer", record=handover.pk)
    messages.success(request, words)
    return redirect("referrals:handovers")
