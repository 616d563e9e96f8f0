"""What must not be left behind in the diary when a case closes."""

import datetime
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cases.left_open import Left
from cases.models import Case
from diary.models import Appointment, NextStep


def entries(case: Case, on: datetime.date) -> Iterator[Left]:
    """Say how much is still to do, to come, or waits for a colleague to say that she is back.

    They are counted and not read: some of them may be a counsellor's own.
    """
    url = reverse("diary:steps", kwargs={"reference": case.reference})
    if steps := NextStep.objects.open().filter(case=case).count():
        yield Left(_counted(steps, "next step is", "next steps are") + " still to do.", url)
    after = timezone.make_aware(
        datetime.datetime.combine(on + datetime.timedelta(days=1), datetime.time())
    )
    held = Appointment.objects.filter(case=case, cancelled_at=None)
    if coming := held.filter(starts_at__gte=after).count():
        words = _counted(coming, "appointment is", "appointments are")
        yield Left(f"{words} still to come.", url)
    waiting = held.filter(starts_at__lt=after, checked_in_at=None).filter(~Q(check_in_by=None))
    if waiting.exists():
        yield Left("A colleague has not said that she is back from an appointment.", url)


def _counted(number: int, one: str, many: str) -> str:
    return f"One {one}" if number == 1 else f"{number} {many}"
