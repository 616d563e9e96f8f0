"""Keeping a room for one household for some hours. Two who want the same one meet at its row."""

import datetime

from django.db import IntegrityError, transaction

from accommodation.models import Hold, PlacementReferral, Stay, Unit
from accounts.models import User
from audit import events


class RoomHeld(Exception):
    """The room is kept for somebody else, or somebody has it."""


@transaction.atomic
def hold(
    *,
    referral: PlacementReferral,
    unit: Unit,
    arrives_on: datetime.date,
    held_until: datetime.datetime,
    now: datetime.datetime,
    by: User | None,
) -> Hold:
    """Keep a room for a household. Raises RoomHeld where it is somebody else's by then.

    A hold of the same household is replaced, and one whose time is over is ended.
    """
    require_free_for(referral, unit=unit, now=now)
    if Stay.objects.filter(unit=unit).overlapping(arrives_on, datetime.date.max).exists():
        raise RoomHeld
    events.write("unit.hold", by=by, subjects=[unit.pk, referral.pk])
    Hold.objects.filter(unit=unit, ended_at=None).update(ended_at=now)
    Hold.objects.filter(referral=referral, ended_at=None).update(ended_at=now)
    kept = Hold(
        organisation_id=unit.organisation_id,
        referral=referral,
        unit=unit,
        arrives_on=arrives_on,
        held_until=held_until,
    )
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError as error:
        raise RoomHeld from error
    return kept


@transaction.atomic
def let_go(*, referral: PlacementReferral, now: datetime.datetime, by: User | None) -> None:
    """Let go of the room that is kept for a household, where there is one."""
    running = Hold.objects.filter(referral=referral, ended_at=None)
    if kept := running.first():
        events.write("unit.let_go", by=by, subjects=[kept.unit_id, referral.pk])
        running.update(ended_at=now)


def require_free_for(
    referral: PlacementReferral | None, *, unit: Unit, now: datetime.datetime
) -> None:
    """Raise RoomHeld where a room is kept for another household; nobody else decides meanwhile.

    The room's row is locked for the rest of the transaction.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    others = Hold.objects.running_at(now).filter(unit=unit)
    if referral is not None:
        others = others.exclude(referral=referral)
    if others.exists():
        raise RoomHeld
