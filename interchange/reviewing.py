"""Taking everything out is looked into by somebody else, as other unusual acts are."""

import datetime

from django.utils import timezone

from accounts import reviews
from accounts.choices import ReviewKind
from accounts.models import User
from accounts.settings import value_of
from cases.unusual.raising import first_reviewer


def have_looked_into(user: User, *, reason: str) -> None:
    """Put an export to whoever watches over access; she closes it in words."""
    now = timezone.now()
    item = reviews.raise_item(
        kind=ReviewKind.UNUSUAL, about=user, raised_at=now, tell=(), by=user,
        reason=f"They took all records out. They wrote: {reason}",
        due_at=now + datetime.timedelta(days=value_of("unusual_review_days")),
    )  # fmt: skip
    if first := first_reviewer(item):
        reviews.tell(item=item, user=first, by=user)
