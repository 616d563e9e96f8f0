"""House staff see the cases of those who live in their house; relief staff for their shift."""

import datetime
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accommodation.models import Episode, Shift
from accounts.models import Membership, User
from cases.relationships import ByRole, Relationship, in_a_house


def residents_of_own_house(held: Collection[Membership], moment: datetime.datetime) -> Q:
    """Reach cases with an episode in these services that has not ended before the day."""
    services = {one.service_id for one in held if one.service_id}
    here = Episode.objects.in_services(services).not_ended_before(timezone.localdate(moment))
    return Q(pk__in=here.values("case_id"))


def houses_on_shift(user: User, moment: datetime.datetime) -> QuerySet[Shift, UUID]:
    """Return the ids of the houses in which a person is on shift."""
    running: QuerySet[Shift] = Shift.objects.running_at(moment).filter(worker=user)
    return running.values_list("service_id", flat=True)


def residents_on_shift(user: User, moment: datetime.datetime) -> Q:
    """Reach cases with a running episode in the house in which the person is on shift."""
    here = Episode.objects.in_services(houses_on_shift(user, moment))
    return Q(pk__in=here.not_ended_before(timezone.localdate(moment)).values("case_id"))


def _ends_of_shifts(
    case_id: UUID, moment: datetime.datetime
) -> Mapping[UUID, datetime.datetime | None]:
    houses = Episode.objects.filter(case=case_id).values("provision__service_id")
    running = Shift.objects.running_at(moment).filter(service__in=houses)
    return dict(running.values_list("worker_id", "ends_at"))


RESIDENTS = Relationship(
    "residents", "the household lives in their house", ByRole(in_a_house, residents_of_own_house)
)
ON_SHIFT = Relationship(
    "shift",
    "the household lives in the house in which they are on shift",
    residents_on_shift,
    ends=_ends_of_shifts,
)
