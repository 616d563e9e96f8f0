"""Who can open one case, why, and until when: asked of the same register that lets them through."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import QuerySet, UUIDField, Value, When
from django.utils import timezone

from accounts import access
from accounts.models import User
from accounts.permissions import Permission
from accounts.roles import ROLES
from cases import relationships
from cases.models import Allocation, Case, Grant
from cases.relationships import Relationship

# So many people are asked about in one statement.
_AT_ONCE = 40


@dataclass(frozen=True)
class Reason:
    """One relationship through which somebody opens a case; what is blank has no end."""

    relationship: Relationship
    last_day: datetime.date | None = None
    ends_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Opener:
    """Somebody who can open a case."""

    user: User
    reasons: Sequence[Reason]
    allocation: Allocation | None
    grants: Sequence[Grant]

    @property
    def roles(self) -> str:
        """Return what they work as."""
        held = access.memberships(self.user)
        names = [ROLES[one.role].display_name for one in held if one.role in ROLES]
        return ", ".join(dict.fromkeys(names))


def openers_of(case: Case, *, at: datetime.datetime) -> list[Opener]:
    """Return everybody who can open a case at a moment, in order of name."""
    able = [
        user
        for user in access.everybody(on=timezone.localdate(at))
        if access.has_permission(user, Permission.CASE_SEE)
    ]
    ways = [one for one in relationships.every() if one.names or not case.restricted]
    ends = {one.code: one.ends(case.pk, at) for one in ways if one.ends is not None}
    live = Allocation.objects.live_on(timezone.localdate(at)).filter(case=case)
    allocations = {held.worker_id: held for held in live}
    grants: dict[UUID, list[Grant]] = {}
    for grant in Grant.objects.live_at(at).filter(case=case).select_related("granted_by"):
        grants.setdefault(grant.user_id, []).append(grant)
    return [
        Opener(
            user=user,
            reasons=[_reason(way, user, ends) for way in because],
            allocation=allocations.get(user.pk),
            grants=grants.get(user.pk, []),
        )
        for user, because in _because(case, able, ways, at)
    ]


def _because(
    case: Case, people: Sequence[User], ways: Sequence[Relationship], at: datetime.datetime
) -> Iterator[tuple[User, list[Relationship]]]:
    """Yield those who can open the case, each with the ways in which they can."""
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        first, *others = [_asked(case, user, ways, at) for user in some]
        found = {row[0]: row[1:] for row in first.union(*others, all=True)}
        for user in some:
            if user.pk in found:
                held = zip(ways, found[user.pk], strict=True)
                yield user, [way for way, reached in held if reached]


def _asked(
    case: Case, user: User, ways: Sequence[Relationship], at: datetime.datetime
) -> QuerySet[Case, tuple[Any, ...]]:
    """Ask for one person: a row with a yes or no for each way, or none if it is not there."""
    # Not with_reach: a way that reaches nothing would be the number 0 there, and not a no.
    answers = {
        f"by_{number}": Choose(When(way.reaches(user, at), then=True), default=False)
        for number, way in enumerate(ways)
    }
    there = Case.objects.visible_to(user, at=at).filter(pk=case.pk)
    asked = there.annotate(who=Value(user.pk, output_field=UUIDField()), **answers)
    rows: QuerySet[Case, tuple[Any, ...]] = asked.values_list("who", *answers)
    return rows


def _reason(
    way: Relationship,
    user: User,
    ends: Mapping[str, Mapping[UUID, datetime.date | datetime.datetime | None]],
) -> Reason:
    until = ends.get(way.code, {}).get(user.pk)
    if isinstance(until, datetime.datetime):
        return Reason(way, ends_at=until)
    return Reason(way, last_day=until)
