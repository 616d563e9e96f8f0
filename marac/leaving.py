"""Meetings that somebody was put down for are theirs no more once they leave."""

import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.sign_in.leaving import left
from marac import attendance
from marac.models import Attendance


@receiver(left)
def end_attendance(
    sender: Any, user: User, now: datetime.datetime, by: User, **kwargs: Any
) -> None:
    """Take them off each meeting of the organisation that they leave, past ones too."""
    for attending in Attendance.objects.filter(user=user, ended_at=None):
        attendance.end(attendance=attending, at=now, by=by)
