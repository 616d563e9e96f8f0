"""Pages of the end of a case, of working with the same people again, and of outcomes."""

import datetime

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
from accounts.settings import value_of
from audit import events
from cases.access import get_case_for
from cases.left_open import StillOpen, left_open
from cases.models import Case
from cases.pages import RECORDED, differences, household_of, page_of
from referrals.closing import outcomes, services
from referrals.closing.forms import AgainForm, ClosingForm
from referrals.views.shared import people_who_hold_cases

A_YEAR = 365


def close(request: SignedInRequest, reference: str) -> HttpResponse:
    """End the work on a case, after saying what stays, what stops and what is left open."""
    case = get_case_for(request.user, reference, Permission.CASE_CLOSE)
    if not case.is_open:
        return redirect("cases:summary", case.reference)
    household = household_of(case, request.user)
    if not household.seen.shows(FieldClass.NARRATIVE):
        raise Http404
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    today = timezone.localdate()
    children = {part.person.pk: part.called for part in household.children}
    form = ClosingForm(
        request.POST or None,
        initial={"closed_on": today},
        children=children,
        opened_on=case.opened_on,
    )
    context = page_of(case, household, "summary") | {"form": form, "clash": []}
    context["left"] = left_open(case, on=today)
    context |= unsaved.restore(form, by=request.user, name="close", record=case.pk, guarded=case)
    if request.method == "POST" and form.is_valid():
        try:
            services.close(
                case=case,
                ending=form.ending(),
                closed_on=form.cleaned_data["closed_on"],
                expected_version=shown_version(request),
                worker=request.user if household.seen.lasts else None,
                by=request.user,
            )
        except StillOpen as still:
            form.add_error(None, "Something is still open. End it first.")
            context["left"] = still.left
            return render(request, "referrals/close.html", context)
        except ChangedMeanwhile as changed:
            saved = {"closed_on": changed.current.closed_on}
            context |= {"guarded": changed.current, "clash": differences(form, saved)}
            return render(request, "referrals/close.html", context, status=409)
        unsaved.forget(by=request.user, form="close", record=case.pk)
        messages.success(request, f"{case.reference} is closed.")
        return redirect("cases:summary", case.reference)
    return render(request, "referrals/close.html", context)


def again(request: SignedInRequest, reference: str) -> HttpResponse:
    """Begin a new piece of work with the people of a case that closed."""
    case = get_case_for(request.user, reference, Permission.CASE_OPEN)
    household = household_of(case, request.user)
    if not household.seen.lasts:
        # It would give for good what was given for a time.
        raise Http404
    if case.is_open:
        return redirect("cases:summary", case.reference)
    events.read("case.see", by=request.user, subjects=household.subjects(case))
    initial = {"opened_on": timezone.localdate(), "worker": request.user.pk}
    form = AgainForm(request.POST or None, people=people_who_hold_cases(), initial=initial)
    context = page_of(case, household, "summary") | {"form": form}
    context |= unsaved.restore(form, by=request.user, name="again", record=case.pk)
    if request.method == "POST" and form.is_valid():
        new = services.work_again(earlier=case, by=request.user, **form.cleaned_data)
        unsaved.forget(by=request.user, form="again", record=case.pk)
        if Case.objects.visible_to(request.user).filter(pk=new.pk).exists():
            messages.success(request, f"{new.reference} carries on from {case.reference}.")
            return redirect("cases:summary", new.reference)
        messages.success(request, RECORDED)
        return redirect("cases:list")
    return render(request, "referrals/again.html", context)


def outcomes_report(request: SignedInRequest) -> HttpResponse:
    """Count what people said at the end, for one service and the twelve months up to today."""
    if not access.has_permission(request.user, Permission.OUTCOMES_SEE):
        raise Http404
    today = timezone.localdate()
    first = today - datetime.timedelta(days=A_YEAR)
    own = access.services_with(request.user, Permission.OUTCOMES_SEE)
    found = Service.objects.filter(pk__in=own) if own else Service.objects.all()
    houses = sorted(found, key=lambda one: one.name.casefold())
    wanted = request.GET.get("service", "")
    chosen = next((one for one in houses if str(one.pk) == wanted), None)
    services_counted = [chosen.pk] if chosen else [one.pk for one in houses]
    counted = outcomes.of_services(services_counted, first, today, by=request.user)
    context = {
        "outcomes": counted,
        "bars": [one.drawn for one in counted],
        "first": first,
        "last": today,
        "houses": houses,
        "chosen": chosen,
        "smallest": value_of("smallest_count"),
    }
    return render(request, "referrals/outcomes.html", context)
