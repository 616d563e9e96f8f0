"""What becomes of a referral: it waits, it ends, or it is accepted into a case."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from cases.access import get_case_for
from cases.models import Case
from cases.pages import RECORDED, differences
from cases.references import as_reference
from cases.services import NewPerson
from referrals import deciding
from referrals.forms import (
    AcceptForm,
    DecideForm,
)
from referrals.likely import people_like
from referrals.models import CaseReferral
from referrals.views.shared import (
    clash_on,
    guarded,
    lead_back,
    people_who_hold_cases,
    undecided,
)


def decide(request: SignedInRequest, case_referral_id: UUID) -> HttpResponse:
    """Let a referral wait, or end it without a case."""
    found = undecided(request, case_referral_id)
    form = DecideForm(request.POST or None)
    context = guarded(request, found, form, "decide")
    if request.method == "POST" and form.is_valid():
        try:
            deciding.decide(
                referral=found,
                at=timezone.now(),
                expected_version=shown_version(request),
                by=request.user,
                **form.cleaned_data,
            )
        except deciding.NotYet as missing:
            form.add_error("decision", str(missing))
            return render(request, "referrals/decide.html", context)
        except ChangedMeanwhile as changed:
            saved = {"decision": changed.current.decision, "reason": changed.current.reason}
            return clash_on(request, context, changed, differences(form, saved), "decide")
        return lead_back(request, found, "decide", "Recorded.")
    return render(request, "referrals/decide.html", context)


def accept(request: SignedInRequest, case_referral_id: UUID) -> HttpResponse:
    """Accept a referral: a new case, or one that is open already."""
    found = undecided(request, case_referral_id, Permission.CASE_OPEN)
    initial = AcceptForm.initial_from(found) | {"worker": found.worker_id or request.user.pk}
    people = people_who_hold_cases()
    form = AcceptForm(request.POST or None, people=people, initial=initial)
    context = guarded(request, found, form, "accept")
    if request.method == "POST" and form.is_valid():
        try:
            case = _case_for(request, found, form)
        except ChangedMeanwhile as changed:
            return clash_on(request, context, changed, [], "accept")
        if case is not None:
            unsaved.forget(by=request.user, form="accept", record=found.pk)
            if Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
                messages.success(request, f"{found.reference} is now {case.reference}.")
                return redirect("cases:summary", case.reference)
            messages.success(request, RECORDED)
            return redirect("referrals:list")
    if request.method != "POST":
        names = (found.person.get("given_name", ""), found.person.get("family_name", ""))
        named = {"name": " ".join(filter(None, names))}
        context["likely"] = people_like(request, named, by=request.user)
    return render(request, "referrals/accept.html", context)


def _case_for(request: SignedInRequest, found: CaseReferral, form: AcceptForm) -> Case | None:
    """Open the case, or take the one that was named; None with a word beside the field."""
    given = form.cleaned_data
    shared: dict[str, Any] = {
        "referral": found,
        "at": timezone.now(),
        "expected_version": shown_version(request),
        "by": request.user,
    }
    if not given["reference"]:
        names = ("given_name", "family_name", "known_as", "date_of_birth", "phone", "email",
                 "postcode")  # fmt: skip
        survivor = NewPerson(**{name: given[name] for name in names})
        return deciding.accept(survivor=survivor, worker=given["worker"], **shared)
    try:
        case = get_case_for(request.user, as_reference(given["reference"]), Permission.CASE_EDIT)
    except Http404:
        # The same words for a case that is not there and for one that is not theirs.
        form.add_error("reference", "There is no case with this reference that you can open")
        return None
    if not case.is_open:
        form.add_error("reference", f"{case.reference} is closed. Leave this blank for a new case")
        return None
    return deciding.accept_into(case=case, **shared)
