"""What each role's home page begins with: counts that are links, and the shortest lists."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from accommodation.access import services_for
from accommodation.models import PlacementReferral, Stay, Unit
from accounts.access import has_permission, memberships
from accounts.models import User
from accounts.permissions import Permission
from accounts.reviews import pages as reviews
from cases.conflicts.declarations import has_answered
from cases.lists import Filter, Row, page_of_cases, rows_of, usual_whose
from cases.models import Case

SHOWN = 10


@dataclass(frozen=True)
class Count:
    """One number of the strip, with where it leads."""

    number: int
    label: str
    url: str


@dataclass(frozen=True)
class HomePage:
    """What a person's day holds, from what their roles open."""

    today: datetime.date
    notices: Sequence[reviews.Shown] = ()
    counts: Sequence[Count] = ()
    cases: Sequence[Row] = ()
    whose: str = "mine"
    sees_cases: bool = False
    sees_return: bool = False
    may_open: bool = False
    closes_reviews: bool = False
    asks_whom_one_knows: bool = False


def home_page(user: User) -> HomePage:
    """Gather the home page with a fixed number of queries."""
    today = timezone.localdate()
    counts: list[Count] = []
    rows: list[Row] = []
    whose = "mine"
    sees_cases = has_permission(user, Permission.CASE_SEE)
    may_open = has_permission(user, Permission.CASE_OPEN)
    if sees_cases:
        mine = Case.objects.visible_to(user).allocated_to(user, on=today).filter(closed_on=None)
        number = mine.count()
        label = "open case of yours" if number == 1 else "open cases of yours"
        whose = "mine" if number else usual_whose(user)
        if whose == "mine" or may_open:
            counts.append(Count(number, label, f"{reverse('cases:list')}?whose=mine"))
        page = page_of_cases(user, Filter(whose, "open", "-opened"), None)
        rows = rows_of(page, user)[:SHOWN]
    if has_permission(user, Permission.ROOMS_SEE):
        counts += _room_counts(user, today)
    now = timezone.now()
    waiting = reviews.count_of(user, now=now)
    if waiting is not None:
        counts.append(_review_count(waiting))
    return HomePage(
        today=today,
        notices=reviews.notices_of(user, now=now),
        counts=counts,
        cases=rows,
        whose=whose,
        sees_cases=sees_cases,
        sees_return=has_permission(user, Permission.RETURN_SEE),
        may_open=may_open,
        closes_reviews=waiting is not None,
        asks_whom_one_knows=bool(memberships(user)) and not has_answered(user),
    )


def _review_count(waiting: reviews.QueueCount) -> Count:
    """Lead to what waits to be looked into, and say whether any of it is late."""
    label = "review waits" if waiting.waiting == 1 else "reviews wait"
    late = f", {waiting.overdue} late" if waiting.overdue else ""
    return Count(waiting.waiting, f"{label} for you{late}", reverse("accounts:reviews"))


def _room_counts(user: User, today: datetime.date) -> list[Count]:
    """Count tonight's rooms over all the houses that a person may see."""
    houses = services_for(user, Permission.ROOMS_SEE)
    units = Unit.objects.filter(service__in=houses).count()
    taken = Stay.objects.filter(unit__service__in=houses).tonight(today)
    waiting = PlacementReferral.objects.waiting().filter(provision__service__in=houses)
    rooms = reverse("accommodation:rooms")
    return [
        Count(taken.count(), f"of {units} rooms taken tonight", rooms),
        Count(taken.filter(starts_on=today).count(), "arriving today", rooms),
        Count(taken.filter(expected_to__lte=today).count(), "due to leave by today", rooms),
        Count(waiting.count(), "waiting for a place", rooms),
    ]
