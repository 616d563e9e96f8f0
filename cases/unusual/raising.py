"""Putting what stands out to one named person, who closes it in words.

She is never the person it is about, nor one who must not know of the case. What she does not look
into in time is told to the next person, as every review is.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from accounts import reviews
from accounts.choices import ReviewKind
from accounts.models import ReviewItem, User
from accounts.reviews import queue
from accounts.settings import value_of
from audit import context, events
from cases.models import UnusualAccess, UnusualDay
from cases.unusual.gathering import gather
from cases.unusual.patterns import PATTERNS, Flag, Pattern
from cases.unusual.settings import limits

# The same of so many cases in a day is one review, of no single case.
SEVERAL = 4
# After a stop no more days than these are made up for.
CATCH_UP = 14

Found = dict[tuple[UUID, UUID | None], list[Pattern]]


def look_through_what_is_due(*, today: datetime.date, now: datetime.datetime) -> int:
    """Look through each day that is over and was not, the earliest first; give what was raised."""
    since = today - datetime.timedelta(days=CATCH_UP)
    done = set(UnusualDay.objects.filter(day__gte=since).values_list("day", flat=True))
    first = max(done, default=today - datetime.timedelta(days=2))
    days = [since + datetime.timedelta(days=number) for number in range(CATCH_UP)]
    return sum(look_through(day=day, now=now) for day in days if day > first and day not in done)


@transaction.atomic
def look_through(*, day: datetime.date, now: datetime.datetime) -> int:
    """Look through one day of the organisation that is entered; give how much was raised."""
    new = _not_known(stands_out(day), day)
    through = UnusualDay(organisation_id=context.required_organisation(), day=day)
    events.write("unusual.look_through", by=None, subjects=[through.pk])
    through.save(force_insert=True)
    for (user_id, case_id), patterns in new.items():
        _raise(User.objects.get(pk=user_id), case_id, patterns, day=day, now=now)
    return len(new)


def stands_out(day: datetime.date) -> Found:
    """Return what stands out on a day, by person and case, with every pattern that says so."""
    facts = gather(day, limits())
    found: Found = defaultdict(list)
    for pattern in PATTERNS:
        for place in _folded(pattern.find(facts)):
            found[place].append(pattern)
    return dict(found)


def _folded(flags: Iterable[Flag]) -> list[tuple[UUID, UUID | None]]:
    """Tell what is found of a person in several cases once, of no single one."""
    cases: dict[UUID, list[UUID | None]] = defaultdict(list)
    for flag in dict.fromkeys(flags):
        cases[flag.user_id].append(flag.case_id)
    return [
        (user_id, case_id)
        for user_id, found in cases.items()
        for case_id in (found if len(found) < SEVERAL else [None])
    ]


def _not_known(found: Found, day: datetime.date) -> Found:
    """Leave out what was put to somebody within the pattern's quiet days."""
    people = {user_id for user_id, _ in found}
    longest = max(one.quiet for one in PATTERNS)
    since = day - datetime.timedelta(days=longest)
    held = UnusualAccess.objects.filter(item__about__in=people, day__gt=since)
    last: dict[tuple[UUID, UUID | None, str], datetime.date] = {}
    for one in held.select_related("item").order_by("day"):
        last |= {(one.item.about_id, one.item.case_id, code): one.day for code in one.codes}
    new = {
        place: [
            one
            for one in patterns
            if (day - last.get((*place, one.code), datetime.date.min)).days > one.quiet
        ]
        for place, patterns in found.items()
    }
    return {place: patterns for place, patterns in new.items() if patterns}


def _raise(
    about: User,
    case_id: UUID | None,
    patterns: Iterable[Pattern],
    *,
    day: datetime.date,
    now: datetime.datetime,
) -> None:
    item = reviews.raise_item(
        kind=ReviewKind.UNUSUAL, about=about, case_id=case_id,
        reason=f"Something stood out on {day:%A} {day.day} {day:%B}.", raised_at=now,
        due_at=now + datetime.timedelta(days=value_of("unusual_review_days")), tell=(), by=None,
    )  # fmt: skip
    if first := first_reviewer(item):
        reviews.tell(item=item, user=first, by=None)
    UnusualAccess(
        organisation_id=item.organisation_id, item=item, day=day,
        patterns=" ".join(one.code for one in patterns),
    ).save(force_insert=True)  # fmt: skip


def first_reviewer(item: ReviewItem) -> User | None:
    """Return who looks into it: whoever watches over access, else the next who may know of it."""
    may = [user for user in queue.reviewers() if queue.may_know(user, item)]
    return may[-1] if may else None
