"""Appointments: booked, changed, called off; and saying that one is back safely."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from audit import events
from cases.models import Case
from diary.choices import AppointmentKind
from diary.models import Appointment


@transaction.atomic
def book(
    *,
    case: Case,
    kind: AppointmentKind,
    starts_at: datetime.datetime,
    worker: User,
    by: User | None,
    ends_at: datetime.datetime | None = None,
    place: str = "",
    with_whom: str = "",
    interpreter: Mapping[str, str] | None = None,
    check_in_by: datetime.datetime | None = None,
    counselling: bool = False,
) -> Appointment:
    """Put an appointment into a worker's diary."""
    appointment = Appointment(
        organisation_id=case.organisation_id,
        case=case,
        counselling=counselling,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        worker=worker,
        place=place,
        with_whom=with_whom,
        interpreter={name: text for name, text in (interpreter or {}).items() if text},
        check_in_by=check_in_by,
    )
    events.write("appointment.book", by=by, subjects=[case.pk, appointment.pk])
    appointment.save(force_insert=True)
    return appointment


@transaction.atomic
def change(
    *,
    appointment: Appointment,
    changes: Mapping[str, object],
    expected_version: int,
    by: User | None,
) -> Appointment:
    """Change what an appointment says, by the names of its fields. Raises ChangedMeanwhile."""
    named = [appointment.case_id, appointment.pk]
    events.write("appointment.change", by=by, subjects=named, fields=sorted(changes))
    for name, value in changes.items():
        setattr(appointment, name, value)
    save_if_unchanged(appointment, expected_version=expected_version, fields=sorted(changes))
    return appointment


@transaction.atomic
def cancel(*, appointment: Appointment, at: datetime.datetime, by: User | None) -> Appointment:
    """Call an appointment off; one that was called off before stays as it is."""
    held = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if held.cancelled_at is None:
        events.write("appointment.cancel", by=by, subjects=[held.case_id, held.pk])
        held.cancelled_at = at
        held.version += 1
        held.save(update_fields=["cancelled_at", "version"])
    return held


@transaction.atomic
def check_in(*, appointment: Appointment, at: datetime.datetime, by: User | None) -> Appointment:
    """Say that whoever went is back; said twice is said once."""
    held = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if held.checked_in_at is None:
        events.write("appointment.check_in", by=by, subjects=[held.case_id, held.pk])
        held.checked_in_at = at
        held.version += 1
        held.save(update_fields=["checked_in_at", "version"])
    return held
