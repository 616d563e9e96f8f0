"""Who sees what of the queue.

Whoever closes reviews for the whole organisation sees all of it; whoever does so in one service,
what she was told of. Nobody sees what is about herself. What stands above (a case that somebody
must not know of) takes away more, and gives the words for what an item concerns.
"""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts import access
from accounts.models import ReviewItem, ReviewNotice, TenantQuerySet, User
from accounts.models.review import ReviewItemQuerySet
from accounts.permissions import Permission


@dataclass(frozen=True)
class Concern:
    """What an item is about, as one person may see it; ``url`` is blank where it opens nothing."""

    reference: str
    url: str = ""


def _no_details(items: Collection[ReviewItem]) -> Mapping[UUID, Sequence[str]]:
    return {}


@dataclass(frozen=True)
class Above:
    """What an app above knows of the records that items name.

    ``hide`` leaves out what a person must not know of; ``concerns`` says, for those ids that she
    may be told of, what they are; ``details`` says of items, by their ids, what else is to be read.
    ``decides`` says of an item that it ends with a decision on a page of that app; ``decided_at``
    is that page, blank for somebody who may not take it.
    """

    hide: Callable[[ReviewItemQuerySet, User], ReviewItemQuerySet]
    concerns: Callable[[User, Collection[UUID]], Mapping[UUID, Concern]]
    decides: Callable[[ReviewItem], bool] = lambda _: False
    decided_at: Callable[[User, ReviewItem], str] = lambda _, __: ""
    details: Callable[[Collection[ReviewItem]], Mapping[UUID, Sequence[str]]] = _no_details


_ABOVE: list[Above] = []


def register(above: Above) -> None:
    """Ask an app above as well, from now on."""
    if above not in _ABOVE:
        _ABOVE.append(above)


def hidden_from(user: User, items: ReviewItemQuerySet) -> ReviewItemQuerySet:
    """Leave out what is about a person, or about what she must not know of."""
    kept = items.exclude(about=user)
    for above in _ABOVE:
        kept = above.hide(kept, user)
    return kept


def queue_of(user: User) -> ReviewItemQuerySet:
    """Return the items that a person may look into, open and closed."""
    items = ReviewItem.objects.all()
    if not access.has_permission(user, Permission.REVIEWS_CLOSE):
        return items.none()
    if not access.holds_everywhere(user, Permission.REVIEWS_CLOSE):
        items = items.filter(pk__in=_told(user))
    return hidden_from(user, items)


def unseen_by(user: User) -> ReviewItemQuerySet:
    """Return what a person was told of and has not said that she has seen, whatever her role."""
    told = _told(user).filter(seen_at=None)
    return hidden_from(user, ReviewItem.objects.open().filter(pk__in=told))


def concerns(user: User, items: Collection[ReviewItem]) -> dict[UUID, Concern]:
    """Return what items concern, by the id that they name, where this person may be told."""
    ids = {item.case_id for item in items if item.case_id}
    found: dict[UUID, Concern] = {}
    for above in _ABOVE:
        found |= above.concerns(user, ids) if ids else {}
    return found


def asks_for_a_decision(item: ReviewItem) -> bool:
    """Say whether an item ends with a decision elsewhere, and not with words alone."""
    return any(above.decides(item) for above in _ABOVE)


def decided_at(user: User, item: ReviewItem) -> str:
    """Return the page on which this person takes the decision; blank where she may not."""
    return next(filter(None, (above.decided_at(user, item) for above in _ABOVE)), "")


def details(items: Collection[ReviewItem]) -> dict[UUID, Sequence[str]]:
    """Return what else is to be read of items, by their ids."""
    found: dict[UUID, Sequence[str]] = {}
    for above in _ABOVE:
        found |= above.details(items)
    return found


def reviewers(*, on: datetime.date | None = None) -> list[User]:
    """Return those who may close reviews of the whole organisation, managers before others.

    In this order they are told: who manages the work, then who watches over it.
    """
    held = access.memberships_with(Permission.REVIEWS_CLOSE, on=on)
    managers = {one.pk for one in access.memberships_with(Permission.ACCESS_GRANT, on=on)}
    found = {one.user_id: one for one in held if one.service_id is None}
    in_order = sorted(found.values(), key=lambda one: (one.pk not in managers, one.recorded_at))
    return [one.user for one in in_order]


def may_know(user: User, item: ReviewItem) -> bool:
    """Say whether a person may be told of an item at all."""
    return hidden_from(user, ReviewItem.objects.filter(pk=item.pk)).exists()


def _told(user: User) -> TenantQuerySet[ReviewNotice]:
    told: TenantQuerySet[ReviewNotice] = ReviewNotice.objects.filter(user=user).values("item_id")
    return told
