"""What a person may do in the organisation that is entered. Every answer defaults to no."""

import datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import EXPORTING, Permission
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
    if user.only_role is not None:
        return [membership for membership in held[key] if membership.role == user.only_role]
    return held[key]


def everybody(*, on: datetime.date | None = None) -> list[User]:
    """Return who works in the organisation that is entered, in order of name, with one query.

    Each comes with the memberships at hand, as ``memberships`` would find them.
    """
    organisation_id = context.required_organisation()
    day = on or timezone.localdate()
    live = Membership.objects.live_on(day).filter(user__is_active=True)
    found: dict[UUID, User] = {}
    for held in live.select_related("user").order_by("user__full_name", "user_id", "pk"):
        user = found.setdefault(held.user_id, held.user)
        cache = user.__dict__.setdefault("_memberships_held", {})
        cache.setdefault((organisation_id, day), []).append(held)
    return list(found.values())


def permissions(user: User) -> frozenset[Permission]:
    """Return all that a person's roles allow in the organisation that is entered."""
    found: frozenset[Permission] = frozenset()
    for membership in memberships(user):
        role = ROLES.get(membership.role)
        found |= role.permissions if role else frozenset()
    if user.exports_from and timezone.now() < user.exports_from:
        # Somebody enrolled anew with the help of others a short while ago.
        return found - EXPORTING
    return found


def has_permission(user: User, permission: Permission) -> bool:
    """Say whether one of a person's roles allows this in the organisation that is entered."""
    return permission in permissions(user)


def is_known_to_hold(user: User, permission: Permission) -> bool:
    """Say whether the roles that this request has read allow this; it asks the database nothing.

    For a page that is shown after the organisation was left, such as the one for what is absent.
    """
    read: dict[object, list[Membership]] = user.__dict__.get("_memberships_held", {})
    return any(
        membership.role in ROLES and permission in ROLES[membership.role].permissions
        for held in read.values()
        for membership in held
    )


def services_with(user: User, permission: Permission) -> set[UUID]:
    """Return the services in which a role of this person allows this, on shift or not."""
    return {
        membership.service_id
        for membership in memberships(user)
        if membership.service_id
        and membership.role in ROLES
        and permission in ROLES[membership.role].permissions
        and not ROLES[membership.role].only_on_shift
    }


def holds_off_shift(user: User, permission: Permission) -> bool:
    """Say whether a role that does not depend on a shift allows this."""
    return any(
        membership.role in ROLES
        and permission in ROLES[membership.role].permissions
        and not ROLES[membership.role].only_on_shift
        for membership in memberships(user)
    )


def holds_everywhere(user: User, permission: Permission) -> bool:
    """Say whether a role that is bound to no one service or team allows this."""
    return any(
        membership.service_id is None
        and membership.team_id is None
        and membership.role in ROLES
        and permission in ROLES[membership.role].permissions
        for membership in memberships(user)
    )


def answers_for(user: User, colleague: User, permission: Permission) -> bool:
    """Say whether this person may do this for a colleague: everywhere, or in a service of both."""
    if holds_everywhere(user, permission):
        return True
    theirs = {membership.service_id for membership in memberships(colleague)}
    return bool(services_with(user, permission) & theirs)


def colleagues_of(user: User, permission: Permission) -> list[User]:
    """Return those for whom a person may do this, in order of name; nobody without the role."""
    if not has_permission(user, permission):
        return []
    return [one for one in everybody() if answers_for(user, one, permission)]


def teams_with(user: User, permission: Permission) -> set[UUID]:
    """Return the teams in which a role of this person allows this."""
    return {
        membership.team_id
        for membership in memberships(user)
        if membership.team_id
        and membership.role in ROLES
        and permission in ROLES[membership.role].permissions
    }


def memberships_with(
    permission: Permission, *, on: datetime.date | None = None
) -> list[Membership]:
    """Return everybody's memberships that allow this today, of people who can sign in."""
    allowing = [role.code for role in ROLES.values() if permission in role.permissions]
    live = Membership.objects.live_on(on or timezone.localdate())
    held = live.filter(role__in=allowing, user__is_active=True).select_related("user")
    return list(held.order_by("recorded_at", "pk"))
