"""What somebody was given beyond the everyday ends when they leave, and stays so if they return."""

import datetime
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from accounts.sign_in.leaving import left
from cases import allocations, cover, grants
from cases.models import Allocation, Cover, Grant


@receiver(left)
def end_what_was_given(
    sender: Any, user: User, now: datetime.datetime, by: User, **kwargs: Any
) -> None:
    """End each allocation, each grant and all cover that is not over, where they leave.

    The allocations are marked: the list of cases to hand over is made of them.
    """
    today = timezone.localdate(now)
    for allocation in Allocation.objects.filter(worker=user).not_over_on(today):
        allocations.end(allocation=allocation, at=now, by=by, by_leaving=True)
    for grant in Grant.objects.filter(user=user).not_over_at(now):
        grants.end(grant=grant, at=now, by=by)
    for standing_in in Cover.objects.filter(worker=user, ended_at=None, ends_on__gte=today):
        cover.end(cover=standing_in, at=now, by=by)
