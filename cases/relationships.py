"""The relationships through which a person comes to see a case.

Each has a name, says in words what it is, and says, for a person and a moment, which cases it
reaches. Together they are joined by "or"; with none there are no cases. ``visible_to`` and the
page that explains why somebody sees a case read the same register. An app above this one
(accommodation: the residents of one's house) adds its own when it starts.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping
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


@dataclass(frozen=True)
class ByRole:
    """Reaches by where a person's roles are held: which of them count, and what those reach."""

    held: Callable[[User], list[Membership]]
    reach: Callable[[Collection[Membership], datetime.datetime], Q]

    def __call__(self, user: User, moment: datetime.datetime) -> Q:
        """Reach what any of these roles reaches."""
        held = self.held(user)
        return self.reach(held, moment) if held else NO_CASES


@dataclass(frozen=True)
class Granted:
    """Reaches the cases for which the person holds a live grant of these kinds."""

    kinds: tuple[GrantKind, ...]

    def __call__(self, user: User, moment: datetime.datetime) -> Q:
        """Reach what any such grant reaches."""
        live = Grant.objects.live_at(moment).of_kind(*self.kinds).filter(user=user)
        return Q(pk__in=live.values("case_id"))


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


def each(user: User, moment: datetime.datetime) -> dict[str, Q]:
    """Return the condition of each relationship, under the name that a case from it carries.

    Where several roles of one person may be what reaches, there is a condition for each as well.
    """
    found = {f"reached_by_{one.code}": one.reaches(user, moment) for one in every()}
    for one in every():
        if isinstance(one.reaches, ByRole) and len(held := one.reaches.held(user)) > 1:
            for role in held:
                found[through(one, role)] = one.reaches.reach([role], moment)
    return found


def through(relationship: Relationship, role: Membership) -> str:
    """Return the name under which a case says that a relationship reaches it through a role."""
    return f"reached_by_{relationship.code}_{role.pk.hex}"


def _any_of(relationships: list[Relationship], user: User, moment: datetime.datetime) -> Q:
    reached, kinds = NO_CASES, list[GrantKind]()
    for relationship in relationships:
        if isinstance(relationship.reaches, Granted):
            kinds += relationship.reaches.kinds
        else:
            reached |= relationship.reaches(user, moment)
    # The database looks through the grants once, however many kinds there are.
    return reached | Granted(tuple(kinds))(user, moment) if kinds else reached


def allocated(user: User, moment: datetime.datetime) -> Q:
    """Reach the cases that the person is allocated to."""
    mine = Allocation.objects.live_on(timezone.localdate(moment)).filter(worker=user)
    return Q(pk__in=mine.values("case_id"))


def _last_days_of_allocations(
    case_id: UUID, moment: datetime.datetime
) -> Mapping[UUID, datetime.date | None]:
    live = Allocation.objects.live_on(timezone.localdate(moment)).filter(case=case_id)
    return dict(live.values_list("worker_id", "ends_on"))


# What shares the cases of a team with a role that is bound to it.
_SHARING = (
    Permission.CASES_OF_THE_TEAM,
    Permission.CASES_OF_THE_SERVICE,
    Permission.CASES_OF_THE_ORGANISATION,
)


def in_a_team(user: User) -> list[Membership]:
    """Return the roles that are bound to a team and share its cases."""
    shared = {one.pk: one for may in _SHARING for one in access.memberships_allowing(user, may)}
    return [one for one in shared.values() if one.team_id]


def of_own_team(held: Collection[Membership], moment: datetime.datetime) -> Q:
    """Reach the cases allocated to colleagues in these teams; one’s own are not among them."""
    day = timezone.localdate(moment)
    teams = {one.team_id for one in held}
    others = Membership.objects.live_on(day).exclude(user__in={one.user_id for one in held})
    colleagues = others.filter(team__in=teams).values("user_id")
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


def in_a_service(user: User) -> list[Membership]:
    """Return the roles that cover all cases of the one service in which they are held."""
    houses = in_a_house(user)
    everything = access.memberships_allowing(user, Permission.CASES_OF_THE_ORGANISATION)
    return [*houses, *(one for one in everything if one.service_id and not one.team_id)]


def in_a_house(user: User) -> list[Membership]:
    """Return the roles that cover whoever the one service in which they are held works with."""
    covering = access.memberships_allowing(user, Permission.CASES_OF_THE_SERVICE)
    return [one for one in covering if one.service_id and not one.team_id]


def of_own_service(held: Collection[Membership], moment: datetime.datetime) -> Q:
    """Reach the cases of these services."""
    return Q(service__in={one.service_id for one in held})


def everywhere(user: User) -> list[Membership]:
    """Return the roles that cover every case, and are bound to no one service or team."""
    covering = access.memberships_allowing(user, Permission.CASES_OF_THE_ORGANISATION)
    return [one for one in covering if access.service_of(one) is None]


def of_the_organisation(held: Collection[Membership], moment: datetime.datetime) -> Q:
    """Reach every case of the organisation."""
    return Q(pk__isnull=False)


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
        "named", "they are named for this restricted case", Granted((GrantKind.NAMED,)),
        names=True, grants=(GrantKind.NAMED,), ends=_ends_of_grants(GrantKind.NAMED),
    )
)  # fmt: skip
register(
    Relationship("team", "the case is a colleague’s of their team", ByRole(in_a_team, of_own_team))
)
register(Relationship("cover", "they stand in for the worker", covered, ends=_last_days_of_cover))
register(
    Relationship(
        "service", "their role covers the cases of this service",
        ByRole(in_a_service, of_own_service),
    )
)  # fmt: skip
register(
    Relationship(
        "organisation", "their role covers every case here",
        ByRole(everywhere, of_the_organisation),
    )
)  # fmt: skip
_GIVEN = (GrantKind.PARTNER, GrantKind.REQUESTED, GrantKind.DIP_SAMPLE, GrantKind.BREAK_GLASS)
for _kind in _GIVEN:
    _words = f"they were given access: {_kind.label.lower()}"
    register(
        Relationship(
            _kind.value, _words, Granted((_kind,)), grants=(_kind,), ends=_ends_of_grants(_kind)
        )
    )
