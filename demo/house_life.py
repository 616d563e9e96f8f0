"""A living house: what its rooms fit, where it is, who asked for a place, who is out tonight."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accommodation import living, placing
from accommodation import property as bricks
from accommodation.choices import CHECKLIST, Happened
from accommodation.models import PlacementReferral, Stay, Unit
from accounts.models import User
from demo import cast
from demo.staging import House, Stage

# By room: what it offers beside its beds.
_OFFERS = {
    "Room 1": {"step_free": "yes"},
    "Room 3": {"cot": "yes", "nrpf_funded": "yes"},
    "Room 4": {"cot": "yes", "pets": "yes"},
    "Room 8": {"self_contained": "yes"},
}


def live_in(stage: Stage, *, now: datetime, by: User) -> None:
    """Fill Maple House with what its manager would have written."""
    house = stage.houses[cast.MAPLE]
    with stage.inside(house, by):
        _describe(house, by)
        _answer(house, now, by)
        stays = Stay.objects.filter(unit__service=house.service).tonight(stage.today)
        for number, stay in enumerate(stays.order_by("starts_on")):
            done = list(CHECKLIST)[: 10 - 3 * (number % 3)]
            record = {
                "done": {code: stay.starts_on.isoformat() for code in done},
                "agreement": "licence",
                "keys": "One key, one fob",
                "eligible": "268.40",
                "personal": "14.50",
            }
            living.record_arrival(episode=stay.episode, record=record, expected_version=0, by=by)
        if (out := stays.order_by("starts_on").first()) is not None:
            living.go_out(stay=out, at=now, back_by=now + timedelta(hours=3), by=by)


def _describe(house: House, by: User) -> None:
    bricks.describe_house(
        service=house.service,
        changes={
            "area": "The east of the county",
            "too_near": "Westbrook, Larchfield",
            "assembly_point": "By the oak at the end of the garden",
            "boys_up_to": 14,
            "staffed": "Weekdays 8:00 to 20:00, on call at night",
        },
        expected_version=0,
        by=by,
    )
    bricks.say_where(
        service=house.service,
        unit=None,
        lines="1 Example Row\nWestbrook",
        post="PO Box 900, Westbrook",
        standing="safe",
        expected_version=0,
        by=by,
    )
    for name, unit in house.units.items():
        sleeps = unit.sleeps or 1
        fits: dict[str, Any] = {"step_free": "no", "cot": "no", "pets": "no"}
        fits |= _OFFERS.get(name, {})
        bricks.change_unit(
            unit=unit,
            features=bricks.Features(
                name=name, sleeps=sleeps, adults=1, children=sleeps - 1, **fits
            ),
            expected_version=unit.version,
            by=by,
        )


def _answer(house: House, now: datetime, by: User) -> None:
    """Turn somebody away with all that stood in the way, and expect somebody who did not come."""
    day = timedelta(days=1)
    turned_away = _call(house, now - day, by, adults=1, children=3, needs={"no_recourse": True})
    placing.end(
        referral=turned_away,
        happened=[Happened.NO_SIZE, Happened.NEED],
        unmet_needs=["no_recourse"],
        on=timezone.localdate(now - day),
        now=now,
        expected_version=turned_away.version,
        by=by,
    )
    lost = _call(house, now - day, by, adults=1, children=0, needs={})
    placing.offer(
        referral=lost,
        unit=_free_room(house, timezone.localdate(now - day)),
        arrives_on=timezone.localdate(now - day),
        held_until=now - day + timedelta(hours=4),
        now=now - day,
        expected_version=lost.version,
        by=by,
    )
    placing.end(
        referral=lost,
        happened=[Happened.DID_NOT_ARRIVE],
        unmet_needs=[],
        on=timezone.localdate(now),
        now=now,
        expected_version=lost.version,
        by=by,
    )


def _free_room(house: House, day: date) -> Unit:
    taken = Stay.objects.overlapping(day, date.max).values("unit_id")
    return Unit.objects.filter(service=house.service).exclude(pk__in=taken)[0]


def _call(
    house: House, at: datetime, by: User, *, adults: int, children: int, needs: dict[str, bool]
) -> PlacementReferral:
    if house.provision is None:
        raise LookupError(f"{house.service.name} has no places")
    asked = placing.Asked(source="national helpline", adults=adults, children=children, needs=needs)
    return placing.take(provision=house.provision, asked=asked, received_at=at, by=by)
