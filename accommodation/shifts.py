"""Who is on shift in which house: a relief worker sees its residents for so long."""

import datetime

from django.db import IntegrityError, transaction

from accommodation.access import services_for
from accommodation.models import Shift
from accounts import access
from accounts.models import Service, User
from accounts.permissions import Permission
from accounts.settings import value_of
from audit import events
from cases.refusals import Refused


@transaction.atomic
def give(
    *,
    house: Service,
    worker: User,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    now: datetime.datetime,
    by: User,
) -> Shift:
    """Put a worker on shift in a house of the giver's. Raises Refused."""
    if not services_for(by, Permission.CASE_ALLOCATE).filter(pk=house.pk).exists():
        raise Refused("", "You cannot say who is on shift in this house")
    if worker.pk == by.pk:
        raise Refused("worker", "Somebody else must put you on shift")
    if not access.has_permission(worker, Permission.CASE_SEE):
        raise Refused("worker", f"{worker.full_name} does not work with cases")
    _require_times(starts_at, ends_at, now)
    shift = Shift(
        organisation_id=house.organisation_id, service=house, worker=worker,
        starts_at=starts_at, ends_at=ends_at, given_by=by,
    )  # fmt: skip
    events.write("shift.give", by=by, subjects=[shift.pk, house.pk, worker.pk])
    try:
        with transaction.atomic():
            shift.save(force_insert=True)
    except IntegrityError as error:
        if "one_house_at_a_time" not in str(error):
            raise
        raise Refused("worker", f"{worker.full_name} has a shift at that time already") from error
    return shift


def _require_times(
    starts_at: datetime.datetime, ends_at: datetime.datetime, now: datetime.datetime
) -> None:
    most = datetime.timedelta(hours=value_of("shift_hours"))
    if ends_at <= max(starts_at, now):
        raise Refused("ends_at", "Choose an end that is still to come and after the beginning")
    if ends_at - starts_at > most:
        raise Refused("ends_at", f"Choose an end within {value_of('shift_hours')} hours")


@transaction.atomic
def end(*, shift: Shift, at: datetime.datetime, by: User | None) -> Shift:
    """End a shift at once, or take one back that has not begun."""
    held = Shift.objects.select_for_update().get(pk=shift.pk)
    if held.ended_at is not None:
        return held
    events.write("shift.end", by=by, subjects=[held.pk, held.service_id, held.worker_id])
    held.ended_at = at
    held.version += 1
    held.save(update_fields=["ended_at", "version"])
    return held
