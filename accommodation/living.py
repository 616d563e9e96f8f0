"""Writes of living in a house: the arrival, a leaving date that moves, being out and back.

Each is one transaction with its audit event inside.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accommodation.models import Absence, Arrival, Episode, LeavingDate, Stay
from accommodation.services import expect_leaving
from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from audit import events


@transaction.atomic
def record_arrival(
    *, episode: Episode, record: Mapping[str, Any], expected_version: int, by: User | None
) -> Arrival:
    """Record what is done of an arrival; ``expected_version`` is 0 for the first time.

    Raises ChangedMeanwhile.
    """
    events.write("stay.arrival", by=by, subjects=[episode.case_id, episode.pk])
    arrival = Arrival.objects.filter(episode=episode).first()
    if arrival is None:
        arrival = Arrival(
            organisation_id=episode.organisation_id,
            episode=episode,
            case_id=episode.case_id,
            record=dict(record),
        )
        arrival.save(force_insert=True)
        return arrival
    arrival.record = dict(record)
    save_if_unchanged(arrival, expected_version=expected_version, fields=["record"])
    return arrival


@transaction.atomic
def move_leaving_date(
    *,
    stay: Stay,
    expected_to: datetime.date | None,
    why_longer: str,
    expected_version: int,
    by: User | None,
) -> Stay:
    """Say anew when a household leaves; what was said before stays. Raises ChangedMeanwhile."""
    was = stay.expected_to
    expect_leaving(stay=stay, expected_to=expected_to, expected_version=expected_version, by=by)
    longer = was is not None and (expected_to is None or expected_to > was)
    LeavingDate.objects.create(
        organisation_id=stay.organisation_id,
        stay=stay,
        expected_to=expected_to,
        why_longer=why_longer if longer else "",
    )
    return stay


@transaction.atomic
def go_out(
    *, stay: Stay, at: datetime.datetime, back_by: datetime.datetime | None, by: User | None
) -> Absence:
    """Record that a household is out; one that is out already stays out."""
    events.write("stay.out", by=by, subjects=[stay.pk])
    running = Absence.objects.running().filter(stay=stay).select_for_update().first()
    if running is not None:
        return running
    absence = Absence(organisation_id=stay.organisation_id, stay=stay, went_at=at, back_by=back_by)
    absence.save(force_insert=True)
    return absence


@transaction.atomic
def come_back(*, stay: Stay, at: datetime.datetime, by: User | None) -> None:
    """Record that a household is back."""
    events.write("stay.back", by=by, subjects=[stay.pk])
    Absence.objects.running().filter(stay=stay).update(back_at=at)
