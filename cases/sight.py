"""What a person may see of a case, kind by kind, what they may do to it, and why.

``visible_to`` decides whether the case is there at all. This says, of one that is, which kinds of
what it holds are shown: those of the person's roles at the case where an everyday relationship
reaches it, and where only grants do, those that the grants name.

A role counts for a case where it is held in no one place, in the case's service, or where it is
what reaches the case: the house, the team. Somebody who is given a case at a place where she holds
no role works there in those she holds elsewhere, but lets nobody else in.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone

from accounts import access
from accounts.field_classes import FieldClass
from accounts.models import Membership, User
from accounts.permissions import Permission
from accounts.quota import shows_places
from cases import relationships
from cases.choices import GrantKind
from cases.models import Case, Grant
from cases.relationships import ByRole, Relationship

NOT_SHOWN = "Not shown to your role"

# Access that is given to look, not to work.
TO_LOOK = (GrantKind.PARTNER, GrantKind.DIP_SAMPLE)
# Access that ends by itself gives none to others, nor through them to oneself for longer.
GIVES_ACCESS = frozenset(
    {Permission.CASE_ALLOCATE, Permission.ACCESS_GRANT, Permission.CONFLICTS_MANAGE}
)
_OF_A_CLASS = frozenset(one.permission for one in FieldClass)


@dataclass(frozen=True)
class Sight:
    """What is shown of a case, what may be done to it, and the relationships that reach it."""

    classes: frozenset[FieldClass]
    allowed: frozenset[Permission]
    because: tuple[Relationship, ...]
    roles: tuple[Membership, ...] = ()

    def shows(self, field_class: FieldClass) -> bool:
        """Say whether this kind is shown."""
        return field_class in self.classes

    def allows(self, permission: Permission) -> bool:
        """Say whether this may be done to the case, or whether this kind of it is shown."""
        return permission in self.allowed

    def by_name(self) -> dict[str, bool]:
        """Return each kind with whether it is shown, for a page."""
        return {one.value: one in self.classes for one in FieldClass}

    @property
    def lasts(self) -> bool:
        """Say whether the case is reached by more than access that ends by itself."""
        return any(one.names or not one.grants for one in self.because)


NOTHING = Sight(frozenset(), frozenset(), ())


def classes_of_role(user: User) -> frozenset[FieldClass]:
    """Return the kinds that a person's roles work with in the organisation that is entered."""
    return _classes_of(access.permissions(user))


def _classes_of(held: frozenset[Permission]) -> frozenset[FieldClass]:
    return frozenset(one for one in FieldClass if one.permission in held)


@shows_places
def holds_grant_that_shows_places(user: User) -> bool:
    """Say whether a grant of hers, of whatever case, names where people live."""
    live = Grant.objects.live_at(timezone.now()).filter(user=user)
    return live.filter(field_classes__contains=[FieldClass.LOCATION]).exists()


def of(user: User, case: Case, *, at: datetime.datetime | None = None) -> Sight:
    """Return what a person sees of a case that ``visible_to`` lets through; else nothing.

    A case from ``with_reach`` is not asked for again.
    """
    return of_each(user, [case], at=at)[case.pk]


def of_each(
    user: User, cases: Iterable[Case], *, at: datetime.datetime | None = None
) -> dict[UUID, Sight]:
    """Return what a person sees of each of these cases, by id, with at most two queries."""
    moment = at or timezone.now()
    asked = list(cases)
    if not all(hasattr(case, "reached_by_allocated") for case in asked):
        visible = Case.objects.visible_to(user, at=moment).with_reach(user, at=moment)
        known = list(visible.filter(pk__in=[case.pk for case in asked]))
    else:
        known = asked
    because = {case.pk: _because(case) for case in known}
    by_grant = [pk for pk, reached in because.items() if all(one.grants for one in reached)]
    grants: dict[UUID, list[Grant]] = {pk: [] for pk in by_grant}
    if by_grant:
        for grant in Grant.objects.live_at(moment).filter(user=user, case__in=by_grant):
            grants[grant.case_id].append(grant)
    found = {case.pk: NOTHING for case in asked}
    for case in known:
        whole = _of_roles(user, case, because[case.pk])
        seen = _of_grants(grants[case.pk], whole) if case.pk in grants else whole
        found[case.pk] = replace(seen, because=because[case.pk], roles=whole.roles)
    return found


def _of_roles(user: User, case: Case, because: Sequence[Relationship]) -> Sight:
    """Return what the roles show and allow that count for a case from ``with_reach``."""
    held = access.memberships(user)
    here = [one for one in held if _counts(one, user, case, because)]
    allowed = access.permissions_of(user, here)
    if Permission.CASE_SEE not in allowed:
        elsewhere = access.memberships_allowing(user, Permission.CASE_SEE)
        allowed |= access.permissions_of(user, elsewhere) - GIVES_ACCESS
        here += [one for one in elsewhere if one not in here]
    return Sight(_classes_of(allowed), allowed, (), tuple(here))


def _counts(role: Membership, user: User, case: Case, because: Sequence[Relationship]) -> bool:
    """Say whether a role counts for a case: by its place, or because it is what reaches it."""
    if access.service_of(role) in (None, case.service_id):
        return True
    return any(_is_reached_through(role, user, case, one) for one in because)


def _is_reached_through(role: Membership, user: User, case: Case, by: Relationship) -> bool:
    if not isinstance(by.reaches, ByRole):
        return False
    held = by.reaches.held(user)
    alone = len(held) == 1
    return role in held and (alone or bool(getattr(case, relationships.through(by, role))))


def _because(case: Case) -> tuple[Relationship, ...]:
    return tuple(
        one
        for one in relationships.every()
        if (one.names or not case.restricted) and getattr(case, f"reached_by_{one.code}")
    )


def _of_grants(grants: Sequence[Grant], whole: Sight) -> Sight:
    """Return what grants alone show: the kinds that they name, or those of the role."""
    shown: frozenset[FieldClass] = frozenset()
    to_work = named = False
    for grant in grants:
        shown |= frozenset(map(FieldClass, grant.field_classes)) or whole.classes
        to_work |= grant.kind not in TO_LOOK and not grant.field_classes
        named |= grant.kind == GrantKind.NAMED
    held = whole.allowed - _OF_A_CLASS if to_work else {Permission.CASE_SEE}
    held -= frozenset() if named else GIVES_ACCESS
    return Sight(shown, frozenset(held) | {one.permission for one in shown}, ())
