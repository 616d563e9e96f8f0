"""What safe accommodation adds to the timeline: when support in a place began, and never where."""

import datetime
from collections.abc import Iterator

from django.utils import timezone

from accommodation.models import Episode
from cases.models import Case
from cases.sight import Sight
from diary import timeline
from diary.access import reads_of
from diary.timeline import Item


def episodes(case: Case, seen: Sight) -> Iterator[Item]:
    """Tell when support in safe accommodation began; the place itself is not named here."""
    if not reads_of(seen):
        return
    for episode in Episode.objects.filter(case=case):
        day = datetime.datetime.combine(episode.started_on, datetime.time())
        yield Item(
            kind="stay",
            at=timezone.make_aware(day),
            title="Support in safe accommodation began",
            subject=episode.pk,
            is_day=True,
        )


def register() -> None:
    """Add it."""
    timeline.register(
        timeline.Source(code="accommodation", kinds=[("stay", "Safe places")], items=episodes)
    )
