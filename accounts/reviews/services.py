"""Raising what must be looked into, telling people of it, and closing it in words."""

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from accounts import personal_keys
from accounts.choices import ReviewKind
from accounts.lost_updates import save_if_unchanged
from accounts.models import ReviewItem, ReviewNotice, User
from accounts.reviews import queue
from audit import context, events


class NotTheirs(Exception):
    """Nobody closes an item about themselves."""


class NotDecided(Exception):
    """The item ends with a decision about what it concerns, which nobody has taken."""


@transaction.atomic
def raise_item(
    *,
    kind: ReviewKind,
    about: User,
    reason: str,
    raised_at: datetime.datetime,
    due_at: datetime.datetime,
    tell: Iterable[User],
    by: User | None,
    case_id: UUID | None = None,
) -> ReviewItem:
    """Put an act of ``about`` into the queue, in the organisation that is entered.

    ``tell`` are the people who see it first; the person it is about is never among them.
    """
    personal_keys.ensure(about, by=by)
    item = ReviewItem(
        organisation_id=context.required_organisation(),
        kind=kind,
        about=about,
        case_id=case_id,
        reason=reason,
        raised_at=raised_at,
        due_at=due_at,
    )
    told = {user.pk: user for user in tell if user.pk != about.pk}
    named = [item.pk, about.pk, *([case_id] if case_id else []), *told]
    events.write("review.raise", by=by, subjects=named)
    item.save(force_insert=True)
    for user in told.values():
        _notice(item, user)
    return item


@transaction.atomic
def tell(*, item: ReviewItem, user: User, by: User | None) -> None:
    """Tell one person more of an item, as when nobody looked into it in time."""
    events.write("review.tell", by=by, subjects=[item.pk, user.pk])
    _notice(item, user)


@transaction.atomic
def see(*, item: ReviewItem, seen_at: datetime.datetime, by: User) -> bool:
    """Note that a person who was told of an item has seen it; False when nobody told her."""
    notice = ReviewNotice.objects.filter(item=item, user=by).first()
    if notice is None:
        return False
    if notice.seen_at is None:
        events.write("review.note_seen", by=by, subjects=[item.pk])
        notice.seen_at = seen_at
        notice.version += 1
        notice.save(update_fields=["seen_at", "version"])
    return True


@transaction.atomic
def close(
    *,
    item: ReviewItem,
    outcome: str,
    closed_at: datetime.datetime,
    by: User,
    expected_version: int | None = None,
) -> ReviewItem:
    """Close an item, saying what was found.

    Raises NotTheirs for one about oneself, NotDecided for one that waits for a decision,
    ChangedMeanwhile for one that a colleague has closed.
    """
    if queue.asks_for_a_decision(item):
        raise NotDecided
    return settle(
        item=item, outcome=outcome, closed_at=closed_at, by=by, expected_version=expected_version
    )


@transaction.atomic
def settle(
    *,
    item: ReviewItem,
    outcome: str,
    closed_at: datetime.datetime,
    by: User,
    expected_version: int | None = None,
) -> ReviewItem:
    """Close an item together with the decision that it asked for, if any.

    Raises NotTheirs and ChangedMeanwhile as ``close`` does.
    """
    if by.pk == item.about_id:
        raise NotTheirs
    events.write("review.close", by=by, subjects=[item.pk, item.about_id])
    item.outcome = outcome
    item.closed_at, item.closed_by = closed_at, by
    save_if_unchanged(
        item,
        expected_version=item.version if expected_version is None else expected_version,
        fields=["outcome", "closed_at", "closed_by"],
    )
    return item


def _notice(item: ReviewItem, user: User) -> None:
    notice = ReviewNotice(organisation_id=item.organisation_id, item=item, user=user)
    notice.save(force_insert=True)
