"""House staff see the cases of those who live in their house."""

import datetime

from django.db.models import Q

from accommodation.models import Episode
from accounts import access
from accounts.models import User
from accounts.permissions import Permission
from cases.relationships import NO_CASES


def residents_of_own_house(user: User, day: datetime.date) -> Q:
    """Reach cases with an episode in one's own service that has not ended before the day."""
    services = access.services_with(user, Permission.CASES_OF_THE_SERVICE)
    if not services:
        return NO_CASES
    here = Episode.objects.in_services(services).not_ended_before(day)
    return Q(pk__in=here.values("case_id"))
