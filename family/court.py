"""Writes to orders, breaches and hearings."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from audit import events
from cases.models import Case
from family.models import Breach, CourtOrder, Hearing


@transaction.atomic
def record_order(*, case: Case, fields: Mapping[str, object], by: User) -> CourtOrder:
    """Record an order; ``fields`` are those of CourtOrder."""
    order = CourtOrder(organisation_id=case.organisation_id, case=case, **fields)
    events.write("order.record", by=by, subjects=[case.pk, order.pk])
    order.save(force_insert=True)
    return order


@transaction.atomic
def change_order(
    *, order: CourtOrder, changes: Mapping[str, object], expected_version: int, by: User
) -> CourtOrder:
    """Change an order: served, told to the police, ended. Raises ChangedMeanwhile."""
    events.write("order.change", by=by, subjects=[order.case_id, order.pk], fields=sorted(changes))
    for name, value in changes.items():
        setattr(order, name, value)
    save_if_unchanged(order, expected_version=expected_version, fields=sorted(changes))
    return order


@transaction.atomic
def record_breach(
    *,
    order: CourtOrder,
    happened_on: datetime.date,
    reported_on: datetime.date | None,
    words: str,
    by: User,
) -> Breach:
    """Record something done against an order."""
    breach = Breach(
        organisation_id=order.organisation_id,
        order=order,
        case_id=order.case_id,
        happened_on=happened_on,
        reported_on=reported_on,
        words=words,
    )
    events.write("order.breach", by=by, subjects=[order.case_id, order.pk, breach.pk])
    breach.save(force_insert=True)
    return breach


@transaction.atomic
def list_hearing(*, case: Case, fields: Mapping[str, object], by: User) -> Hearing:
    """Record a day in court that is to come, or that was; ``fields`` are those of Hearing."""
    hearing = Hearing(organisation_id=case.organisation_id, case=case, **fields)
    events.write("hearing.list", by=by, subjects=[case.pk, hearing.pk])
    hearing.save(force_insert=True)
    return hearing


@transaction.atomic
def change_hearing(
    *, hearing: Hearing, changes: Mapping[str, object], expected_version: int, by: User
) -> Hearing:
    """Change a hearing: moved, its outcome, when she was told. Raises ChangedMeanwhile."""
    events.write(
        "hearing.change", by=by, subjects=[hearing.case_id, hearing.pk], fields=sorted(changes)
    )
    for name, value in changes.items():
        setattr(hearing, name, value)
    save_if_unchanged(hearing, expected_version=expected_version, fields=sorted(changes))
    return hearing
