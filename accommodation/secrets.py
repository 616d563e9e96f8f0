"""The houses in which a family stays or stayed: names and addresses never leave with it."""

from collections.abc import Iterator

from accommodation.models import Address
from accounts.models import Service
from cases.models import Case


def houses_of(case: Case) -> Iterator[str]:
    """Give the name and the addresses of each service in whose provision the family is or was."""
    services = Service.objects.filter(provision__episodes__case=case).distinct()
    yield from (str(service.name) for service in services)
    for address in Address.objects.filter(service__in=services):
        yield str(address.lines)
        yield str(address.post)
