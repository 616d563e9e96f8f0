"""Whether taking everything out would tell somebody of a case that is not there for them.

An export that silently lacks a record is a lie, so it is refused whole, in words that fit a case
kept from them and a restricted one alike; the data protection lead is told.
"""

import datetime

from django.utils import timezone

from accounts import reviews
from accounts.choices import ReviewKind
from accounts.models import User
from accounts.permissions import Permission
from accounts.settings import value_of
from cases.conflicts.walls import people_with
from cases.models import Case

REFUSED = (
    "This cannot be taken out in your name. Somebody else must do it: the data protection lead "
    "has been told."
)
_REASON = "They wished to take all records out, and not all are theirs to see."


def is_withheld_from(user: User) -> bool:
    """Say whether the organisation holds a case that is not there for this person."""
    restricted = Case.objects.filter(restricted=True)
    not_theirs = restricted.exclude(pk__in=Case.objects.visible_to(user).values("pk"))
    return Case.objects.kept_from(user).exists() or not_theirs.exists()


def tell_of(user: User) -> None:
    """Tell the data protection lead that an export was refused."""
    now = timezone.now()
    reviews.raise_item(
        kind=ReviewKind.CONFLICT, about=user, reason=_REASON, raised_at=now,
        due_at=now + datetime.timedelta(hours=value_of("conflict_review_hours")),
        tell=people_with(Permission.NOTES_PLACE), by=user,
    )  # fmt: skip
