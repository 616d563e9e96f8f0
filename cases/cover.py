"""Standing in for a colleague: her cases, until a day."""

import datetime

from django.db import transaction

from accounts import access
from accounts.models import User
from accounts.permissions import Permission
from accounts.settings import value_of
from audit import context, events
from cases import sight
from cases.models import Cover
from cases.refusals import Refused, leaving_a_trace


def give(
    *,
    colleague: User,
    worker: User,
    starts_on: datetime.date,
    ends_on: datetime.date,
    today: datetime.date,
    by: User,
) -> Cover:
    """Let a worker stand in for a colleague, on behalf of whoever answers for both. Raises Refused.

    A case that the worker must not know of stays unknown to her: a conflict forbids cover too.
    """
    trace = leaving_a_trace("cover.refuse", by=by, subjects=[colleague.pk, worker.pk])
    with trace, transaction.atomic():
        if not access.answers_for(by, colleague, Permission.CASE_ALLOCATE):
            raise Refused("colleague", "Choose somebody whose work you answer for")
        if worker.pk in (colleague.pk, by.pk):
            raise Refused("worker", "Choose somebody else to stand in")
        works = access.has_permission(worker, Permission.CASE_SEE)
        if not (works and sight.classes_of_role(worker)):
            raise Refused("worker", f"{worker.full_name} does not work with cases")
        _require_days(starts_on, ends_on, today)
        cover = Cover(
            organisation_id=context.required_organisation(), colleague=colleague, worker=worker,
            starts_on=starts_on, ends_on=ends_on, given_by=by,
        )  # fmt: skip
        events.write("cover.give", by=by, subjects=[cover.pk, colleague.pk, worker.pk])
        cover.save(force_insert=True)
        return cover


def _require_days(starts_on: datetime.date, ends_on: datetime.date, today: datetime.date) -> None:
    most = value_of("cover_days")
    if ends_on < max(starts_on, today):
        raise Refused("ends_on", "Choose a last day that is on or after the first")
    if (ends_on - starts_on).days >= most:
        raise Refused("ends_on", f"Choose a last day within {most} days of the first")


@transaction.atomic
def end(*, cover: Cover, at: datetime.datetime, by: User | None) -> Cover:
    """End cover at once."""
    held = Cover.objects.select_for_update().get(pk=cover.pk)
    if held.ended_at is not None:
        return held
    events.write("cover.end", by=by, subjects=[held.pk, held.colleague_id, held.worker_id])
    held.ended_at = at
    held.version += 1
    held.save(update_fields=["ended_at", "version"])
    return held
