"""Who is kept from a referral because they may know the person, and lifting it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import unsaved
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from referrals import walls
from referrals.access import get_referral_for
from referrals.forms import LiftForm
from referrals.pages import page_of


def apart(request: SignedInRequest, case_referral_id: UUID) -> HttpResponse:
    """Show who is kept from a referral, of others than oneself, and let somebody in again."""
    found = get_referral_for(request.user, case_referral_id, Permission.INTAKE_REVIEW)
    standing = found.walls.standing().exclude(user=request.user).select_related("user")
    kept = list(standing.order_by("recorded_at", "pk"))
    events.read("case_referral.see", by=request.user, subjects=[found.pk])
    form = LiftForm(request.POST or None, people=[one.user for one in kept])
    context = page_of(found, request.user) | {"form": form, "kept_apart": kept, "clash": []}
    context |= unsaved.restore(form, by=request.user, name="apart", record=found.pk)
    if request.method == "POST" and form.is_valid():
        wall = next(one for one in kept if one.user == form.cleaned_data["user"])
        reason = form.cleaned_data["reason"]
        walls.lift(wall=wall, reason=reason, lifted_at=timezone.now(), by=request.user)
        unsaved.forget(by=request.user, form="apart", record=found.pk)
        messages.success(request, f"{wall.user.full_name} finds it again.")
        return redirect("referrals:apart", found.pk)
    return render(request, "referrals/apart.html", context)
