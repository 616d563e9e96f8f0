"""What of this app hangs on a service: places that are bought, households, shifts."""

import datetime
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from accommodation.choices import Decision
from accommodation.models import PlacementReferral, Provision, Shift, Stay
from accounts.ending import Hanging, hangs_on_services
from accounts.models import Service


@hangs_on_services
def places(service: Service, after: datetime.date) -> Iterator[Hanging]:
    """Give the places, stays, asked-for places and shifts that go on after the day."""
    for one in Provision.objects.filter(_goes_on("commissioned_to", after), service=service):
        url = reverse("places:change_provision", args=[one.pk])
        yield Hanging(f"{one.get_accommodation_type_display()}: say until when it is bought", url)
    counted = (
        ("Households with a room", Stay.objects.filter(
            _goes_on("ends_on", after), unit__service=service)),
        ("Places that were asked for and are not decided", PlacementReferral.objects.filter(
            decision=Decision.PENDING, provision__service=service)),
        ("Shifts that begin after that day", Shift.objects.filter(
            ended_at=None, starts_at__date__gt=after, service=service)),
    )  # fmt: skip
    for words, found in counted:
        if number := found.count():
            yield Hanging(f"{words}: {number}")


def _goes_on(field: str, after: datetime.date) -> Q:
    return Q(**{field: None}) | Q(**{f"{field}__gt": after})
