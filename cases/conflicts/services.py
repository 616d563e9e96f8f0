"""What a manager does about conflicts: set one, look at one that was declared, lift one."""

import datetime

from django.db import transaction

from accounts import reviews
from accounts.choices import ReviewKind
from accounts.models import ReviewItem, User
from audit import context, events
from cases.choices import ConflictSource
from cases.conflicts.matching import match_conflict
from cases.models import Case, Conflict


@transaction.atomic
def set_conflict(*, case: Case, user: User, reason: str, by: User) -> Conflict:
    """Keep a member of staff from a case: for them it does not exist from now on.

    Nor does any other, there already or to come, that may name somebody who is in it.
    """
    conflict = Conflict(
        organisation_id=context.required_organisation(),
        case=case,
        user=user,
        source=ConflictSource.MANAGER,
        reason=reason,
        set_by=by,
    )
    events.write("conflict.set", by=by, subjects=[case.pk, user.pk, conflict.pk])
    conflict.save(force_insert=True)
    match_conflict(conflict)
    return conflict


@transaction.atomic
def confirm(*, conflict: Conflict, reason: str, confirmed_at: datetime.datetime, by: User) -> None:
    """Say that a conflict is right: it stands, and needs no more looking at.

    Raises reviews.NotTheirs for one's own.
    """
    if by.pk == conflict.user_id:
        raise reviews.NotTheirs
    events.write("conflict.confirm", by=by, subjects=[conflict.case_id, conflict.pk])
    _close_review(conflict, reason, confirmed_at, by)


@transaction.atomic
def lift(*, conflict: Conflict, reason: str, lifted_at: datetime.datetime, by: User) -> Conflict:
    """Lift a conflict: the case is there again for whoever may otherwise see it.

    Raises reviews.NotTheirs for one's own.
    """
    if by.pk == conflict.user_id:
        raise reviews.NotTheirs
    events.write("conflict.lift", by=by, subjects=[conflict.case_id, conflict.pk])
    conflict.lifted_at, conflict.lifted_by, conflict.lifted_because = lifted_at, by, reason
    conflict.version += 1
    fields = ["lifted_at", "lifted_by", "lifted_because", "version"]
    conflict.save(update_fields=fields)
    _close_review(conflict, reason, lifted_at, by)
    return conflict


def _close_review(conflict: Conflict, outcome: str, at: datetime.datetime, by: User) -> None:
    """Close the item that was raised with it; a second declaration has raised one of its own."""
    about = ReviewItem.objects.open().filter(
        kind=ReviewKind.CONFLICT, about=conflict.user_id, case_id=conflict.case_id
    )
    item = about.first()
    if item is not None:
        reviews.settle(item=item, outcome=outcome, closed_at=at, by=by)
