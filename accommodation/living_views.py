"""Pages of living in a house: the arrival, being out, and the nights that were slept in or lost."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accommodation import living
from accommodation.access import get_house_for, get_stay_for
from accommodation.living_forms import ArrivalForm, OutForm, PeriodForm
from accommodation.models import Absence, Arrival, Stay, Unit, UnitClosure
from accommodation.nights import nights
from accommodation.words import natural_order
from accounts import unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases.access import get_case_for
from cases.pages import differences


def arrival(request: SignedInRequest, stay_id: UUID) -> HttpResponse:
    """Show and change what is done of an arrival, what was signed and what is paid."""
    stay = get_stay_for(request.user, stay_id, Permission.ROOMS_PLACE)
    case = get_case_for(request.user, stay.episode.case.reference, Permission.PROFILE_SEE)
    events.read("stay.see", by=request.user, subjects=[stay.pk, case.pk])
    held = Arrival.objects.filter(episode=stay.episode).first()
    form = ArrivalForm(request.POST or None, initial=ArrivalForm.initial_of(held))
    context: dict[str, Any] = {"stay": stay, "form": form, "clash": []}
    context |= unsaved.restore(
        form,
        by=request.user,
        name="arrival",
        record=stay.episode_id,
        guarded=held or unsaved.ShownVersion(0),
    )
    if request.method == "POST" and form.is_valid():
        try:
            living.record_arrival(
                episode=stay.episode,
                record=form.record(held, timezone.localdate()),
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as changed:
            saved = ArrivalForm.initial_of(changed.current)
            context |= {"guarded": changed.current, "clash": differences(form, saved)}
            return render(request, "accommodation/arrival.html", context, status=409)
        unsaved.forget(by=request.user, form="arrival", record=stay.episode_id)
        messages.success(request, "Saved.")
        return redirect("accommodation:stay", stay.pk)
    return render(request, "accommodation/arrival.html", context)


@require_POST
def out(request: SignedInRequest, stay_id: UUID) -> HttpResponse:
    """Record that a household is out, or back where they were out."""
    stay = get_stay_for(request.user, stay_id, Permission.ROOMS_SEE)
    events.read("stay.see", by=request.user, subjects=[stay.pk, stay.episode.case_id])
    now = timezone.now()
    if Absence.objects.running().filter(stay=stay).exists():
        living.come_back(stay=stay, at=now, by=request.user)
        messages.success(request, "They are back.")
        return redirect("accommodation:stay", stay.pk)
    form = OutForm(request.POST)
    if form.is_valid():
        living.go_out(stay=stay, at=now, back_by=form.cleaned_data["back_by"], by=request.user)
        messages.success(request, "They are out. The roll call says so.")
    else:
        messages.error(request, "Enter a day and a time such as 27/3/2026 19:00")
    return redirect("accommodation:stay", stay.pk)


def house_nights(request: SignedInRequest, house_id: UUID) -> HttpResponse:
    """Show how many nights were slept in and lost in a period, room by room."""
    house = get_house_for(request.user, house_id, Permission.ROOMS_SEE)
    events.read("house.see", by=request.user, subjects=[house.pk])
    today = timezone.localdate()
    asked = {"first": today.replace(day=1), "last": today}
    form = PeriodForm(request.GET if "first" in request.GET else None, initial=asked)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
    units = sorted(Unit.objects.filter(service=house), key=lambda unit: natural_order(unit.name))
    period = (asked["first"], asked["last"])
    counted = nights(
        units,
        Stay.objects.filter(unit__in=units).overlapping(*period),
        UnitClosure.objects.filter(unit__in=units).overlapping(*period),
        first=period[0],
        last=period[1],
    )
    context = {"house": house, "form": form, "nights": counted}
    return render(request, "accommodation/nights.html", context)
