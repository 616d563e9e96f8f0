"""Raising an alert of the organisation that is entered, and closing it."""

import datetime

from django.db import transaction

from accounts.choices import AlertAnswer, AlertKind
from accounts.lost_updates import save_if_unchanged
from accounts.models import Alert, User
from audit import context, events


@transaction.atomic
def raise_alert(*, kind: AlertKind, found: int, at: datetime.datetime) -> Alert:
    """Say that something is wrong. Where one of the kind is open, that one is found again."""
    alert = Alert.objects.open().select_for_update().filter(kind=kind).first()
    if alert is None:
        alert = Alert(organisation_id=context.required_organisation(), kind=kind, raised_at=at)
        alert.found_at, alert.found = at, found
        events.write("alert.raise", by=None, subjects=[alert.pk])
        alert.save(force_insert=True)
        return alert
    events.write("alert.raise", by=None, subjects=[alert.pk])
    alert.found_at, alert.found = at, found
    alert.version += 1
    alert.save(update_fields=["found_at", "found", "version"])
    return alert


@transaction.atomic
def close(
    *,
    alert: Alert,
    answer: AlertAnswer,
    closed_at: datetime.datetime,
    expected_version: int,
    by: User,
) -> None:
    """Close an alert with what came of it; ChangedMeanwhile where a colleague did."""
    events.write("alert.close", by=by, subjects=[alert.pk])
    alert.answer, alert.closed_at, alert.closed_by = answer, closed_at, by
    save_if_unchanged(
        alert, expected_version=expected_version, fields=["answer", "closed_at", "closed_by"]
    )
