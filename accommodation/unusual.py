"""Who is on shift in which house, and who lives in which: what is usual depends on it."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accommodation.models import Episode, Shift
from cases.unusual.houses import Houses


def shifts(day: datetime.date) -> dict[UUID, set[UUID]]:
    """Return the houses in which each person was on shift at some time of a day."""
    begins = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
    ends = begins + datetime.timedelta(days=1)
    kept = Q(ended_at=None) | Q(ended_at__gt=begins)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    running = Shift.objects.filter(kept, starts_at__lt=ends, ends_at__gt=begins)
    for worker_id, service_id in running.values_list("worker_id", "service_id"):
        found[worker_id].add(service_id)
    return found


def residents(case_ids: Collection[UUID], day: datetime.date) -> dict[UUID, set[UUID]]:
    """Return the houses in which each of these cases lived on a day."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    live = Episode.objects.filter(case__in=case_ids).live_on(day)
    for case_id, service_id in live.values_list("case_id", "provision__service_id"):
        found[case_id].add(service_id)
    return found


HOUSES = Houses(shifts=shifts, residents=residents)
