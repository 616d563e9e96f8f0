"""The relationships through which a person comes to see a case.

An app above this one (accommodation: the residents of one's house) adds its own when it starts.
Each says, for a person and a day, which cases it reaches; together they are joined by "or", and
with none there are no cases.
"""

import datetime
from collections.abc import Callable

from django.db.models import Q

from accounts import access
from accounts.models import User
from accounts.permissions import Permission

Relationship = Callable[[User, datetime.date], Q]

NO_CASES = Q(pk__in=[])

_RELATIONSHIPS: list[Relationship] = []


def register(relationship: Relationship) -> Relationship:
    """Add a way in which people come to see cases."""
    if relationship not in _RELATIONSHIPS:
        _RELATIONSHIPS.append(relationship)
    return relationship


def related(user: User, day: datetime.date) -> Q:
    """Return the condition that a case meets when any relationship reaches it."""
    reached = NO_CASES
    for relationship in _RELATIONSHIPS:
        reached |= relationship(user, day)
    return reached


@register
def cases_of_own_service(user: User, day: datetime.date) -> Q:
    """Reach the cases of the services in which the person's role covers them all."""
    services = access.services_with(user, Permission.CASES_OF_THE_SERVICE)
    return Q(service__in=services) if services else NO_CASES
