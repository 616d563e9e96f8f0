"""Pages of those who ask for a place: the list, the call, the offer, and what came of it."""

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accommodation import asking, counted, placing
from accommodation.access import get_house_for, get_referral_for
from accommodation.fitting import Household
from accommodation.holds import RoomHeld
from accommodation.models import Hold, PlacementReferral, Provision, Unit
from accommodation.placing_forms import (
    AcceptForm,
    ArriveForm,
    AskForm,
    EndForm,
    OfferForm,
    SafeForm,
    SuitabilityForm,
    rooms_to_choose,
)
from accommodation.rooms import RoomsPage, rooms_page
from accommodation.services import RoomTaken, UnitGivenUp
from accommodation.waiting import best_rooms, household_of
from accounts import unsaved
from accounts.access import has_permission
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import Service
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from accounts.settings import value_of
from audit import events
from cases.access import get_case_for

_TOLD = ("referrer", "called", "phone", "safe", "story", "welfare")
_SUITS = ("residents", "area", "needs", "words")
_MEANWHILE = "Somebody changed this while you were writing. Look at it, then save again"


def asks(request: SignedInRequest, house_id: UUID) -> HttpResponse:
    """Show who asks for a place, who was answered, and how many were turned away on a day."""
    house = get_house_for(request.user, house_id, Permission.ROOMS_PLACE)
    now = timezone.now()
    page = asking.asks_page(house, request.user, now=now, today=timezone.localdate(now))
    day = _day(request.GET.get("day"))
    away = asking.turned_away(house, day, request.user, now=now) if day else None
    named = {line.referral.pk for line in away.lines} if away else set()
    events.read("referral.list", by=request.user, subjects=[house.pk, *page.subjects, *named])
    context = {
        "house": house,
        "page": page,
        "away": away,
        "may_decide": has_permission(request.user, Permission.REFERRALS_DECIDE),
    }
    return render(request, "accommodation/asks.html", context)


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        return None


def take(request: SignedInRequest, house_id: UUID) -> HttpResponse:
    """Take a call of somebody who asks for a place, with the rooms that would fit beside it."""
    house = get_house_for(request.user, house_id, Permission.ROOMS_PLACE)
    provision = {str(one.pk): one for one in _provision_of(house)}
    form = AskForm(request.POST or None, provision=list(provision.values()))
    page = _rooms(request, house)
    context: dict[str, Any] = {"house": house, "form": form, "none": not provision}
    context |= unsaved.restore(form, by=request.user, name="ask", record=house.pk)
    if request.method == "POST" and form.is_valid():
        asked = form.asked()
        chosen = provision[form.cleaned_data["provision"]]
        if "look" not in request.POST:
            referral = placing.take(
                provision=chosen, asked=asked, received_at=timezone.now(), by=request.user
            )
            unsaved.forget(by=request.user, form="ask", record=house.pk)
            messages.success(request, "The call is recorded. The clock of the answer runs.")
            return redirect("accommodation:ask", referral.pk)
        wanted = Household(
            adults=asked.adults, children=asked.children, **placing.told(asked.needs)
        )
        context |= _fits(wanted, page)
        context["counts"] = counted.referral_in_words(
            PlacementReferral(kind=asked.kind, provision=chosen), on=page.today
        )
    return render(request, "accommodation/ask_new.html", context)


def _provision_of(house: Service) -> list[Provision]:
    today = timezone.localdate()
    found = Provision.objects.filter(service=house).order_by("accommodation_type", "pk")
    return [one for one in found if one.commissioned_to is None or one.commissioned_to >= today]


def _rooms(request: SignedInRequest, house: Service) -> RoomsPage:
    """Gather the house's rooms; the names of those who are there are not shown."""
    today = timezone.localdate()
    page = rooms_page(house, request.user, today=today, first=today)
    events.read("rooms.see", by=request.user, subjects=[house.pk, *page.subjects])
    return page


def _fits(household: Household, page: RoomsPage) -> dict[str, Any]:
    fits, why_none = best_rooms(household, page.held, page.rows, page.today)
    return {"fits": fits, "why_none": why_none, "looked": True}


def ask(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """Show one household that asks for a place, and what can be done next."""
    referral = _referral(request, placement_id, Permission.ROOMS_PLACE)
    earlier = asking.earlier_of(referral, request.user)
    page = _rooms(request, referral.provision.service)
    subjects = [*_subjects(referral), *(one.pk for one in earlier)]
    events.read("referral.see", by=request.user, subjects=subjects)
    context = {
        "referral": referral,
        "household": household_of(referral),
        "told": {name: referral.details.get(name, "") for name in _TOLD},
        "suits": {name: referral.suitability.get(name, "") for name in _SUITS},
        "earlier": earlier,
        "kept": Hold.objects.running_at(timezone.now()).filter(referral=referral).first(),
        "may_decide": has_permission(request.user, Permission.REFERRALS_DECIDE),
        "counts": counted.referral_in_words(referral, on=page.today),
        "safe_form": SafeForm(),
        "now": timezone.now(),
    }
    return render(request, "accommodation/ask.html", context | _fits(household_of(referral), page))


def _referral(
    request: SignedInRequest, placement_id: UUID, permission: Permission
) -> PlacementReferral:
    referral = get_referral_for(request.user, placement_id, permission)
    events.read("referral.see", by=request.user, subjects=_subjects(referral))
    return referral


def _subjects(referral: PlacementReferral) -> list[UUID]:
    """Return of whom a page tells: the referral, and the case that it led to."""
    return [referral.pk, *([referral.case_id] if referral.case_id else [])]


def offer(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """Offer a room and keep it for some hours."""
    referral = _referral(request, placement_id, Permission.REFERRALS_DECIDE)
    page = _rooms(request, referral.provision.service)
    fits, why_none = best_rooms(household_of(referral), page.held, page.rows, page.today)
    units = [fit.unit for fit in fits] or [row.unit for row in page.rows]
    now = timezone.now()
    hours = datetime.timedelta(hours=value_of("place_hold_hours"))
    initial = {
        "arrives_on": fits[0].free_from if fits else page.today,
        "held_until": timezone.localtime(now + hours),
    }
    form = OfferForm(request.POST or None, units=rooms_to_choose(units), now=now, initial=initial)
    context = _page(request, referral, form, "Offer a room", "offer", why_none)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        unit = next(one for one in units if str(one.pk) == given["unit"])
        try:
            placing.offer(
                referral=referral, unit=unit, arrives_on=given["arrives_on"],
                held_until=given["held_until"], now=now,
                expected_version=shown_version(request), by=request.user,
            )  # fmt: skip
        except RoomHeld:
            form.add_error("unit", f"{unit.name} is taken or kept for somebody else by now")
        except (ChangedMeanwhile, placing.NotInThisOrder):
            form.add_error(None, _MEANWHILE)
        else:
            return _done(request, referral, "offer", f"{unit.name} is kept for them.")
    return render(request, "accommodation/ask_form.html", context)


def suit(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """Record whether the house suits the household."""
    referral = _referral(request, placement_id, Permission.REFERRALS_DECIDE)
    form = SuitabilityForm(request.POST or None, initial=dict(referral.suitability))
    context = _page(request, referral, form, "Does the house suit them", "suit")
    if request.method == "POST" and form.is_valid():
        try:
            placing.assess(
                referral=referral, suitability=form.cleaned_data, on=timezone.localdate(),
                expected_version=shown_version(request), by=request.user,
            )  # fmt: skip
        except ChangedMeanwhile as changed:
            context["guarded"] = changed.current
            form.add_error(None, _MEANWHILE)
        else:
            return _done(request, referral, "suit", "Saved.")
    return render(request, "accommodation/ask_form.html", context)


def accept(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """Accept a household: they are expected, and there is a case."""
    referral = _referral(request, placement_id, Permission.REFERRALS_DECIDE)
    form = AcceptForm(
        request.POST or None,
        initial={"reference": referral.case.reference if referral.case else ""},
    )
    context = _page(request, referral, form, "They accept", "accept")
    if request.method == "POST" and form.is_valid():
        reference = form.cleaned_data["reference"].strip().upper()
        try:
            case = (
                get_case_for(request.user, reference, Permission.CASE_EDIT) if reference else None
            )
            placing.accept(
                referral=referral, case=case, now=timezone.now(),
                expected_version=shown_version(request), by=request.user,
            )  # fmt: skip
        except Http404:
            form.add_error("reference", "There is no case with this reference that you can open")
        except placing.NotInThisOrder:
            form.add_error(None, "Offer them a room first")
        except ChangedMeanwhile as changed:
            context["guarded"] = changed.current
            form.add_error(None, _MEANWHILE)
        else:
            return _done(request, referral, "accept", "They are expected.")
    return render(request, "accommodation/ask_form.html", context)


def arrive(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """Record that a household is here, in a room."""
    referral = _referral(request, placement_id, Permission.ROOMS_PLACE)
    page = _rooms(request, referral.provision.service)
    kept = Hold.objects.running_at(timezone.now()).filter(referral=referral).first()
    free = {unit.pk for unit in page.free_tonight} | ({kept.unit_id} if kept else set())
    units = [row.unit for row in page.rows if row.unit.pk in free]
    form = ArriveForm(
        request.POST or None,
        units=rooms_to_choose(units),
        initial={"on": page.today, "unit": str(kept.unit_id) if kept else ""},
    )
    context = _page(request, referral, form, "They are here", "arrive")
    sent = request.method == "POST" and form.is_valid()
    if sent and _arrived(request, referral, form, units):
        unsaved.forget(by=request.user, form="arrive", record=referral.pk)
        messages.success(request, "They are here.")
        return redirect("accommodation:house", referral.provision.service_id)
    return render(request, "accommodation/ask_form.html", context)


def _arrived(
    request: SignedInRequest, referral: PlacementReferral, form: ArriveForm, units: list[Unit]
) -> bool:
    """Let them arrive, or say beside the field why not."""
    given = form.cleaned_data
    unit = next(one for one in units if str(one.pk) == given["unit"])
    try:
        placing.arrive(
            referral=referral, unit=unit, on=given["on"], now=timezone.now(),
            expected_to=given["expected_to"], origin=given["origin"],
            expected_version=shown_version(request), by=request.user,
        )  # fmt: skip
    except (RoomTaken, UnitGivenUp):
        form.add_error("unit", f"{unit.name} is taken. Choose another room")
    except placing.NotInThisOrder:
        form.add_error(None, "Accept them first")
    except ChangedMeanwhile:
        form.add_error(None, _MEANWHILE)
    return not form.errors


def end(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """Record that a household does not come, with everything that stood in the way."""
    referral = _referral(request, placement_id, Permission.REFERRALS_DECIDE)
    initial: dict[str, Any] = {"on": timezone.localdate()}
    form = EndForm(request.POST or None, initial=initial)
    context = _page(request, referral, form, "They do not come", "end")
    context["may_look"] = True
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "look" in request.POST:
            decision, reasons = placing.decision_of(given["happened"])
            context["counts"] = counted.referral_in_words(
                referral, on=given["on"], decision=decision, reasons=reasons,
                unmet_needs=given["unmet_needs"],
            )  # fmt: skip
            return render(request, "accommodation/ask_form.html", context)
        try:
            placing.end(
                referral=referral, happened=given["happened"], unmet_needs=given["unmet_needs"],
                on=given["on"], now=timezone.now(), expected_version=shown_version(request),
                by=request.user,
            )  # fmt: skip
        except (ChangedMeanwhile, placing.NotInThisOrder):
            form.add_error(None, _MEANWHILE)
        else:
            return _done(request, referral, "end", "Recorded, as evidence of what was missing.")
    return render(request, "accommodation/ask_form.html", context)


@require_POST
def check_on(request: SignedInRequest, placement_id: UUID) -> HttpResponse:
    """Record what is known of somebody who did not arrive."""
    referral = _referral(request, placement_id, Permission.ROOMS_PLACE)
    form = SafeForm(request.POST)
    if form.is_valid():
        placing.know_safe(
            referral=referral, words=form.cleaned_data["words"], now=timezone.now(),
            by=request.user,
        )  # fmt: skip
        messages.success(request, "Recorded.")
    else:
        messages.error(request, "Say what is known now.")
    return redirect("accommodation:ask", referral.pk)


def vacancies(request: SignedInRequest, house_id: UUID) -> HttpResponse:
    """Show what is free in plain words, to be put into the national directory."""
    house = get_house_for(request.user, house_id, Permission.ROOMS_PLACE)
    page = _rooms(request, house)
    context = {"house": house, "text": asking.vacancy_text(page)}
    return render(request, "accommodation/vacancies.html", context)


def _page(
    request: SignedInRequest,
    referral: PlacementReferral,
    form: Any,
    heading: str,
    name: str,
    why_none: str = "",
) -> dict[str, Any]:
    """Return what a form about a household shows; what was written in it before is in it again."""
    context = {
        "referral": referral,
        "household": household_of(referral),
        "form": form,
        "heading": heading,
        "why_none": why_none,
        "may_look": False,
        "counts": "",
    }
    return context | unsaved.restore(
        form, by=request.user, name=name, record=referral.pk, guarded=referral
    )


def _done(
    request: SignedInRequest, referral: PlacementReferral, name: str, words: str
) -> HttpResponse:
    unsaved.forget(by=request.user, form=name, record=referral.pk)
    messages.success(request, words)
    return redirect("accommodation:ask", referral.pk)
