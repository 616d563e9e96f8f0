"""What the pages of one referral share: the guard, a form that keeps, a clash, the way back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts import access, unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from referrals.access import get_referral_for
from referrals.models import CaseReferral
from referrals.pages import page_of


def undecided(
    request: SignedInRequest,
    case_referral_id: UUID,
    permission: Permission = Permission.INTAKE_WORK,
) -> CaseReferral:
    """Return a referral that is still to be decided, and record that it was opened."""
    found = get_referral_for(request.user, case_referral_id, permission)
    if not found.is_undecided:
        raise Http404
    events.read("case_referral.see", by=request.user, subjects=[found.pk])
    return found


def guarded(
    request: SignedInRequest, found: CaseReferral, form: BaseForm, name: str
) -> dict[str, Any]:
    """Return what each form of a referral is given."""
    context = page_of(found, request.user) | {"form": form, "clash": []}
    return context | unsaved.restore(
        form, by=request.user, name=name, record=found.pk, guarded=found
    )


def clash_on(
    request: SignedInRequest,
    context: dict[str, Any],
    changed: ChangedMeanwhile,
    clash: Sequence[Any],
    page: str,
) -> HttpResponse:
    """Show both texts: a colleague saved one meanwhile."""
    context |= {"guarded": changed.current, "clash": clash, "changed_meanwhile": True}
    return render(request, f"referrals/{page}.html", context, status=409)


def lead_back(request: SignedInRequest, found: CaseReferral, name: str, words: str) -> HttpResponse:
    """Forget what was kept of the form, say so, and lead back to the referral."""
    unsaved.forget(by=request.user, form=name, record=found.pk)
    messages.success(request, words)
    return redirect("referrals:referral", found.pk)


def people_who_hold_cases() -> list[User]:
    """Return the people to whom cases are given."""
    return [one for one in access.everybody() if access.has_permission(one, Permission.CASE_EDIT)]
