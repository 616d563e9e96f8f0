"""Pages of a house: who is here tonight, each room, each stay."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accommodation import counted, living, services
from accommodation.access import get_stay_for, get_unit_for, houses_for
from accommodation.choices import CHECKLIST
from accommodation.forms import ClosureForm, ExpectedForm, PlaceForm
from accommodation.living_forms import OutForm
from accommodation.models import Absence, Arrival, Provision, Stay, Unit
from accommodation.rooms import RoomsPage, residents_of, rooms_page
from accounts import unsaved
from accounts.access import has_permission
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from audit import events
from cases.access import get_case_for
from cases.models import Case
from cases.pages import differences, household_of

ONE_DAY = datetime.timedelta(days=1)
TWO_WEEKS = datetime.timedelta(days=14)


def rooms(request: SignedInRequest, house_id: UUID | None = None) -> HttpResponse:
    """Show who is here tonight, two weeks of every room, and who waits."""
    page, houses = _page(request, house_id)
    if page is None:
        return render(request, "accommodation/none.html")
    first = page.days[0].date
    context = {
        "page": page,
        "houses": houses,
        "may_place": has_permission(request.user, Permission.ROOMS_PLACE),
        "may_decide": has_permission(request.user, Permission.REFERRALS_DECIDE),
        "may_give_shifts": has_permission(request.user, Permission.CASE_ALLOCATE),
        "earlier": first - TWO_WEEKS,
        "later": first + TWO_WEEKS,
        "is_now": first == page.today - ONE_DAY,
    }
    return render(request, "accommodation/rooms.html", context)


def roll_call(request: SignedInRequest, house_id: UUID) -> HttpResponse:
    """Show the list that is printed for the office and for a fire."""
    page, _ = _page(request, house_id)
    if page is None:
        raise Http404
    return render(request, "accommodation/roll_call.html", {"page": page})


def _page(request: SignedInRequest, house_id: UUID | None) -> tuple[RoomsPage | None, list[object]]:
    """Gather a house's page for somebody who may see it, and record that they looked."""
    if not has_permission(request.user, Permission.ROOMS_SEE):
        raise Http404
    houses = houses_for(request.user, Permission.ROOMS_SEE)
    chosen = [house for house in houses if house_id in (None, house.pk)]
    if not chosen:
        if house_id is None:
            return None, []
        raise Http404
    today = timezone.localdate()
    first = _day(request.GET.get("from")) or today - ONE_DAY
    page = rooms_page(chosen[0], request.user, today=today, first=first)
    events.read("rooms.see", by=request.user, subjects=[chosen[0].pk, *page.subjects])
    return page, list(houses)


def _day(text: str | None) -> datetime.date | None:
    """Read a day from an address; anything else is no day."""
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        return None


def unit(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """Show a room: what it offers, who is or will be in it, when it is out of use."""
    room = get_unit_for(request.user, unit_id, Permission.ROOMS_SEE)
    today = timezone.localdate()
    last_quarter = today - datetime.timedelta(days=90)
    stays = list(
        Stay.objects.filter(unit=room)
        .overlapping(last_quarter, datetime.date.max)
        .select_related("episode__case")
        .order_by("-starts_on")
    )
    residents = residents_of(stays, request.user, today=today)
    named = [one.survivor_id for one in residents.values() if one.survivor_id]
    events.read("unit.see", by=request.user, subjects=[room.pk, *named])
    context = {
        "unit": room,
        "stays": [(stay, residents[stay.pk]) for stay in stays],
        "closures": room.closures.order_by("-starts_on"),
        "kinds": room.types.order_by("-starts_on"),
        "may_manage": has_permission(request.user, Permission.HOUSE_MANAGE),
        "may_see_where": has_permission(request.user, Permission.LOCATION_SEE),
        "may_place": has_permission(request.user, Permission.ROOMS_PLACE),
    }
    return render(request, "accommodation/unit.html", context)


def place(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """Give a household a room."""
    room = get_unit_for(request.user, unit_id, Permission.ROOMS_PLACE)
    events.read("unit.see", by=request.user, subjects=[room.pk])
    today = timezone.localdate()
    provision = {str(one.pk): one for one in _provision_of(room, today)}
    initial = {
        "starts_on": _day(request.GET.get("from")) or today,
        "reference": request.GET.get("case", ""),
    }
    choices = [(key, one.get_accommodation_type_display()) for key, one in provision.items()]
    form = PlaceForm(request.POST or None, provision=choices, initial=initial)
    context = {"unit": room, "form": form}
    context |= unsaved.restore(form, by=request.user, name="place", record=room.pk)
    context["counts"] = ""
    if request.method == "POST" and form.is_valid():
        chosen = provision[form.cleaned_data["provision"]]
        if "look" in request.POST:
            context["counts"] = _counts(request, form, chosen)
            return render(request, "accommodation/place.html", context)
        stay = _place(request, form, room, chosen)
        if stay is not None:
            unsaved.forget(by=request.user, form="place", record=room.pk)
            messages.success(request, f"{stay.episode.case.reference} has {room.name}.")
            return redirect("accommodation:house", room.service_id)
    return render(request, "accommodation/place.html", context)


def _counts(request: SignedInRequest, form: PlaceForm, provision: Provision) -> str:
    """Say how the household would count, for somebody who may open its case."""
    given = form.cleaned_data
    case = _case(request, form)
    if case is None:
        return ""
    household = household_of(case, request.user)
    events.read("case.see_people", by=request.user, subjects=household.subjects(case))
    return counted.arrival_in_words(
        case=case, provision=provision, origin=given["origin"], started_on=given["starts_on"]
    )


def _case(request: SignedInRequest, form: PlaceForm) -> Case | None:
    """Return the case of the reference, or say beside the field that there is none.

    The same words for a case that is not there and for one that is not theirs.
    """
    reference = form.cleaned_data["reference"].strip().upper()
    try:
        return get_case_for(request.user, reference, Permission.CASE_EDIT)
    except Http404:
        form.add_error("reference", "There is no case with this reference that you can open")
        return None


def _place(
    request: SignedInRequest, form: PlaceForm, room: Unit, provision: Provision
) -> Stay | None:
    """Give the household the room, or say beside the field why not."""
    given = form.cleaned_data
    case = _case(request, form)
    if case is None:
        return None
    try:
        return services.house_household(
            case=case,
            provision=provision,
            unit=room,
            starts_on=given["starts_on"],
            expected_to=given["expected_to"],
            origin=given["origin"],
            now=timezone.now(),
            by=request.user,
        )
    except services.UnitGivenUp:
        form.add_error("starts_on", f"{room.name} is given up by then. Choose another room")
    except services.RoomTaken:
        form.add_error("starts_on", f"{room.name} is taken. Choose another room or change the date")
    return None


def _provision_of(room: Unit, today: datetime.date) -> list[Provision]:
    """Return the places that a room's house offers now, commissioned or not, of the room's kind."""
    found = Provision.objects.filter(service=room.service_id).order_by("accommodation_type", "pk")
    kind = room.types.filter(starts_on__lte=today).order_by("-starts_on").first()
    if kind is not None:
        found = found.filter(accommodation_type=kind.accommodation_type)
    return [one for one in found if one.commissioned_to is None or one.commissioned_to >= today]


def stay(request: SignedInRequest, stay_id: UUID) -> HttpResponse:
    """Show one stay: who, since when, until when."""
    held = get_stay_for(request.user, stay_id, Permission.ROOMS_SEE)
    today = timezone.localdate()
    resident = residents_of([held], request.user, today=today)[held.pk]
    named = [resident.survivor_id] if resident.survivor_id else []
    events.read("stay.see", by=request.user, subjects=[held.pk, held.episode.case_id, *named])
    shows_profile = has_permission(request.user, Permission.PROFILE_SEE)
    context = {
        "stay": held,
        "resident": resident,
        "today": today,
        "shows_profile": shows_profile,
        "checklist": _checklist(held) if shows_profile else None,
        "absence": Absence.objects.running().filter(stay=held).first(),
        "out_form": OutForm(),
        "leaving_dates": held.leaving_dates.order_by("-recorded_at"),
        "is_over": held.ends_on is not None and held.ends_on <= today,
        "may_place": has_permission(request.user, Permission.ROOMS_PLACE),
    }
    return render(request, "accommodation/stay.html", context)


def _checklist(stay: Stay) -> dict[str, object]:
    """Return how far an arrival is done, and what is next."""
    arrival = Arrival.objects.filter(episode=stay.episode_id).first()
    done = arrival.record.get("done", {}) if arrival else {}
    left = [words for code, words in CHECKLIST.items() if code not in done]
    return {"done": len(done), "all": len(CHECKLIST), "next": left[0] if left else ""}


def expect(request: SignedInRequest, stay_id: UUID) -> HttpResponse:
    """Change the day on which a household is expected to leave."""
    held = get_stay_for(request.user, stay_id, Permission.ROOMS_PLACE)
    case = get_case_for(request.user, held.episode.case.reference, Permission.CASE_SEE)
    events.read("stay.see", by=request.user, subjects=[held.pk, case.pk])
    form = ExpectedForm(
        request.POST or None,
        initial={"expected_to": held.expected_to},
        starts_on=held.starts_on,
    )
    context = {"stay": held, "form": form, "clash": []}
    context |= unsaved.restore(form, by=request.user, name="expect", record=held.pk, guarded=held)
    if request.method == "POST" and form.is_valid():
        try:
            living.move_leaving_date(
                stay=held,
                **form.cleaned_data,
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile as changed:
            saved = {"expected_to": getattr(changed.current, "expected_to", None)}
            context |= {"guarded": changed.current, "clash": differences(form, saved)}
            return render(request, "accommodation/expect.html", context, status=409)
        unsaved.forget(by=request.user, form="expect", record=held.pk)
        messages.success(request, "Saved.")
        return redirect("accommodation:stay", held.pk)
    return render(request, "accommodation/expect.html", context)


def close_unit(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """Take a room out of use for some days."""
    room = get_unit_for(request.user, unit_id, Permission.ROOMS_PLACE)
    events.read("unit.see", by=request.user, subjects=[room.pk])
    form = ClosureForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    context = {"unit": room, "form": form}
    context |= unsaved.restore(form, by=request.user, name="close-unit", record=room.pk)
    if request.method == "POST" and form.is_valid():
        services.close_unit(unit=room, by=request.user, **form.cleaned_data)
        unsaved.forget(by=request.user, form="close-unit", record=room.pk)
        messages.success(request, f"{room.name} is out of use.")
        return redirect("accommodation:unit", room.pk)
    return render(request, "accommodation/close_unit.html", context)
