"""Shifts of somebody who leaves end with everything else, and do not come back with them."""

import datetime
from typing import Any

from django.dispatch import receiver

from accommodation import shifts
from accommodation.models import Shift
from accounts.models import User
from accounts.sign_in.leaving import left


@receiver(left)
def end_shifts(sender: Any, user: User, now: datetime.datetime, by: User, **kwargs: Any) -> None:
    """End each shift that runs or is still to begin, in the organisation that they leave."""
    for shift in Shift.objects.filter(worker=user).not_over_at(now):
        shifts.end(shift=shift, at=now, by=by)
