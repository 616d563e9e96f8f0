"""What somebody had to do with a case when they looked: told from the registers as they were then.

The trail keeps who did what; why they could is in allocations, cover, grants and roles, none of
which is ever deleted.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from accounts.models import Membership
from accounts.roles import ROLES
from audit import context
from cases.choices import GrantKind
from cases.models import Allocation, Cover, Grant

_OF_A_GRANT = {
    GrantKind.NAMED: "as one who is named for it",
    GrantKind.PARTNER: "as a partner, for a purpose",
    GrantKind.REQUESTED: "with access that was asked for and given",
    GrantKind.DIP_SAMPLE: "as a sample for supervision",
    GrantKind.BREAK_GLASS: "in an emergency",
}


@dataclass
class Standing:
    """Allocations, cover, grants and roles of some people, for some cases."""

    allocations: dict[tuple[UUID, UUID], list[Allocation]] = field(
        default_factory=lambda: defaultdict(list)
    )
    workers: dict[UUID, list[Allocation]] = field(default_factory=lambda: defaultdict(list))
    grants: dict[tuple[UUID, UUID], list[Grant]] = field(default_factory=lambda: defaultdict(list))
    covers: dict[UUID, list[Cover]] = field(default_factory=lambda: defaultdict(list))
    roles: dict[UUID, list[Membership]] = field(default_factory=lambda: defaultdict(list))

    def own(self, user_id: UUID, case_id: UUID, at: datetime.datetime) -> str:
        """Say what made the case theirs at a moment, or nothing: a role alone says nothing."""
        if any(_allocated(one, at) for one in self.allocations[user_id, case_id]):
            return "as allocated worker"
        for grant in self.grants[user_id, case_id]:
            if _granted(grant, at):
                return _OF_A_GRANT[GrantKind(grant.kind)]
        away = {one.colleague_id for one in self.covers[user_id] if _covers(one, at)}
        if any(one.worker_id in away and _held(one, at) for one in self.workers[case_id]):
            return "standing in for the worker"
        return ""

    def was_ever(self, user_id: UUID, case_id: UUID) -> bool:
        """Say whether the case was ever allocated to them."""
        return bool(self.allocations[user_id, case_id])

    def role(self, user_id: UUID, at: datetime.datetime) -> str:
        """Say as what somebody worked here on a day: "IDVA", or nothing."""
        day = timezone.localdate(at)
        held = [
            ROLES[one.role].display_name
            for one in self.roles[user_id]
            if one.role in ROLES
            and one.starts_on <= day
            and (one.ends_on is None or one.ends_on >= day)
        ]
        return " and ".join(dict.fromkeys(held))


def _allocated(one: Allocation, at: datetime.datetime) -> bool:
    day = timezone.localdate(at)
    if one.starts_on > day or (one.ends_on is not None and one.ends_on < day):
        return False
    return one.ended_at is None or at < one.ended_at


def _held(one: Allocation, at: datetime.datetime) -> bool:
    """Say whether cover reached through it: also after the worker had left."""
    left = one.ended_by_leaving and one.ended_at is not None and one.ended_at <= at
    return left or _allocated(one, at)


def _granted(one: Grant, at: datetime.datetime) -> bool:
    ends = [end for end in (one.ends_at, one.ended_at) if end is not None]
    return one.starts_at <= at and all(at < end for end in ends)


def _covers(one: Cover, at: datetime.datetime) -> bool:
    in_days = one.starts_on <= timezone.localdate(at) <= one.ends_on
    return in_days and (one.ended_at is None or at < one.ended_at)


def of(user_ids: Collection[UUID], case_ids: Collection[UUID]) -> Standing:
    """Gather what these people had to do with these cases, with four queries."""
    found = Standing()
    for allocation in Allocation.objects.filter(case__in=case_ids):
        found.workers[allocation.case_id].append(allocation)
        found.allocations[allocation.worker_id, allocation.case_id].append(allocation)
    grants = Grant.objects.filter(case__in=case_ids, user__in=user_ids).defer("reason")
    for grant in grants.order_by("starts_at"):
        found.grants[grant.user_id, grant.case_id].append(grant)
    for cover in Cover.objects.filter(worker__in=user_ids):
        found.covers[cover.worker_id].append(cover)
    held = Membership.objects.filter(
        user__in=user_ids, organisation_id=context.required_organisation()
    )
    for membership in held.order_by("starts_on"):
        found.roles[membership.user_id].append(membership)
    return found
