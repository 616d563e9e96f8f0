"""What endings add to the timeline: when support in a place ended, and never where to."""

import datetime
from collections.abc import Iterator

from django.utils import timezone

from cases.models import Case
from cases.sight import Sight
from diary import timeline
from diary.access import reads_of
from diary.timeline import Item
from moveon.models import Ending


def endings(case: Case, seen: Sight) -> Iterator[Item]:
    """Tell when support in safe accommodation ended."""
    if not reads_of(seen):
        return
    for ending in Ending.objects.filter(case=case):
        day = datetime.datetime.combine(ending.ended_on, datetime.time())
        yield Item(
            kind="stay",
            at=timezone.make_aware(day),
            title="Support in safe accommodation ended",
            subject=ending.pk,
            is_day=True,
        )


def register() -> None:
    """Add it."""
    timeline.register(
        timeline.Source(code="moveon", kinds=[("stay", "Safe places")], items=endings)
    )
