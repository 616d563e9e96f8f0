"""What a person may do in the organisation that is entered. Every answer defaults to no."""

import datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Permission
from accounts.roles import ROLES
from audit import context


def memberships(user: User, *, on: datetime.date | None = None) -> list[Membership]:
    """Return the memberships that a person holds today in the organisation that is entered.

    Read once for each user object, which lives as long as one request or task: a role that was
    taken away is gone with the next request.
    """
    organisation_id = context.organisation()
    if organisation_id is None or not user.is_active:
        return []
    day = on or timezone.localdate()
    held: dict[tuple[UUID, datetime.date], list[Membership]] = user.__dict__.setdefault(
        "_memberships_held", {}
    )
    key = (organisation_id, day)
    if key not in held:
        live = Membership.objects.live_on(day)
        held[key] = list(live.filter(user=user, organisation_id=organisation_id))
    return held[key]


def permissions(user: User) -> frozenset[Permission]:
    """Return all that a person's roles allow in the organisation that is entered."""
    found: frozenset[Permission] = frozenset()
    for membership in memberships(user):
        role = ROLES.get(membership.role)
        found |= role.permissions if role else frozenset()
    return found


def has_permission(user: User, permission: Permission) -> bool:
    """Say whether one of a person's roles allows this in the organisation that is entered."""
    return permission in permissions(user)


def services_with(user: User, permission: Permission) -> set[UUID]:
    """Return the services in which a role of this person allows this."""
    return {
        membership.service_id
        for membership in memberships(user)
        if membership.service_id
        and membership.role in ROLES
        and permission in ROLES[membership.role].permissions
    }


def teams_with(user: User, permission: Permission) -> set[UUID]:
    """Return the teams in which a role of this person allows this."""
    return {
        membership.team_id
        for membership in memberships(user)
        if membership.team_id
        and membership.role in ROLES
        and permission in ROLES[membership.role].permissions
    }
