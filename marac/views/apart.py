"""Who takes no part in a referral: set and lifted by those who run the meetings."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import unsaved
from accounts.models import User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from cases.conflicts.forms import ReasonForm, SetConflictForm
from cases.conflicts.views import colleagues
from marac import recusals
from marac.access import get_referral_for
from marac.models import MaracReferral, Recusal


def apart(request: SignedInRequest, referral_id: UUID) -> HttpResponse:
    """Show who takes no part in a referral, and keep it from somebody else."""
    found = get_referral_for(request.user, referral_id, Permission.MEETING_RUN)
    standing = _standing(found, request.user)
    named = [found.pk, *(one.pk for one in standing)]
    events.read("meeting.recusals", by=request.user, subjects=named)
    away = {one.user_id for one in standing} | {request.user.pk}
    others = [one for one in colleagues() if one.pk not in away]
    form = SetConflictForm(request.POST or None, people=others)
    if request.method == "POST" and form.is_valid():
        user = next(one for one in others if str(one.pk) == form.cleaned_data["user"])
        reason = form.cleaned_data["reason"]
        recusals.recuse(referral=found, user=user, reason=reason, by=request.user)
        unsaved.forget(by=request.user, form="apart", record=found.pk)
        messages.success(request, f"{user.full_name} takes no part in it.")
        return redirect("marac:apart", found.pk)
    page = {"referral": found, "recusals": standing, "form": form}
    page |= unsaved.restore(form, by=request.user, name="apart", record=found.pk)
    return render(request, "marac/apart.html", page)


def lift(request: SignedInRequest, referral_id: UUID, recusal_id: UUID) -> HttpResponse:
    """Let somebody take part again, with a reason."""
    found = get_referral_for(request.user, referral_id, Permission.MEETING_RUN)
    recusal = next((one for one in _standing(found, request.user) if one.pk == recusal_id), None)
    if recusal is None:
        raise Http404
    events.read("meeting.recusals", by=request.user, subjects=[found.pk, recusal.pk])
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        recusals.lift(
            recusal=recusal,
            reason=form.cleaned_data["reason"],
            lifted_at=timezone.now(),
            by=request.user,
        )
        unsaved.forget(by=request.user, form="lift-apart", record=recusal.pk)
        messages.success(request, f"{recusal.user.full_name} may take part.")
        return redirect("marac:apart", found.pk)
    page = {"referral": found, "recusal": recusal, "form": form}
    page |= unsaved.restore(form, by=request.user, name="lift-apart", record=recusal.pk)
    return render(request, "marac/lift_apart.html", page)


def _standing(referral: MaracReferral, user: User) -> list[Recusal]:
    """Return who takes no part in a referral; nobody reads of themselves here."""
    found = referral.recusals.standing().exclude(user=user).select_related("user")
    return list(found.order_by("recorded_at", "pk"))
