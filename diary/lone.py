"""Who went somewhere alone and has not said that she is back: colleagues are told.

They are told who, and the reference, whether or not the case is theirs; nothing of what it is
about. Whoever must not know of the case is not told of it.
"""

import datetime
from dataclasses import dataclass

from django.urls import reverse

from accounts.access import has_permission
from accounts.models import User
from accounts.permissions import Permission
from cases.models import Case
from diary.models import Appointment

# After so long somebody has been told in another way, or the form was forgotten.
TOLD_FOR = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Missed:
    """One check-in that did not come."""

    worker: str
    reference: str
    expected_at: datetime.datetime
    is_own: bool
    check_in_url: str


def missed(user: User, *, now: datetime.datetime) -> list[Missed]:
    """Return the check-ins that a person is told of, the one waited for longest first."""
    if not has_permission(user, Permission.DIARY_WRITE):
        return []
    waited_for = Appointment.objects.missed_check_in_at(now).filter(
        check_in_by__gte=now - TOLD_FOR, case__in=Case.objects.named_to(user)
    )
    return [
        Missed(
            worker=held.worker.full_name if held.worker else "A colleague",
            reference=held.case.reference,
            expected_at=held.check_in_by or now,
            is_own=held.worker_id == user.pk,
            check_in_url=reverse("diary:appointment_check_in", args=[held.case.reference, held.pk]),
        )
        for held in waited_for.select_related("worker", "case")
    ]
