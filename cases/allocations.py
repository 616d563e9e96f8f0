"""Who works on a case: giving it to a worker, and taking it from one, at once."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from audit import events
from cases.access import may
from cases.models import Allocation, Case
from cases.refusals import Refused, leaving_a_trace, require_somebody_for
from cases.services import allocate


def give(*, case: Case, worker: User, starts_on: datetime.date, by: User) -> Allocation:
    """Give a case to a worker, on behalf of somebody who says who works on it. Raises Refused."""
    trace = leaving_a_trace("case.refuse_worker", by=by, subjects=[case.pk, worker.pk])
    with trace, transaction.atomic():
        if not may(by, case, Permission.CASE_ALLOCATE):
            raise Refused("", "You cannot say who works on this case")
        require_somebody_for(case, worker)
        if Allocation.objects.live_on(starts_on).filter(case=case, worker=worker).exists():
            raise Refused("user", f"{worker.full_name} works on this case already")
        return allocate(case=case, worker=worker, starts_on=starts_on, by=by)


@transaction.atomic
def end(
    *, allocation: Allocation, at: datetime.datetime, by: User | None, by_leaving: bool = False
) -> Allocation:
    """Take a case from a worker: from this moment it opens nothing to her any more.

    ``by_leaving`` is for a worker who leaves: the case waits for somebody to take it on.
    """
    held = Allocation.objects.select_for_update().get(pk=allocation.pk)
    today = timezone.localdate(at)
    if held.ended_at is not None or (held.ends_on is not None and held.ends_on < today):
        return held
    events.write("case.end_allocation", by=by, subjects=[held.case_id, held.worker_id])
    held.ended_at, held.ends_on = at, max(today, held.starts_on)
    held.ended_by_leaving = by_leaving
    held.version += 1
    held.save(update_fields=["ended_at", "ends_on", "ended_by_leaving", "version"])
    return held


@transaction.atomic
def hand_over(
    *, allocation: Allocation, worker: User, at: datetime.datetime, by: User
) -> Allocation:
    """Give a case to another worker and take it from the first, both or neither."""
    given = give(case=allocation.case, worker=worker, starts_on=timezone.localdate(at), by=by)
    end(allocation=allocation, at=at, by=by)
    return given
