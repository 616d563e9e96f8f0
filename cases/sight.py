"""What a person may see of a case, kind by kind, and why.

``visible_to`` decides whether the case is there at all. This says, of one that is, which kinds of
what it holds are shown: those of the person's role where an everyday relationship reaches it, and
where only a grant does, those that the grant names.
"""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from accounts import access
from accounts.field_classes import FieldClass
from accounts.models import User
from cases import relationships
from cases.models import Case, Grant
from cases.relationships import Relationship


@dataclass(frozen=True)
class Sight:
    """What is shown of a case, and the relationships that reach it."""

    classes: frozenset[FieldClass]
    because: tuple[Relationship, ...]

    def shows(self, field_class: FieldClass) -> bool:
        """Say whether this kind is shown."""
        return field_class in self.classes


def classes_of_role(user: User) -> frozenset[FieldClass]:
    """Return the kinds that a person's roles work with in the organisation that is entered."""
    held = access.permissions(user)
    return frozenset(one for one in FieldClass if one.permission in held)


def of(user: User, case: Case, *, at: datetime.datetime | None = None) -> Sight:
    """Return what a person sees of a case that ``visible_to`` lets through; else nothing."""
    moment = at or timezone.now()
    if not Case.objects.visible_to(user, at=moment).filter(pk=case.pk).exists():
        return Sight(frozenset(), ())
    because = tuple(
        one
        for one in relationships.every()
        if (one.names or not case.restricted)
        and Case.objects.filter(one.reaches(user, moment), pk=case.pk).exists()
    )
    role = classes_of_role(user)
    if any(not one.grants for one in because):
        return Sight(role, because)
    return Sight(_of_grants(user, case.pk, moment, role), because)


def _of_grants(
    user: User, case_id: UUID, moment: datetime.datetime, role: frozenset[FieldClass]
) -> frozenset[FieldClass]:
    shown: frozenset[FieldClass] = frozenset()
    for grant in Grant.objects.live_at(moment).filter(user=user, case_id=case_id):
        named = frozenset(map(FieldClass, grant.field_classes))
        shown |= named or role
    return shown
