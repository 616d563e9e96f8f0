"""Who attends a meeting, and so sees what it hears, for as long as that is of use."""

import datetime

from django.db import IntegrityError, transaction

from accounts import access
from accounts.models import User
from accounts.permissions import Permission
from audit import events
from marac.models import Attendance, Meeting


class CannotAttend(ValueError):
    """This person cannot be put down for the meeting; the sentence says why."""


@transaction.atomic
def add(*, meeting: Meeting, user: User, by: User) -> Attendance:
    """Put somebody down for a meeting. Raises CannotAttend."""
    if not access.has_permission(user, Permission.MEETING_SEE):
        raise CannotAttend(f"{user.full_name} does not work with meetings")
    attendance = Attendance(organisation_id=meeting.organisation_id, meeting=meeting, user=user)
    events.write("meeting.attend", by=by, subjects=[meeting.pk, user.pk])
    try:
        with transaction.atomic():
            attendance.save(force_insert=True)
    except IntegrityError as error:
        if "marac_attendance_once" not in str(error):
            raise
        raise CannotAttend(f"{user.full_name} is put down for it already") from error
    return attendance


@transaction.atomic
def end(*, attendance: Attendance, at: datetime.datetime, by: User) -> Attendance:
    """Take somebody off a meeting: from now on she sees nothing of it."""
    held = Attendance.objects.select_for_update().get(pk=attendance.pk)
    if held.ended_at is not None:
        return held
    events.write("meeting.attend_no_more", by=by, subjects=[held.meeting_id, held.user_id])
    held.ended_at = at
    held.version += 1
    held.save(update_fields=["ended_at", "version"])
    return held
