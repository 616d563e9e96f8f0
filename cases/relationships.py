"""The relationships through which a person comes to see a case.

Each has a name, says in words what it is, and says, for a person and a moment, which cases it
reaches. Together they are joined by "or"; with none there are no cases. ``visible_to`` and the
page that explains why somebody sees a case read the same register. An app above this one
(accommodation: the residents of one's house) adds its own when it starts.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from accounts import access
from accounts.models import Membership, User
from accounts.permissions import Permission
from cases.choices import GrantKind
from cases.models.allocation import Allocation
from cases.models.grant import Cover, Grant

NO_CASES = Q(pk__in=[])

# By person. A last day is included; a moment is not.
Ends = Callable[[UUID, datetime.datetime], Mapping[UUID, datetime.date | datetime.datetime | None]]


@dataclass(frozen=True)
class Relationship:
    """One way in which people come to see cases.

    ``words`` ends the sentence "… can open it because". ``names`` marks one that holds for a
    restricted case as well. ``grants`` are the kinds of grant behind it, where there are any.
    ``ends`` says of one case, by person, until when it holds: a last day, or a moment.
    """

    code: str
    words: str
    reaches: Callable[[User, datetime.datetime], Q]
    names: bool = False
    grants: tuple[GrantKind, ...] = ()
    ends: Ends | None = None


_RELATIONSHIPS: dict[str, Relationship] = {}


def register(relationship: Relationship) -> Relationship:
    """Add a way in which people come to see cases."""
    _RELATIONSHIPS[relationship.code] = relationship
    return relationship


def every() -> list[Relationship]:
    """Return every way there is, in the order of being registered."""
    return list(_RELATIONSHIPS.values())


def related(user: User, moment: datetime.datetime) -> Q:
    """Return the condition that a case meets when any relationship reaches it."""
    return _any_of(every(), user, moment)


def named(user: User, moment: datetime.datetime) -> Q:
    """Return the condition that a case meets when the person is named for it."""
    return _any_of([one for one in every() if one.names], user, moment)


def _any_of(relationships: list[Relationship], user: User, moment: datetime.datetime) -> Q:
    reached = NO_CASES
    for relationship in relationships:
        reached |= relationship.reaches(user, moment)
    return reached


def allocated(user: User, moment: datetime.datetime) -> Q:
    """Reach the cases that the person is allocated to."""
    mine = Allocation.objects.live_on(timezone.localdate(moment)).filter(worker=user)
    return Q(pk__in=mine.values("case_id"))


def _last_days_of_allocations(
    case_id: UUID, moment: datetime.datetime
) -> Mapping[UUID, datetime.date | None]:
    live = Allocation.objects.live_on(timezone.localdate(moment)).filter(case=case_id)
    return dict(live.values_list("worker_id", "ends_on"))


def of_own_team(user: User, moment: datetime.datetime) -> Q:
    """Reach the cases allocated to people of one's team, where the role shares them."""
    teams = access.teams_with(user, Permission.CASES_OF_THE_TEAM)
    if not teams:
        return NO_CASES
    day = timezone.localdate(moment)
    colleagues = Membership.objects.live_on(day).filter(team__in=teams).values("user_id")
    return Q(pk__in=Allocation.objects.live_on(day).filter(worker__in=colleagues).values("case_id"))


def covered(user: User, moment: datetime.datetime) -> Q:
    """Reach the cases of the colleagues for whom the person stands in.

    Those of one who left meanwhile too, until somebody is given them: else nobody would hold them.
    """
    day = timezone.localdate(moment)
    colleagues = Cover.objects.live_on(day).filter(worker=user).values("colleague_id")
    theirs = Allocation.objects.filter(worker__in=colleagues)
    left_behind = theirs.left_behind().values("case_id")
    return Q(pk__in=theirs.live_on(day).values("case_id")) | Q(pk__in=left_behind)


def _last_days_of_cover(
    case_id: UUID, moment: datetime.datetime
) -> Mapping[UUID, datetime.date | None]:
    day = timezone.localdate(moment)
    of_the_case = Allocation.objects.filter(case=case_id)
    workers = (of_the_case.live_on(day) | of_the_case.left_behind()).values("worker_id")
    live = Cover.objects.live_on(day).filter(colleague__in=workers).order_by("ends_on")
    return dict(live.values_list("worker_id", "ends_on"))


def of_own_service(user: User, moment: datetime.datetime) -> Q:
    """Reach the cases of the services in which the person's role covers them all."""
    services = access.services_with(user, Permission.CASES_OF_THE_SERVICE)
    services |= access.services_with(user, Permission.CASES_OF_THE_ORGANISATION)
    return Q(service__in=services) if services else NO_CASES


def of_the_organisation(user: User, moment: datetime.datetime) -> Q:
    """Reach every case of the organisation, where the role covers them all and not one service."""
    covers = access.holds_everywhere(user, Permission.CASES_OF_THE_ORGANISATION)
    return Q(pk__isnull=False) if covers else NO_CASES


def granted(*kinds: GrantKind) -> Callable[[User, datetime.datetime], Q]:
    """Reach the cases for which the person holds a live grant of these kinds."""

    def reaches(user: User, moment: datetime.datetime) -> Q:
        live = Grant.objects.live_at(moment).of_kind(*kinds).filter(user=user)
        return Q(pk__in=live.values("case_id"))

    return reaches


def _ends_of_grants(kind: GrantKind) -> Ends:
    def ends(case_id: UUID, moment: datetime.datetime) -> Mapping[UUID, datetime.datetime | None]:
        live = Grant.objects.live_at(moment).of_kind(kind).filter(case=case_id)
        in_order = live.order_by(F("ends_at").asc(nulls_last=True))
        return dict(in_order.values_list("user_id", "ends_at"))

    return ends


register(
    Relationship(
        "allocated", "the case is allocated to them", allocated, names=True,
        ends=_last_days_of_allocations,
    )
)  # fmt: skip
register(
    Relationship(
        "named", "they are named for this restricted case", granted(GrantKind.NAMED),
        names=True, grants=(GrantKind.NAMED,), ends=_ends_of_grants(GrantKind.NAMED),
    )
)  # fmt: skip
register(Relationship("team", "the case is a colleague’s of their team", of_own_team))
register(Relationship("cover", "they stand in for the worker", covered, ends=_last_days_of_cover))
register(Relationship("service", "their role covers the cases of this service", of_own_service))
register(Relationship("organisation", "their role covers every case here", of_the_organisation))
_GIVEN = (GrantKind.PARTNER, GrantKind.REQUESTED, GrantKind.DIP_SAMPLE, GrantKind.BREAK_GLASS)
for _kind in _GIVEN:
    _words = f"they were given access: {_kind.label.lower()}"
    register(
        Relationship(
            _kind.value, _words, granted(_kind), grants=(_kind,), ends=_ends_of_grants(_kind)
        )
    )
