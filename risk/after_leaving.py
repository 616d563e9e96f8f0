"""A household left safe accommodation, and not safely: somebody looks at the risk again."""

import datetime

from django.utils import timezone

from cases.events import EpisodeEnded
from cases.models import Allocation, Case
from diary import steps

# An ending that is recorded long after it happened is history.
LATELY = datetime.timedelta(days=28)
WORDS = "Look at the risk again: they left safe accommodation without a plan, or not safely"


def look_again(event: EpisodeEnded) -> None:
    """Put down a next step for tomorrow, for whoever works on the case."""
    today = timezone.localdate()
    if not event.unsafe or event.ended_on < today - LATELY:
        return
    case = Case.objects.get(pk=event.case_id)
    if not case.is_open:
        return
    held = Allocation.objects.live_on(today).filter(case=case).select_related("worker")
    first = held.order_by("starts_on", "pk").first()
    steps.add(
        case=case,
        text=WORDS,
        due_on=today + datetime.timedelta(days=1),
        owner=first.worker if first else None,
        by=event.by,
    )
