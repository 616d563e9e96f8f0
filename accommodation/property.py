"""Writes to houses and rooms: what they fit, what kind of place they are, giving one up.

Each is one transaction with its audit event inside.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import Q, QuerySet

from accommodation.models import Address, House, Stay, Unit, UnitType
from accounts.lost_updates import save_if_unchanged
from accounts.models import Service, User
from audit import events


@dataclass(frozen=True, kw_only=True)
class Features:
    """What is said of a room: its name, whom it fits, what it offers."""

    name: str
    sleeps: int | None = None
    adults: int | None = None
    children: int | None = None
    step_free: str = ""
    cot: str = ""
    pets: str = ""
    boys_up_to: int | None = None
    self_contained: str = ""
    nrpf_funded: str = ""


class StillLivedIn(Exception):
    """Somebody is, or will be, in the room: they move first."""

    def __init__(self, stays: list[Stay]) -> None:
        super().__init__("Somebody has this room.")
        self.stays = stays


@transaction.atomic
def change_unit(*, unit: Unit, features: Features, expected_version: int, by: User | None) -> Unit:
    """Change what is said of a room. Raises ChangedMeanwhile."""
    names = [field.name for field in fields(features)]
    events.write("unit.change", by=by, subjects=[unit.pk], fields=names)
    for name in names:
        setattr(unit, name, getattr(features, name))
    save_if_unchanged(unit, expected_version=expected_version, fields=names)
    return unit


@transaction.atomic
def retype_unit(
    *, unit: Unit, accommodation_type: str, starts_on: datetime.date, by: User | None
) -> UnitType:
    """Say what kind of place a room is from a day on; what it was before stays known.

    Raises StillLivedIn while a household is there in support of another kind: the annual return
    would tell of a place that is not the one they live in.
    """
    others = _living_in(unit, starts_on).exclude(
        episode__provision__accommodation_type=accommodation_type
    )
    if there := list(others):
        raise StillLivedIn(there)
    events.write("unit.retype", by=by, subjects=[unit.pk], fields=["accommodation_type"])
    typed, _ = UnitType.objects.update_or_create(
        unit=unit,
        starts_on=starts_on,
        defaults={
            "organisation_id": unit.organisation_id,
            "accommodation_type": accommodation_type,
        },
    )
    return typed


@transaction.atomic
def give_up_unit(*, unit: Unit, on: datetime.date, expected_version: int, by: User | None) -> Unit:
    """Say from which day on nobody lives in a room any more.

    Raises StillLivedIn with the stays that reach past it, and ChangedMeanwhile.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    if there := list(_living_in(unit, on)):
        raise StillLivedIn(there)
    events.write("unit.give_up", by=by, subjects=[unit.pk], fields=["decommissioned_on"])
    unit.decommissioned_on = on
    save_if_unchanged(unit, expected_version=expected_version, fields=["decommissioned_on"])
    return unit


def _living_in(unit: Unit, day: datetime.date) -> "QuerySet[Stay]":
    """Return the stays in a room that a night from the day on belongs to."""
    reaching = Q(ends_on=None) | Q(ends_on__gt=day)
    found = Stay.objects.filter(reaching, unit=unit).select_related("episode__case")
    return found.order_by("starts_on")


@transaction.atomic
def describe_house(
    *,
    service: Service,
    changes: Mapping[str, str | int | None],
    expected_version: int,
    by: User | None,
) -> House:
    """Say what holds for a house. Raises ChangedMeanwhile.

    ``changes`` maps fields of a house to their values; ``expected_version`` is 0 for the first.
    """
    events.write("house.describe", by=by, subjects=[service.pk], fields=sorted(changes))
    house = House.objects.filter(service=service).first()
    if house is None:
        house = House(organisation_id=service.organisation_id, service=service, **changes)
        house.save(force_insert=True)
        return house
    for name, value in changes.items():
        setattr(house, name, value)
    save_if_unchanged(house, expected_version=expected_version, fields=sorted(changes))
    return house


@transaction.atomic
def say_where(
    *,
    service: Service,
    unit: Unit | None,
    lines: str,
    post: str,
    standing: str,
    expected_version: int,
    by: User | None,
) -> Address:
    """Record where a house is, or one home of it. Raises ChangedMeanwhile."""
    named = [service.pk, *([unit.pk] if unit else [])]
    changed = ["lines", "post", "standing"]
    events.write("house.say_where", by=by, subjects=named, fields=changed)
    address = Address.objects.filter(service=service, unit=unit).first()
    told = {"lines": lines, "post": post, "standing": standing}
    if address is None:
        address = Address(
            organisation_id=service.organisation_id, service=service, unit=unit, **told
        )
        address.save(force_insert=True)
        return address
    for name, value in told.items():
        setattr(address, name, value)
    save_if_unchanged(address, expected_version=expected_version, fields=changed)
    return address
