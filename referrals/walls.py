"""Keeping a referral from somebody who knows the person: for them it is not there."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.db import transaction

from accounts import reviews
from accounts.choices import ReviewKind
from accounts.models import ReviewItem, User
from accounts.models.review import ReviewItemQuerySet
from accounts.permissions import Permission
from accounts.reviews.queue import Above, Concern
from audit import context, events
from cases.conflicts.matching import Entry, Match, Register, match_entries
from cases.conflicts.walls import new_walls, people_with, raise_reviews
from cases.likeness import Known
from referrals.models import CaseReferral, ReferralWall


def known_of(referral: CaseReferral) -> Known:
    """Return what a referral tells of the person, as far as it is compared."""
    return Known(
        given_name=referral.person.get("given_name", ""),
        family_name=referral.person.get("family_name", ""),
        known_as=referral.person.get("known_as", ""),
        date_of_birth=referral.born,
        phone=referral.contact.get("phone", ""),
        postcode=referral.postcode,
    )


def _entries_of(referrals: Iterable[CaseReferral]) -> Iterator[Entry]:
    for referral in referrals:
        yield Entry(referral.pk, referral.pk, "the person referred", known_of(referral))


def _everybody() -> Iterator[Entry]:
    return _entries_of(CaseReferral.objects.order_by("pk").iterator(2000))


def _put_up(matches: Sequence[Match]) -> None:
    held = ReferralWall.objects.filter(
        referral__in={match.entry.belongs_to for match in matches}
    ).values_list("referral_id", "declaration_id", "lifted_at", "signs")
    new = list(new_walls(matches, held))
    if not new:
        return
    named = dict.fromkeys(one for wall in new for one in (wall.belongs_to, wall.user.pk))
    events.write("case_referral.keep_from", by=None, subjects=named)
    for wall in new:
        ReferralWall(
            organisation_id=context.required_organisation(),
            referral_id=wall.belongs_to,
            user=wall.user,
            source=wall.source,
            declaration_id=wall.declaration_id,
            signs=wall.signs,
            reason=wall.reason,
        ).save(force_insert=True)
    raise_reviews(new, people_with(Permission.INTAKE_REVIEW), _seen_by)


def _seen_by(user: User, referral_ids: Collection[UUID]) -> set[UUID]:
    seen = CaseReferral.objects.visible_to(user).filter(pk__in=referral_ids)
    return set(seen.values_list("pk", flat=True))


REFERRALS = Register(everybody=_everybody, put_up=_put_up)


def match_referral(referral: CaseReferral) -> None:
    """Compare a new or changed referral with all from whom the organisation's people are kept."""
    match_entries(lambda: _entries_of([referral]), REFERRALS)


def _without_walls(items: ReviewItemQuerySet, user: User) -> ReviewItemQuerySet:
    """Leave out what concerns a referral that this person must not know of."""
    kept = ReferralWall.objects.standing().of(user).values("referral_id")
    return items.exclude(case_id__in=kept)


def _concerns(user: User, ids: Collection[UUID]) -> dict[UUID, Concern]:
    """Name none: a referral is judged on its own page."""
    return {}


REVIEWS = Above(hide=_without_walls, concerns=_concerns)


@transaction.atomic
def lift(
    *, wall: ReferralWall, reason: str, lifted_at: datetime.datetime, by: User
) -> ReferralWall:
    """Lift a wall: it was somebody else. Raises reviews.NotTheirs for one's own."""
    if by.pk == wall.user_id:
        raise reviews.NotTheirs
    events.write("case_referral.keep_from_no_more", by=by, subjects=[wall.referral_id, wall.pk])
    wall.lifted_at, wall.lifted_by, wall.lifted_because = lifted_at, by, reason
    wall.version += 1
    wall.save(update_fields=["lifted_at", "lifted_by", "lifted_because", "version"])
    raised = ReviewItem.objects.open().filter(
        kind=ReviewKind.CONFLICT, about=wall.user_id, case_id=wall.referral_id
    )
    if item := raised.first():
        reviews.settle(item=item, outcome=reason, closed_at=lifted_at, by=by)
    return wall
