"""What the queue of reviews may say of cases: to whom, and how much.

An item about a case that somebody must not know of is not in her queue. Of a restricted case only
those named for it read the reference.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.models.review import ReviewItemQuerySet
from accounts.reviews.queue import Above, Concern, register
from cases import relationships
from cases.models import Case


def without_conflicts(items: ReviewItemQuerySet, user: User) -> ReviewItemQuerySet:
    """Leave out what concerns a case that this person must not know of."""
    return items.exclude(case_id__in=Case.objects.kept_from(user).values("pk"))


def concerns(user: User, case_ids: Collection[UUID]) -> dict[UUID, Concern]:
    """Return the references that a person may be told of, with a link to those that she opens."""
    named = relationships.named(user, timezone.now())
    there = Case.objects.filter(pk__in=case_ids).without_conflicts_of(user)
    told = there.filter(Q(restricted=False) | named)
    opens = set(Case.objects.visible_to(user).filter(pk__in=case_ids).values_list("pk", flat=True))
    return {
        pk: Concern(reference, reverse("cases:summary", args=[reference]) if pk in opens else "")
        for pk, reference in told.values_list("pk", "reference")
    }


register(Above(hide=without_conflicts, concerns=concerns))
