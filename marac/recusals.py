"""Keeping somebody who takes part in the meetings from a referral: declared, set, carried over."""

import datetime
import uuid
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
from cases.choices import ConflictSource
from cases.conflicts.matching import Entry, Match, Register, match_entries
from cases.conflicts.walls import new_walls, people_with, raise_reviews
from cases.likeness import Known
from marac.models import MaracReferral, Recusal

_PARTS = (
    ("children", "a child"),
    ("people_causing_harm", "the person causing harm"),
)


def entries_of(referrals: Iterable[MaracReferral]) -> Iterator[Entry]:
    """Give everybody whom these copies name."""
    for referral in referrals:
        copy = referral.copy
        named = [("the survivor", copy["survivor"])]
        named += [(words, one) for key, words in _PARTS for one in copy[key]]
        for number, (words, one) in enumerate(named):
            record = uuid.uuid5(referral.pk, str(number))
            yield Entry(record, referral.pk, words, _known(one))


def _known(person: dict[str, str]) -> Known:
    *given, family = person["name"].split() or [""]
    born = person["date_of_birth"]
    return Known(
        given_name=" ".join(given),
        family_name=family,
        date_of_birth=datetime.date.fromisoformat(born) if born else None,
    )


def _everybody() -> Iterator[Entry]:
    return entries_of(MaracReferral.objects.order_by("pk").iterator(2000))


def _put_up(matches: Sequence[Match]) -> None:
    held = Recusal.objects.filter(
        referral__in={match.entry.belongs_to for match in matches}
    ).values_list("referral_id", "declaration_id", "lifted_at", "signs")
    new = list(new_walls(matches, held))
    if not new:
        return
    named = dict.fromkeys(one for wall in new for one in (wall.belongs_to, wall.user.pk))
    events.write("recusal.put_up", by=None, subjects=named)
    for wall in new:
        Recusal(
            organisation_id=context.required_organisation(),
            referral_id=wall.belongs_to,
            user=wall.user,
            source=wall.source,
            declaration_id=wall.declaration_id,
            signs=wall.signs,
            reason=wall.reason,
        ).save(force_insert=True)
    raise_reviews(new, people_with(Permission.MEETING_RUN), _seen_by)


def _seen_by(user: User, referral_ids: Collection[UUID]) -> set[UUID]:
    seen = MaracReferral.objects.visible_to(user).filter(pk__in=referral_ids)
    return set(seen.values_list("pk", flat=True))


COPIES = Register(everybody=_everybody, put_up=_put_up)


def match_referral(referral: MaracReferral) -> None:
    """Compare a new copy with all from whom the host's people are kept."""
    match_entries(lambda: entries_of([referral]), COPIES)


@transaction.atomic
def recuse(*, referral: MaracReferral, user: User, reason: str, by: User | None) -> Recusal:
    """Keep somebody from a referral: for them it does not exist from now on."""
    recusal = Recusal(
        organisation_id=referral.organisation_id,
        referral=referral,
        user=user,
        source=ConflictSource.MANAGER,
        reason=reason,
        set_by=by,
    )
    events.write("recusal.set", by=by, subjects=[referral.pk, user.pk, recusal.pk])
    recusal.save(force_insert=True)
    return recusal


def carry_over(earlier: Iterable[MaracReferral], referral: MaracReferral) -> None:
    """Keep a repeat from those whom a coordinator has kept from an earlier referral of the two."""
    standing = (
        Recusal.objects.standing()
        .set_by_managers()
        .filter(referral__in=[one.pk for one in earlier])
    )
    kept = {one.user_id: one for one in standing.select_related("user", "set_by")}
    for one in kept.values():
        recuse(referral=referral, user=one.user, reason=one.reason, by=one.set_by)


@transaction.atomic
def lift(*, recusal: Recusal, reason: str, lifted_at: datetime.datetime, by: User) -> Recusal:
    """Lift a recusal. Raises reviews.NotTheirs for one's own."""
    if by.pk == recusal.user_id:
        raise reviews.NotTheirs
    events.write("recusal.lift", by=by, subjects=[recusal.referral_id, recusal.pk])
    recusal.lifted_at, recusal.lifted_by, recusal.lifted_because = lifted_at, by, reason
    recusal.version += 1
    fields = ["lifted_at", "lifted_by", "lifted_because", "version"]
    recusal.save(update_fields=fields)
    raised = ReviewItem.objects.open().filter(
        kind=ReviewKind.CONFLICT, about=recusal.user_id, case_id=recusal.referral_id
    )
    if item := raised.first():
        reviews.settle(item=item, outcome=reason, closed_at=lifted_at, by=by)
    return recusal


def _without_recusals(items: ReviewItemQuerySet, user: User) -> ReviewItemQuerySet:
    """Leave out what concerns a referral that this person must not know of."""
    kept = Recusal.objects.standing().of(user).values("referral_id")
    return items.exclude(case_id__in=kept)


def _no_concerns(user: User, ids: Collection[UUID]) -> dict[UUID, Concern]:
    """Name no referral: it has no reference of its own."""
    return {}


REVIEWS = Above(hide=_without_recusals, concerns=_no_concerns)
