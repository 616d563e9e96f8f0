"""What a person may do in the organisation that is entered. Every answer defaults to no."""

import datetime
from collections.abc import Iterable
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
        own = live.filter(user=user, organisation_id=organisation_id)
        held[key] = list(own.select_related("team"))
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
    for held in live.select_related("user", "team").order_by("user__full_name", "user_id", "pk"):
        user = found.setdefault(held.user_id, held.user)
        cache = user.__dict__.setdefault("_memberships_held", {})
        cache.setdefault((organisation_id, day), []).append(held)
    return list(found.values())


def permissions(user: User) -> frozenset[Permission]:
    """Return all that a person's roles allow in the organisation that is entered."""
    return permissions_of(user, memberships(user))


def permissions_of(user: User, held: Iterable[Membership]) -> frozenset[Permission]:
    """Return what these of a person's roles allow, as for a record that the others do not reach."""
    found: frozenset[Permission] = frozenset()
    for membership in held:
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
    """Return the services in which a role of this person allows this, on shift or not.

    A role that is bound to a team is held in the team's service.
    """
    return {
        service_id
        for membership in memberships_allowing(user, permission)
        if (service_id := service_of(membership)) and not ROLES[membership.role].only_on_shift
    }


def memberships_allowing(user: User, permission: Permission) -> list[Membership]:
    """Return those of a person's memberships whose role allows this."""
    return [
        membership
        for membership in memberships(user)
        if membership.role in ROLES and permission in ROLES[membership.role].permissions
    ]


def service_of(membership: Membership) -> UUID | None:
    """Return the service in which a role is held, by itself or through a team; None: everywhere."""
    return membership.team.service_id if membership.team else membership.service_id


def holds_off_shift(user: User, permission: Permission) -> bool:
    """Say whether a role that does not depend on a shift allows this."""
    return any(
        membership.role in ROLES
        and permission in ROLES[membership.role].permissions
        and not ROLES[membership.role].only_on_shift
        for membership in memberships(user)
    )


def holds_everywhere(user: User, permission: Permission) -> bool:
    """Say whether a role that is bound to no one service, team or shift allows this."""
    return any(
        service_of(membership) is None and not ROLES[membership.role].only_on_shift
        for membership in memberships_allowing(user, permission)
    )


def answers_for(user: User, colleague: User, permission: Permission) -> bool:
    """Say whether this person may do this for a colleague: everywhere, or in a service of both."""
    if holds_everywhere(user, permission):
        return True
    theirs = {service_of(membership) for membership in memberships(colleague)}
    return bool(services_with(user, permission) & theirs)


def colleagues_of(user: User, permission: Permission) -> list[User]:
    """Return those for whom a person may do this, in order of name; nobody without the role."""
    if not has_permission(user, permission):
        return []
    return [one for one in everybody() if answers_for(user, one, permission)]


def memberships_with(
    permission: Permission, *, on: datetime.date | None = None
) -> list[Membership]:
    """Return everybody's memberships that allow this today, of people who can sign in."""
    allowing = [role.code for role in ROLES.values() if permission in role.permissions]
    live = Membership.objects.live_on(on or timezone.localdate())
    held = live.filter(role__in=allowing, user__is_active=True)
    return list(held.select_related("user", "team").order_by("recorded_at", "pk"))
