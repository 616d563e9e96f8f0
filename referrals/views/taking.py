"""The list of referrals, a new one, one of them, and what is added to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import access, unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases.pages import RECORDED, differences
from referrals import services
from referrals.access import get_referral_for, services_that_take
from referrals.forms import (
    MoreForm,
    TakeForm,
)
from referrals.likely import people_like
from referrals.lists import chosen_state, page_of_referrals, rows_of, states
from referrals.models import CaseReferral
from referrals.pages import page_of
from referrals.views.shared import clash_on, guarded, lead_back, undecided

# Under which a new referral is kept while it is being written.
NEW = "new-referral"


def referral_list(request: SignedInRequest) -> HttpResponse:
    """List the referrals of a person's services, what is due first at the top."""
    if not access.has_permission(request.user, Permission.INTAKE_WORK):
        raise Http404
    state = chosen_state(request.GET.get("show", ""))
    page = page_of_referrals(request.user, state, request.GET.get("page"))
    now = timezone.now()
    rows = rows_of(list(page.object_list), now=now)
    events.read("case_referral.list", by=request.user, subjects=[row.referral.pk for row in rows])
    context = {"page": page, "rows": rows, "state": state, "states": states(state), "now": now}
    return render(request, "referrals/list.html", context)


def new(request: SignedInRequest) -> HttpResponse:
    """Take a referral on one page; before it is saved, show who may be the same person."""
    houses = services_that_take(request.user)
    if not houses:
        raise Http404
    choices = [(str(house.pk), house.name) for house in houses]
    looking = "look" in request.POST
    form = TakeForm(request.POST or None, services=choices)
    context: dict[str, Any] = {"form": form}
    context |= unsaved.restore(form, by=request.user, name=NEW, record=None)
    if request.method != "POST":
        return render(request, "referrals/new.html", context)
    is_valid = form.is_valid()
    if looking or (is_valid and "looked" not in request.POST):
        told = {name: request.POST.get(name, "") for name in ("name", "phone")}
        context["likely"] = found = people_like(request, told, by=request.user)
        if looking or found.hits:
            return render(request, "referrals/new.html", context | {"looked": found.asked})
    if not is_valid:
        return render(request, "referrals/new.html", context)
    chosen = next(one for one in houses if str(one.pk) == form.cleaned_data["service"])
    referral = services.take(
        service=chosen, received=form.received(), received_at=timezone.now(), by=request.user
    )
    unsaved.forget(by=request.user, form=NEW, record=None)
    if not CaseReferral.objects.visible_to(request.user).filter(pk=referral.pk).exists():
        messages.success(request, RECORDED)
        return redirect("referrals:list")
    messages.success(request, f"{referral.reference} is recorded.")
    return redirect("referrals:referral", referral.pk)


def referral(request: SignedInRequest, case_referral_id: UUID) -> HttpResponse:
    """Show one referral: whether it is safe to ring, what was tried, what is next."""
    found = get_referral_for(request.user, case_referral_id)
    events.read("case_referral.see", by=request.user, subjects=[found.pk])
    return render(request, "referrals/referral.html", page_of(found, request.user))


def more(request: SignedInRequest, case_referral_id: UUID) -> HttpResponse:
    """Put right, or add to, what a referral says."""
    found = undecided(request, case_referral_id)
    form = MoreForm(request.POST or None, initial=MoreForm.initial_of(found))
    context = guarded(request, found, form, "more")
    if request.method == "POST" and form.is_valid():
        try:
            services.change(
                referral=found,
                changes=form.changes(),
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as changed:
            saved = MoreForm.initial_of(changed.current)
            return clash_on(request, context, changed, differences(form, saved), "more")
        return lead_back(request, found, "more", "Saved.")
    return render(request, "referrals/more.html", context)
