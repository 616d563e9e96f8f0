"""Pages of a house as bricks: its rules, its rooms, its address, giving a room up."""

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accommodation import property as houses
from accommodation.access import get_house_for, get_unit_for
from accommodation.house_forms import AddressForm, HouseForm
from accommodation.models import Address, House, Stay, Unit
from accommodation.rooms import residents_of
from accommodation.unit_forms import GiveUpForm, RetypeForm, UnitForm
from accommodation.words import natural_order, short_day
from accounts import unsaved
from accounts.access import has_permission
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import Service, User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases.pages import differences


def about(request: SignedInRequest, house_id: UUID) -> HttpResponse:
    """Show what a house asks and what its rooms offer; whoever runs it may change the first."""
    house = get_house_for(request.user, house_id, Permission.ROOMS_SEE)
    events.read("house.see", by=request.user, subjects=[house.pk])
    held = House.objects.filter(service=house).first()
    may_change = has_permission(request.user, Permission.HOUSE_MANAGE)
    units = Unit.objects.filter(service=house).prefetch_related("types")
    context: dict[str, Any] = {
        "house": house,
        "held": held or House(service=house),
        "units": sorted(units, key=lambda unit: natural_order(unit.name)),
        "may_change": may_change,
        "may_see_where": has_permission(request.user, Permission.LOCATION_SEE),
        "today": timezone.localdate(),
    }
    return render(request, "accommodation/about.html", context)


def rules(request: SignedInRequest, house_id: UUID) -> HttpResponse:
    """Change what holds for a house."""
    house = get_house_for(request.user, house_id, Permission.HOUSE_MANAGE)
    events.read("house.see", by=request.user, subjects=[house.pk])
    held = House.objects.filter(service=house).first()
    form = HouseForm(request.POST or None, initial=HouseForm.initial_of(held))
    context = _page_of(house, form, "What the house asks", "accommodation:about")
    context |= unsaved.restore(
        form, by=request.user, name="house", record=house.pk, guarded=held or _NEW
    )
    if request.method == "POST" and form.is_valid():
        try:
            houses.describe_house(
                service=house,
                changes=form.cleaned_data,
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as changed:
            context |= _clash(form, changed, HouseForm.initial_of)
            return render(request, "accommodation/property_form.html", context, status=409)
        unsaved.forget(by=request.user, form="house", record=house.pk)
        messages.success(request, "Saved.")
        return redirect("accommodation:about", house.pk)
    return render(request, "accommodation/property_form.html", context)


_NEW = unsaved.ShownVersion(0)


def where(request: SignedInRequest, house_id: UUID) -> HttpResponse:
    """Show where a house is: to those who may see where people live, and to nobody else."""
    house = _whereabouts_of(request.user, house_id, Permission.ROOMS_SEE)
    events.read("house.see_where", by=request.user, subjects=[house.pk])
    context = {
        "house": house,
        "address": Address.objects.filter(service=house, unit=None).first(),
        "homes": Address.objects.filter(service=house).exclude(unit=None).select_related("unit"),
        "may_change": has_permission(request.user, Permission.HOUSE_MANAGE),
    }
    return render(request, "accommodation/where.html", context)


def say_where(request: SignedInRequest, house_id: UUID) -> HttpResponse:
    """Record where a house is, or put it right; ``?home=`` names one home of it."""
    house = _whereabouts_of(request.user, house_id, Permission.HOUSE_MANAGE)
    home = _home(house, request.GET.get("home", ""))
    events.read("house.see_where", by=request.user, subjects=[house.pk])
    held = Address.objects.filter(service=house, unit=home).first()
    form = AddressForm(request.POST or None, initial=AddressForm.initial_of(held))
    heading = f"Where {home.name} is" if home else "Where the house is"
    context = _page_of(house, form, heading, "accommodation:where")
    record = home.pk if home else house.pk
    context |= unsaved.restore(
        form, by=request.user, name="where", record=record, guarded=held or _NEW
    )
    if request.method == "POST" and form.is_valid():
        try:
            houses.say_where(
                service=house,
                unit=home,
                **form.cleaned_data,
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as changed:
            context |= _clash(form, changed, AddressForm.initial_of)
            return render(request, "accommodation/property_form.html", context, status=409)
        unsaved.forget(by=request.user, form="where", record=record)
        messages.success(request, "Saved. Only those who may see where people live can open it.")
        return redirect("accommodation:where", house.pk)
    return render(request, "accommodation/property_form.html", context)


def _whereabouts_of(user: User, house_id: UUID, permission: Permission) -> Service:
    house = get_house_for(user, house_id, permission)
    if not has_permission(user, Permission.LOCATION_SEE):
        raise Http404
    return house


def _home(house: Service, text: str) -> Unit | None:
    """Return the home of the house that an address names; none where it names none."""
    if not text:
        return None
    try:
        return Unit.objects.get(service=house, pk=UUID(text))
    except (ValueError, Unit.DoesNotExist):
        raise Http404 from None


def features(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """Change what is said of a room."""
    room = _room(request, unit_id)
    form = UnitForm(request.POST or None, initial=UnitForm.initial_of(room))
    context = _page_of(room.service, form, "What the room fits", "accommodation:about")
    context |= unsaved.restore(form, by=request.user, name="features", record=room.pk, guarded=room)
    if request.method == "POST" and form.is_valid():
        try:
            houses.change_unit(
                unit=room,
                features=form.said(),
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as changed:
            context |= _clash(form, changed, UnitForm.initial_of)
            return render(request, "accommodation/property_form.html", context, status=409)
        unsaved.forget(by=request.user, form="features", record=room.pk)
        messages.success(request, "Saved.")
        return redirect("accommodation:unit", room.pk)
    return render(request, "accommodation/property_form.html", context)


def retype(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """Say what kind of place a room is, from a day on."""
    room = _room(request, unit_id)
    latest = room.types.order_by("-starts_on").first()
    initial = {
        "starts_on": timezone.localdate(),
        "accommodation_type": latest.accommodation_type if latest else "",
    }
    form = RetypeForm(request.POST or None, initial=initial)
    context = _page_of(room.service, form, "What kind of place it is", "accommodation:about")
    context |= unsaved.restore(form, by=request.user, name="retype", record=room.pk)
    if request.method == "POST" and form.is_valid():
        try:
            houses.retype_unit(unit=room, **form.cleaned_data, by=request.user)
        except houses.StillLivedIn as error:
            form.add_error("accommodation_type", _who_first(error.stays, request.user))
        else:
            unsaved.forget(by=request.user, form="retype", record=room.pk)
            messages.success(request, "Saved. What it was before stays known.")
            return redirect("accommodation:unit", room.pk)
    return render(request, "accommodation/property_form.html", context)


def give_up(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """Say from which day on nobody lives in a room; not while somebody does."""
    room = _room(request, unit_id)
    form = GiveUpForm(request.POST or None, today=timezone.localdate())
    context = _page_of(room.service, form, "Give the room up", "accommodation:about")
    context |= unsaved.restore(form, by=request.user, name="give-up", record=room.pk, guarded=room)
    if request.method == "POST" and form.is_valid():
        try:
            houses.give_up_unit(
                unit=room,
                on=form.cleaned_data["on"],
                expected_version=shown_version(request),
                by=request.user,
            )
        except houses.StillLivedIn as error:
            form.add_error("on", _who_first(error.stays, request.user))
        except ChangedMeanwhile as changed:
            context |= {"guarded": changed.current}
            form.add_error(None, "Somebody changed the room meanwhile. Look at it, then save again")
        else:
            unsaved.forget(by=request.user, form="give-up", record=room.pk)
            messages.success(request, f"{room.name} is given up from then on.")
            return redirect("accommodation:about", room.service_id)
    return render(request, "accommodation/property_form.html", context)


def _who_first(stays: Sequence[Stay], user: User) -> str:
    """Say who must move first, by name where the case is the reader's to see."""
    residents = residents_of(stays, user, today=timezone.localdate())
    named = [one.survivor_id for one in residents.values() if one.survivor_id]
    events.read("unit.see", by=user, subjects=named)
    who = [
        f"{residents[stay.pk].name if residents[stay.pk].case else 'a household'} {_until(stay)}"
        for stay in stays
    ]
    return f"Somebody has the room: {', '.join(who)}. They move first, or choose a later day"


def _until(stay: Stay) -> str:
    end: datetime.date | None = stay.ends_on or stay.expected_to
    return f"(until {short_day(end)})" if end else f"(since {short_day(stay.starts_on)})"


def _room(request: SignedInRequest, unit_id: UUID) -> Unit:
    room = get_unit_for(request.user, unit_id, Permission.HOUSE_MANAGE)
    events.read("unit.see", by=request.user, subjects=[room.pk])
    return room


def _page_of(house: Service, form: Any, heading: str, back: str) -> dict[str, Any]:
    return {"house": house, "form": form, "heading": heading, "back": back, "clash": []}


def _clash(form: Any, changed: ChangedMeanwhile, initial_of: Any) -> dict[str, Any]:
    """Return what a page shows where a colleague saved meanwhile."""
    return {
        "guarded": changed.current,
        "clash": differences(form, initial_of(changed.current)),
    }
