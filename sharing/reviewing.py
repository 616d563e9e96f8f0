"""What the queue of reviews knows of what was shared: each item ends with a verdict on its page."""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts import reviews
from accounts.choices import ReviewKind
from accounts.models import ReviewItem, User
from accounts.models.review import ReviewItemQuerySet
from accounts.permissions import Permission
from accounts.reviews import queue
from accounts.reviews.queue import Above, Concern
from accounts.settings import value_of
from cases.access import may
from cases.models import Case
from sharing.models import Release, Share
from sharing.settings import REVIEW_HOURS

_TOLD_AT_FIRST = 2
_DECIDED = (ReviewKind.SHARING, ReviewKind.RELEASE)


def to_be_looked_at(
    kind: ReviewKind, case_id: UUID, reason: str, *, at: datetime.datetime, by: User
) -> ReviewItem:
    """Put an act into the queue, due in the hours of the setting, and tell two who may know."""
    may_know = [
        user
        for user in queue.reviewers(on=timezone.localdate(at))
        if user.pk != by.pk and Case.objects.named_to(user).filter(pk=case_id).exists()
    ]
    return reviews.raise_item(
        kind=kind, about=by, case_id=case_id, reason=reason, raised_at=at,
        due_at=at + datetime.timedelta(hours=value_of(REVIEW_HOURS.key)),
        tell=may_know[:_TOLD_AT_FIRST], by=by,
    )  # fmt: skip


def get_share_for(user: User, reference: str, share_id: UUID) -> Share:
    """Return what this person is to look at, or has looked at; else Http404.

    Her queue decides, which holds nothing of her own and nothing that she must not know of: who
    watches over it reads what was shared, with whom and why, and need not open the case. Of a
    restricted one she must be named for it.
    """
    found = (
        Share.objects.filter(pk=share_id, case__reference=reference)
        .filter(case__in=Case.objects.named_to(user).values("pk"))
        .filter(review__in=queue.queue_of(user))
        .select_related("case", "review", "shared_by", "agreed_first", "review__closed_by")
    )
    share = found.first()
    if share is None:
        raise Http404
    return share


def _hide(items: ReviewItemQuerySet, user: User) -> ReviewItemQuerySet:
    """Leave out nothing more than what the case itself leaves out."""
    return items


def _concerns(user: User, ids: Collection[UUID]) -> dict[UUID, Concern]:
    """Name none: the case does."""
    return {}


def _decides(item: ReviewItem) -> bool:
    return item.kind in _DECIDED


def _decided_at(user: User, item: ReviewItem) -> str:
    """Return the page of the verdict; a release is agreed to by whoever opens the case."""
    if item.kind == ReviewKind.SHARING:
        share = Share.objects.filter(review=item).select_related("case").first()
        if share is None or not Case.objects.named_to(user).filter(pk=share.case_id).exists():
            return ""
        return reverse("sharing:share", args=[share.case.reference, share.pk])
    release = Release.objects.filter(review=item).select_related("case").first()
    if release is None or not may(user, release.case, Permission.REVIEWS_CLOSE):
        return ""
    return reverse("sharing:release", args=[release.case.reference, release.pk])


REVIEWS = Above(hide=_hide, concerns=_concerns, decides=_decides, decided_at=_decided_at)
