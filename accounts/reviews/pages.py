"""What the pages of the queue, and the home page, show of it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from accounts import access
from accounts.models import ReviewItem, ReviewNotice, User
from accounts.models.review import ReviewItemQuerySet
from accounts.permissions import Permission
from accounts.reviews import queue
from accounts.reviews.queue import Concern

CLOSED_SHOWN = 100

# What an item concerns that is about no case, or about one that is not for this person.
NOTHING = Concern("")


@dataclass(frozen=True)
class Shown:
    """One item as one person may see it."""

    item: ReviewItem
    concern: Concern
    details: Sequence[str]
    told: Sequence[ReviewNotice]
    overdue: bool
    is_new: bool

    @property
    def state(self) -> str:
        """Say in a word or two how it stands."""
        if self.item.closed_at:
            return "Closed"
        return "Late" if self.overdue else "Open"


def open_items(user: User, *, now: datetime.datetime) -> list[Shown]:
    """Return what waits to be looked into, the one due first on top."""
    return _shown(user, queue.queue_of(user).open(), now)


def closed_items(user: User, *, now: datetime.datetime) -> list[Shown]:
    """Return what was closed, the latest on top."""
    closed = queue.queue_of(user).exclude(closed_at=None).order_by("-closed_at", "pk")
    return _shown(user, closed[:CLOSED_SHOWN], now)


def one_item(user: User, item: ReviewItem, *, now: datetime.datetime) -> Shown:
    """Return an item that the queue of this person holds."""
    [shown] = _shown(user, ReviewItem.objects.filter(pk=item.pk), now)
    return shown


def notices_of(user: User, *, now: datetime.datetime) -> list[Shown]:
    """Return what a person was told of and has not yet said that she has seen."""
    return _shown(user, queue.unseen_by(user).order_by("due_at", "pk"), now)


@dataclass(frozen=True)
class QueueCount:
    """How much waits, for the first page of those who look into it."""

    waiting: int
    overdue: int


def count_of(user: User, *, now: datetime.datetime) -> QueueCount | None:
    """Count what waits for a person; None for those who look into nothing."""
    if not access.has_permission(user, Permission.REVIEWS_CLOSE):
        return None
    due = list(queue.queue_of(user).open().values_list("due_at", flat=True))
    return QueueCount(len(due), sum(one < now for one in due))


def _shown(user: User, items: ReviewItemQuerySet, now: datetime.datetime) -> list[Shown]:
    """Gather items with those who were told, in three queries at most."""
    found = list(items.select_related("about", "closed_by").prefetch_related("notices__user"))
    concerns, details = queue.concerns(user, found), queue.details(found)
    rows = []
    for item in found:
        told = sorted(item.notices.all(), key=lambda one: one.recorded_at)
        rows.append(
            Shown(
                item=item,
                concern=concerns.get(item.case_id, NOTHING) if item.case_id else NOTHING,
                details=details.get(item.pk, ()),
                told=told,
                overdue=item.closed_at is None and item.due_at < now,
                is_new=any(one.user_id == user.pk and one.seen_at is None for one in told),
            )
        )
    return rows
