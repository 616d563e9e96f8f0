"""Raising what must be looked into, telling people of it, and closing it in words."""

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from accounts import personal_keys
from accounts.choices import ReviewKind
from accounts.models import ReviewItem, ReviewNotice, User
from audit import context, events


class NotTheirs(Exception):
    """Nobody closes an item about themselves."""


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
        ReviewNotice(organisation_id=item.organisation_id, item=item, user=user).save(
            force_insert=True
        )
    return item


@transaction.atomic
def close(*, item: ReviewItem, outcome: str, closed_at: datetime.datetime, by: User) -> ReviewItem:
    """Close an item, saying what was found. Raises NotTheirs for one about oneself."""
    if by.pk == item.about_id:
        raise NotTheirs
    events.write("review.close", by=by, subjects=[item.pk, item.about_id])
    item.outcome = outcome
    item.closed_at, item.closed_by = closed_at, by
    item.version += 1
    item.save(update_fields=["outcome", "closed_at", "closed_by", "version"])
    return item
