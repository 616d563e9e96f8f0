"""Opening one case for one hour in an emergency, and answering for it.

For whoever works with cases and has no other way to this one in time. Two people are told at
once, somebody looks into it by a deadline, and a person does it a few times a day at most. It
never opens a case that this person must not know of, nor a restricted one. Nothing tells those
two, another organisation's and one that does not exist apart: each costs the same queries, counts
towards the day, and leaves the same words.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from django.db import connection, transaction
from django.utils import timezone

from accounts import access, reviews
from accounts.choices import ReviewKind
from accounts.models import Membership, User
from accounts.permissions import Permission
from accounts.reviews.queue import reviewers
from accounts.settings import value_of
from audit import context, events
from cases import grants
from cases.choices import GrantKind
from cases.models import Allocation, Case, EmergencyOpening, Grant
from cases.refusals import Refused, require_reason
from cases.services import may_hold

LASTS = datetime.timedelta(hours=1)
PEOPLE_TOLD = 2
# From this one on, what opened nothing is looked into: once is a slip of the hand.
REPEATED = 2


class TooOften(Exception):
    """This person has opened, or tried to open, as many as a day allows."""


class NotForThisRole(Exception):
    """This person's role does not open cases in emergencies."""


@dataclass(frozen=True)
class Opened:
    """What came of it: the grant, if it opened anything, and who was told."""

    grant: Grant | None
    told: Sequence[User]
    left: int


def open_case(*, reference: str, reason: str, at: datetime.datetime, by: User) -> Opened:
    """Open a case for an hour, for a reason in words, and tell two people.

    Raises NotForThisRole, Refused for a reason that says nothing, and TooOften before anything
    is looked for; each leaves its event.
    """
    try:
        with transaction.atomic():
            return _open(reference, reason, at, by)
    except (NotForThisRole, Refused, TooOften):
        # By itself, since the refusal takes back all else; it names no case, there or not.
        events.read("access.emergency_refused", by=by, subjects=[by.pk])
        raise


def _open(reference: str, reason: str, at: datetime.datetime, by: User) -> Opened:
    if not access.has_permission(by, Permission.BREAK_GLASS):
        raise NotForThisRole
    require_reason(reason)
    left = _take_one_of_the_day(by, at)
    case = _case_to_open(reference, by)
    if case is None:
        return _in_vain(reference, reason, at, left, by)
    grant = grants.record(
        case=case, user=by, kind=GrantKind.BREAK_GLASS, reason=reason, starts_at=at,
        ends_at=at + LASTS, by=by,
    )  # fmt: skip
    _remember(at, grant, by)
    told = people_to_tell(case, by, at)
    _raise_item(reason=reason, at=at, tell=told, case=case, by=by)
    return Opened(grant, told, left)


@transaction.atomic
def end(*, case: Case, at: datetime.datetime, by: User) -> bool:
    """Close what a person opened in an emergency before its hour is over; False if nothing was."""
    held = live(case, by, at=at)
    for grant in held:
        grants.end(grant=grant, at=at, by=by)
    return bool(held)


def live(case: Case, user: User, *, at: datetime.datetime) -> list[Grant]:
    """Return the emergency grants that this person holds on a case, the longest last."""
    held = Grant.objects.live_at(at).of_kind(GrantKind.BREAK_GLASS)
    return list(held.filter(user=user, case=case).order_by("ends_at"))


def left_today(user: User, *, at: datetime.datetime) -> int:
    """Return how many more a person may try today."""
    most: int = value_of("break_glass_per_day")
    return max(0, most - EmergencyOpening.objects.of(user, since=_start_of_day(at)).count())


def people_to_tell(case: Case | None, by: User, at: datetime.datetime) -> list[User]:
    """Return two people: a worker of the case first, then who manages it or watches over it.

    Where those are not two, whoever else works on it; then colleagues who could have opened it in
    the same way. Never the one who opens, nor anybody who must not know of the case. Fewer only
    where nobody else is left.
    """
    day = timezone.localdate(at)

    def may_be_told(user: User) -> bool:
        return user.is_active and user.pk != by.pk and (case is None or may_hold(user, case))

    workers = filter(may_be_told, _workers(case, day))
    told = list(islice(workers, 1))
    for user in filter(may_be_told, chain(_managers(case, day), workers, _colleagues(day))):
        if len(told) == PEOPLE_TOLD:
            break
        if user not in told:
            told.append(user)
    return told


def _workers(case: Case | None, day: datetime.date) -> Iterator[User]:
    if case is None:
        return
    here = Membership.objects.live_on(day).values("user")
    live = Allocation.objects.live_on(day).filter(case=case, worker__in=here)
    for allocation in live.select_related("worker").order_by("starts_on", "pk"):
        yield allocation.worker


def _managers(case: Case | None, day: datetime.date) -> Iterator[User]:
    if case is not None and case.service_id is not None:
        for held in access.memberships_with(Permission.REVIEWS_CLOSE, on=day):
            if access.service_of(held) == case.service_id:
                yield held.user
    yield from reviewers(on=day)


def _colleagues(day: datetime.date) -> Iterator[User]:
    for held in access.memberships_with(Permission.BREAK_GLASS, on=day):
        yield held.user


def _take_one_of_the_day(by: User, at: datetime.datetime) -> int:
    """Return how many are left after this one; two requests at once cannot take the same one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rowan-emergency:{by.pk}"]
        )
    left = left_today(by, at=at)
    if left < 1:
        raise TooOften
    return left - 1


def _start_of_day(at: datetime.datetime) -> datetime.datetime:
    local = timezone.localtime(at)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _case_to_open(reference: str, by: User) -> Case | None:
    """One query, whatever it finds: never a restricted case, never one not to be known of."""
    there = Case.objects.filter(reference=reference, restricted=False)
    return there.without_conflicts_of(by).first()


def _in_vain(reference: str, reason: str, at: datetime.datetime, left: int, by: User) -> Opened:
    """Count what opened nothing, and have it looked into when it is not the first of the day."""
    opening = _remember(at, None, by)
    before = EmergencyOpening.objects.of(by, since=_start_of_day(at)).in_vain()
    if before.exclude(pk=opening.pk).count() + 1 < REPEATED:
        return Opened(None, (), left)
    told = people_to_tell(None, by, at)
    words = f"Tried to open {reference} and opened nothing. {reason}"
    _raise_item(reason=words, at=at, tell=told, case=None, by=by)
    return Opened(None, (), left)


def _remember(at: datetime.datetime, grant: Grant | None, by: User) -> EmergencyOpening:
    opening = EmergencyOpening(
        organisation_id=context.required_organisation(), user=by, at=at, grant=grant
    )
    verb = "access.emergency_open" if grant else "access.emergency_in_vain"
    named = [opening.pk, *([grant.case_id, grant.pk] if grant else [])]
    events.write(verb, by=by, subjects=named)
    opening.save(force_insert=True)
    return opening


def _raise_item(
    *, reason: str, at: datetime.datetime, tell: Sequence[User], case: Case | None, by: User
) -> None:
    reviews.raise_item(
        kind=ReviewKind.BREAK_GLASS, about=by, reason=reason, raised_at=at, tell=tell, by=by,
        due_at=at + datetime.timedelta(hours=value_of("break_glass_review_hours")),
        case_id=case.pk if case else None,
    )  # fmt: skip
