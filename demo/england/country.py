"""Authorities, providers, services and places: who runs what, where, for whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil

from accommodation.authorities import Authority
from demo.england.chance import pick, shuffled, stream
from demo.england.geography import FIRST_DAY, LAST_DAY, commissioners
from demo.england.names import provider_name, service_name
from demo.england.rounding import apportion
from demo.england.targets import TYPES, Targets

PLACES_OF_A_SERVICE = {
    "refuge": 13,
    "dispersed": 16,
    "sanctuary": 110,
    "specialist": 6,
    "second_stage": 9,
    "other": 14,
}
GROUPS = ("black_and_minoritised", "disabled", "lgbtq", "other")


@dataclass(slots=True)
class Block:
    """Places of one type in one service that one authority commissions through the year.

    `renewed_on` is the day on which a new contract carries the same places on, if one does;
    `places_before` how many there were until then. `successor` is the authority that carries them
    on when the first is abolished at the end of the year.
    """

    kind: str
    authority: str
    places: int
    renewed_on: date | None = None
    places_before: int = 0
    successor: str = ""


@dataclass(slots=True)
class ServicePlan:
    """One service: its places, and the groups it is for or run by."""

    name: str
    blocks: list[Block]
    groups: list[str] = field(default_factory=list)
    by_and_for: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.blocks[0].kind


@dataclass(slots=True)
class ProviderPlan:
    """One organisation and its services. `number` makes its references unique in the country."""

    number: int
    name: str
    kind: str
    services: list[ServicePlan]


def plan_country(targets: Targets) -> list[ProviderPlan]:
    """Every provider of the country, in a fixed order."""
    services = list(_services(_authorities(targets), targets))
    _give_groups([service for _, service in services], targets)
    holders: dict[tuple[str, str], list[ServicePlan]] = {}
    for holder, service in services:
        holders.setdefault(holder, []).append(service)
    return [
        ProviderPlan(number, provider_name(number, kind), kind, held)
        for number, ((kind, _), held) in enumerate(holders.items(), start=1)
    ]


def _authorities(targets: Targets) -> list[Authority]:
    """All authorities of the year; in a smaller country fewer, London always among them."""
    everyone = list(commissioners())
    wanted = max(4, round(len(everyone) * min(float(targets.scale), 1) ** 0.5))
    step = len(everyone) / wanted
    chosen = [everyone[int(at * step)] for at in range(wanted)]
    london = next(area for area in everyone if area.region == "London")
    return chosen if london in chosen else [*chosen[:-1], london]


def _services(
    authorities: list[Authority], targets: Targets
) -> Iterator[tuple[tuple[str, str], ServicePlan]]:
    """Each service with its holder: what kind of organisation runs it, and which one."""
    spread = _places(authorities, targets)
    regions: dict[str, int] = {}
    for at, area in enumerate(authorities):
        regions[area.region] = regions.get(area.region, -1) + 1
        for kind in TYPES:
            blocks = _blocks(area, kind, spread[kind][at])
            for order, block in enumerate(blocks):
                name = service_name(kind, len(blocks), order)
                holder = _holder(area, kind, order, len(blocks), regions[area.region] // 3)
                yield holder, ServicePlan(name, [block])


def _places(authorities: list[Authority], targets: Targets) -> dict[str, list[int]]:
    """Places of each type in each authority, by population; each authority has at least one."""
    people = [area.population_2020 or 0 for area in authorities]
    spread = {kind: apportion(targets.places[kind], people) for kind in TYPES}
    for at in range(len(authorities)):
        if not any(spread[kind][at] for kind in TYPES):
            largest = max(range(len(people)), key=lambda one: spread["sanctuary"][one])
            spread["sanctuary"][largest] -= 1
            spread["sanctuary"][at] += 1
    return spread


def _blocks(area: Authority, kind: str, places: int) -> list[Block]:
    if not places:
        return []
    count = max(1, round(places / PLACES_OF_A_SERVICE[kind]))
    rng = stream("contracts", area.gss_code, kind)
    blocks = [Block(kind, area.gss_code, size) for size in apportion(places, [1] * count)]
    for block in blocks:
        block.places_before = block.places
        if area.valid_to == LAST_DAY:
            block.successor = rng.choice(area.successors)
        elif rng.random() < 0.08:
            block.renewed_on = FIRST_DAY + timedelta(days=rng.choice((91, 183, 214)))
            block.places_before -= block.places > 8 and kind != "refuge"
    return blocks


def _holder(area: Authority, kind: str, order: int, services: int, cluster: int) -> tuple[str, str]:
    """Charities run refuges and second stage, councils and housing associations the rest."""
    if kind == "sanctuary" and (area.population_2020 or 0) > 200_000:
        return "housing_authority", f"{area.gss_code}/{order // 3}"
    if kind == "other":
        # A housing association works for neighbouring authorities too, unless one is very large.
        alone = services > 3
        return "registered_provider", f"{area.gss_code}/{order // 4}" if alone else (
            f"{area.region}/{cluster}"
        )
    if kind == "specialist" and services > 1:
        return "charity", f"{area.gss_code}/specialist/{order // 4}"
    refuges = max(1, ceil(services / 4))
    return "charity", f"{area.gss_code}/{order % refuges}"


def _give_groups(services: list[ServicePlan], targets: Targets) -> None:
    """Say which services are for a group, and which of those are run by-and-for it."""
    rng = stream("specialist groups")
    special = shuffled((one for one in services if one.kind == "specialist"), rng=rng)
    general = [one for one in services if one.kind not in ("specialist", "sanctuary")]
    for group in GROUPS:
        count = targets.of(f"D2.{group}")
        inside = pick(special, count * 6 // 10, rng=rng)
        chosen = inside + pick(general, count - len(inside), rng=rng)
        for service in chosen:
            service.groups.append(group)
        for service in chosen[: targets.of(f"D2.by_and_for.{group}")]:
            service.by_and_for.append(group)


def all_blocks(providers: Iterable[ProviderPlan]) -> Iterator[Block]:
    """Every block of places in the order in which households are put into them."""
    for provider in providers:
        for service in provider.services:
            yield from service.blocks
