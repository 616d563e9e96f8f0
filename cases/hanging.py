"""What of this app hangs on a service: its cases, told as a number to whoever reads none."""

import datetime
from collections.abc import Iterator

from django.db.models import Q

from accounts.ending import Hanging, hangs_on_services
from accounts.models import Service
from cases.models import Case


@hangs_on_services
def open_cases(service: Service, after: datetime.date) -> Iterator[Hanging]:
    """Give the cases that are open, or were closed after the day."""
    later = Q(closed_on=None) | Q(closed_on__gt=after)
    number = Case.objects.filter(later, service=service).count()
    if number:
        yield Hanging(f"Cases that are open, or were closed after that day: {number}")
