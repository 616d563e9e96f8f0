"""How soon somebody is to be reached, the attempts, and what the referrer is told."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts import access
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases.pages import differences
from referrals import attempts, deciding
from referrals.access import get_referral_for
from referrals.forms import (
    AttemptForm,
    ReviewForm,
    ToldForm,
    TriageForm,
)
from referrals.models import CaseReferral
from referrals.views.shared import clash_on, guarded, lead_back, undecided


def triage(request: SignedInRequest, case_referral_id: UUID) -> HttpResponse:
    """Say how soon somebody is to be reached, and who rings."""
    found = undecided(request, case_referral_id)
    initial = {"priority": found.priority, "worker": found.worker_id}
    people = _who_ring(found)
    form = TriageForm(request.POST or None, people=people, initial=initial)
    context = guarded(request, found, form, "triage")
    if request.method == "POST" and form.is_valid():
        try:
            deciding.triage(
                referral=found,
                at=timezone.now(),
                expected_version=shown_version(request),
                by=request.user,
                **form.cleaned_data,
            )
        except ChangedMeanwhile as changed:
            saved = {"priority": changed.current.priority, "worker": changed.current.worker_id}
            return clash_on(request, context, changed, differences(form, saved), "triage")
        return lead_back(request, found, "triage", "Saved.")
    return render(request, "referrals/triage.html", context)


def attempt(request: SignedInRequest, case_referral_id: UUID) -> HttpResponse:
    """Record an attempt to reach somebody."""
    found = undecided(request, case_referral_id)
    form = AttemptForm(request.POST or None, initial={"at": timezone.localtime()})
    context = guarded(request, found, form, "attempt")
    if request.method == "POST" and form.is_valid():
        attempts.record(referral=found, by=request.user, **form.cleaned_data)
        return lead_back(request, found, "attempt", "Recorded.")
    return render(request, "referrals/attempt.html", context)


def review(request: SignedInRequest, case_referral_id: UUID) -> HttpResponse:
    """Say as a manager how to go on after attempts that reached nobody."""
    found = undecided(request, case_referral_id, Permission.INTAKE_REVIEW)
    form = ReviewForm(request.POST or None, initial={"words": found.attempts_review})
    context = guarded(request, found, form, "review")
    if request.method == "POST" and form.is_valid():
        try:
            attempts.review(
                referral=found,
                words=form.cleaned_data["words"],
                reviewed_at=timezone.now(),
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as changed:
            saved = {"words": changed.current.attempts_review}
            return clash_on(request, context, changed, differences(form, saved), "review")
        return lead_back(request, found, "review", "Saved.")
    return render(request, "referrals/review.html", context)


def told(request: SignedInRequest, case_referral_id: UUID) -> HttpResponse:
    """Record what whoever referred was told."""
    found = get_referral_for(request.user, case_referral_id)
    events.read("case_referral.see", by=request.user, subjects=[found.pk])
    form = ToldForm(request.POST or None)
    context = guarded(request, found, form, "told")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        attempts.tell_referrer(
            referral=found,
            what=given["what"],
            whom=given["whom"],
            at=timezone.now(),
            by=request.user,
        )
        return lead_back(request, found, "told", "Recorded.")
    return render(request, "referrals/told.html", context)


def _who_ring(found: CaseReferral) -> list[User]:
    """Return the people who take referrals of the service, and see this one."""
    able = [one for one in access.everybody() if access.has_permission(one, Permission.INTAKE_WORK)]
    kept = set(found.walls.standing().values_list("user_id", flat=True))
    return [one for one in able if one.pk not in kept]
