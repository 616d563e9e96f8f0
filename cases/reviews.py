"""What the queue of reviews may say of cases: to whom, and how much.

An item about a case that somebody must not know of is not in her queue. Of a restricted case only
those named for it read the reference.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.urls import reverse

from accounts.choices import ReviewKind
from accounts.models import ReviewItem, User
from accounts.models.review import ReviewItemQuerySet
from accounts.reviews.queue import Above, Concern, register
from cases.conflicts.access import conflicts_for, judges
from cases.looked.access import cases_for
from cases.models import Case, Conflict, UnusualAccess
from cases.models.conflict import ConflictQuerySet
from cases.unusual.patterns import PATTERNS


def without_conflicts(items: ReviewItemQuerySet, user: User) -> ReviewItemQuerySet:
    """Leave out what concerns a case that this person must not know of."""
    return items.exclude(case_id__in=Case.objects.kept_from(user).values("pk"))


def concerns(user: User, case_ids: Collection[UUID]) -> dict[UUID, Concern]:
    """Return the references that a person may be told of, with a link to those that she opens.

    Whoever opens no cases, and may ask who looked at them, is led there.
    """
    told = Case.objects.filter(pk__in=case_ids).named_to(user)
    opens = set(Case.objects.visible_to(user).filter(pk__in=case_ids).values_list("pk", flat=True))
    asks = set(cases_for(user).filter(pk__in=case_ids).values_list("pk", flat=True))
    addresses = dict.fromkeys(asks, "looked:case") | dict.fromkeys(opens, "cases:summary")
    return {
        pk: Concern(reference, reverse(addresses[pk], args=[reference]) if pk in addresses else "")
        for pk, reference in told.values_list("pk", "reference")
    }


def decides(item: ReviewItem) -> bool:
    """Say whether an item is about a conflict that stands: it is confirmed or lifted."""
    return item.kind == ReviewKind.CONFLICT and _conflicts(item, Conflict.objects.all()).exists()


def decided_at(user: User, item: ReviewItem) -> str:
    """Return the page of the conflict for whoever judges it."""
    found = _conflicts(item, conflicts_for(user)).select_related("case")
    judged = [one for one in found.order_by("recorded_at", "pk") if judges(user, one)]
    return reverse("conflicts:conflict", args=[judged[0].pk]) if judged else ""


def _conflicts(item: ReviewItem, among: ConflictQuerySet) -> ConflictQuerySet:
    return among.standing().filter(case=item.case_id, user=item.about_id)


def details(items: Collection[ReviewItem]) -> dict[UUID, Sequence[str]]:
    """Return what stood out, of items about unusual access."""
    ids = [item.pk for item in items if item.kind == ReviewKind.UNUSUAL]
    if not ids:
        return {}
    words = {pattern.code: pattern.words for pattern in PATTERNS}
    found = UnusualAccess.objects.filter(item__in=ids).select_related("item")
    return {one.item_id: [words[code] for code in one.codes if code in words] for one in found}


register(
    Above(
        hide=without_conflicts, concerns=concerns, decides=decides, decided_at=decided_at,
        details=details,
    )
)  # fmt: skip
