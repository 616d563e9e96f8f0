"""D1 commissioned bedspaces, D2 commissioned specialist services (rules 8 and 9)."""

from collections.abc import Iterator
from datetime import date

from returns.counting import dates
from returns.counting.instances import CommissionedPlaces, NearMiss, SpecialistService
from returns.counting.registry import population, rule
from returns.counting.scope import Scope
from returns.counting.settings import LAST_DAY


def _why_places(places: CommissionedPlaces) -> str:
    first, last = places.commission.first, places.commission.last
    since = "" if first == date.min else f" from {dates.in_words(first)}"
    until = "" if last == date.max else f" to {dates.in_words(last)}"
    return f"{places.weight} places commissioned{since}{until}, the most of these places"


def _near_places(scope: Scope) -> Iterator[NearMiss]:
    """Provision of this provider that nobody commissions, or this authority at another time."""
    counted = {each.provision.id for each in commissioned_places(scope)}
    in_counted_chain = {each.chain.id for each in commissioned_places(scope)}
    for chain in scope.index.chains:
        if chain.commissions and not chain.commissions_by(scope.authority):
            continue  # another authority's places
        for provision in chain.provisions:
            if provision.id in counted:
                continue
            if chain.id in in_counted_chain:
                why = "the same places are counted once, with their largest number"
            elif not provision.authority_code:
                why = "no authority commissions these places"
            else:
                why = "the authority did not commission these places in the period"
            yield NearMiss("provision", provision.id, "", why)


@population(why=_why_places, near_misses=_near_places)
def commissioned_places(scope: Scope) -> list[CommissionedPlaces]:
    """Rule 8: over chains, the largest number of places of any provision of the chain.

    Of the provisions that the authority commissions on any day of the period or, by a setting,
    on its last day.
    """
    first, last = scope.period.first, scope.period.last
    if scope.settings.bedspaces == LAST_DAY:
        first = last
    found = []
    for chain in scope.chains:
        commissions = [
            each
            for each in chain.commissions_by(scope.authority)
            if each.covers_any_day(first, last)
        ]
        if commissions:
            largest = max(commissions, key=lambda each: each.provision.bedspaces)
            found.append(CommissionedPlaces(chain, largest.provision, largest))
    return found


@rule("commissioned_places")
def bedspaces(_: object) -> bool:
    """Rule 8, D1 total. A bedspace is a unit for one victim with their children."""
    return True


@rule(
    "commissioned_places",
    looks_at=lambda places: places.accommodation_type,
    fact=lambda places, accommodation: f"the type is {places.accommodation_type}",
)
def bedspaces_by_type(accommodation_type: str, *, accommodation: tuple[str, ...]) -> bool:
    """Rule 8, D1 by accommodation type."""
    return accommodation_type in accommodation


def _why_service(service: SpecialistService) -> str:
    return f"serves {service.group.replace('_', ' ')} people, in places commissioned in the period"


@population(why=_why_service)
def specialist_services(scope: Scope) -> list[SpecialistService]:
    """Rule 9: services with commissioned provision, once for each group that they serve."""
    commissioned = {chain.service_id for chain in scope.chains}
    return [
        SpecialistService(service, group, group in service.by_and_for_groups)
        for service in scope.index.records.services
        if service.id in commissioned
        for group in sorted(service.specialist_groups)
    ]


@rule("specialist_services", looks_at=lambda service: service.group)
def services_for_group(served: str, *, group: tuple[str, ...]) -> bool:
    """Rule 9, D2: the total adds the groups, so a service may count more than once."""
    return served in group


@rule(
    "specialist_services",
    looks_at=lambda service: (service.group, service.by_and_for),
    fact=lambda service, group: (
        "run by-and-for that group" if service.by_and_for else "not run by-and-for that group"
    ),
)
def services_by_and_for_group(service: tuple[str, bool], *, group: tuple[str, ...]) -> bool:
    """Rule 9, D2: of the services for a group, those run by-and-for that group."""
    served, by_and_for = service
    return served in group and by_and_for
