"""The past of the small demo: each provider's bundle, from April 2022 until lately.

Stays follow one another in each room with weeks between, and leave every room free in time for
those who live there today (see `scenes`). Everybody is put together from the name lists; the same
day gives the same past.
"""

from datetime import date, timedelta
from random import Random

from demo.england.bundle import BundleWriter, Rows, written
from demo.england.chance import stream, weighted
from demo.england.diary import Visit
from demo.england.households import HouseholdRecords
from demo.england.housing import Residence
from demo.england.leaving import NEXT_PLACES, Leaving, Refusal
from demo.england.people import SUPPORT_TYPES, Household, Mark, Member
from demo.england.persons import Recording
from demo.england.referrals import ReferralRecords
from demo.houses import House, Provider
from demo.scenes import scenes

LAST_DAYS = timedelta(days=12)
"""Of the last days the past says nothing: they belong to the scenes."""

SANCTUARY_LINES = 4
"""A sanctuary scheme has no rooms; so many households of the past followed one another."""

REFUSALS = (
    Refusal(("capacity",), ()),
    Refusal(("capacity",), ()),
    Refusal(("needs_not_met",), ("no_recourse",)),
    Refusal(("needs_not_met",), ("mental_health",)),
    Refusal(("needs_not_met",), ("family_size",)),
    Refusal(("declined_offer",), ()),
    Refusal(("no_contact",), ()),
    Refusal(("other",), ()),
)


def history_of(provider: Provider, *, today: date) -> Rows:
    """The provider's bundle: its houses, and everybody who has moved on."""
    writer = BundleWriter(provider.prefix)
    rng = stream("history", provider.prefix)
    name = {"organisation_ref": provider.prefix, "name": provider.name, "kind": provider.kind}
    writer.add("organisations", name)
    past = _Past(writer, provider.prefix, rng, today)
    for house in provider.houses:
        past.write(house)
    return writer.rows


class _Past:
    """Writes the houses of one provider and those who have moved on from them."""

    def __init__(self, writer: BundleWriter, provider: str, rng: Random, today: date) -> None:
        self.writer = writer
        self.provider = provider
        self.rng = rng
        self.today = today
        recording = Recording(silence=0.02, rng=rng)
        self.households = HouseholdRecords(writer, provider, recording, until=today)
        self.referrals = ReferralRecords(writer, rng)

    def write(self, house: House) -> None:
        """The house, its places and rooms, its past households and those it turned away."""
        service = self._add_service(house)
        contracts = self._add_contracts(house, service)
        units = self._add_units(house, service) or [""] * SANCTUARY_LINES
        for place, unit in enumerate(units):
            begins = contracts[-1][0] if place >= house.contracts[0].places else contracts[0][0]
            until = self._free_from(house, place)
            for visit in self._visits(place, begins, until):
                self._add_residence(house, visit, _in_force(contracts, visit.started_on), unit)
        day = contracts[0][0]
        while (day := day + timedelta(days=self.rng.randint(20, 90))) < self.today - LAST_DAYS:
            refusal = self.rng.choice(REFUSALS)
            self.referrals.refused_on(day, _in_force(contracts, day), refusal)

    def _add_service(self, house: House) -> str:
        reference = self.writer.reference("v")
        row = {"service_ref": reference, "organisation_ref": self.provider, "name": house.name}
        row["specialist_groups"] = ";".join(house.groups)
        row["by_and_for_groups"] = ";".join(house.by_and_for)
        row["in_house_frontline"] = house.in_house
        row["quality_standards"] = house.standards
        self.writer.add("services", row)
        return reference

    def _add_contracts(self, house: House, service: str) -> list[tuple[date, str]]:
        contracts: list[tuple[date, str]] = []
        for contract in house.contracts:
            if contracts:
                last_day = contract.begins - timedelta(days=1)
                self.writer.rows["provision"][-1]["commissioned_to"] = written(last_day)
            reference = self.writer.reference("b")
            row = {"provision_ref": reference, "service_ref": service}
            row |= {"accommodation_type": house.kind, "authority_code": house.authority_code}
            row |= {"bedspaces": str(contract.places)}
            row |= {"commissioned_from": written(contract.begins)}
            row |= {"continues": contracts[-1][1] if contracts else ""}
            self.writer.add("provision", row)
            contracts.append((contract.begins, reference))
        return contracts

    def _add_units(self, house: House, service: str) -> list[str]:
        units = []
        for number, (name, sleeps) in enumerate(zip(house.rooms(), house.sleeps, strict=True)):
            reference = self.writer.reference("u")
            row = {"unit_ref": reference, "service_ref": service, "name": name}
            row |= {"sleeps": str(sleeps), "step_free": "yes" if number == 0 else "no"}
            row |= {"cot": "yes" if sleeps > 2 else "no"}
            self.writer.add("units", row)
            units.append(reference)
        return units

    def _free_from(self, house: House, place: int) -> date:
        """The day from which a place is free of the past: before whoever lives there today came."""
        room = house.rooms()[place] if house.sleeps else ""
        came = [
            self.today - timedelta(days=case.arrived)
            for case in scenes().cases
            if case.house == house.name and case.room == room and case.arrived is not None
        ]
        return min([self.today, *came]) - LAST_DAYS

    def _visits(self, place: int, begins: date, until: date) -> list[Visit]:
        """Those who lived in one place, one after another, all gone by now."""
        visits: list[Visit] = []
        at = begins + timedelta(days=self.rng.randint(0, 80))
        while True:
            ends = at + timedelta(days=min(12 + int(self.rng.expovariate(1 / 190)), 500))
            if ends >= until:
                return visits
            visits.append(Visit(place, "past", at, ends, counted=False))
            at = ends + timedelta(days=5 + int(self.rng.expovariate(1 / 230)))

    def _add_residence(self, house: House, visit: Visit, provision: str, unit: str) -> None:
        household = _household(house, rng=self.rng)
        residence = Residence(visit, household, _leaving(self.rng))
        case = self.households.write(
            residence, authority=house.authority_code, provision=provision, unit=unit
        )
        children = sum(member.is_child for member in household.members)
        sizes = (len(household.members) - children, children)
        self.referrals.accepted(provision, case, visit.started_on, sizes)


def _in_force(contracts: list[tuple[date, str]], day: date) -> str:
    return next(
        (reference for begins, reference in reversed(contracts) if begins <= day), contracts[0][1]
    )


def _household(house: House, *, rng: Random) -> Household:
    band = rng.choice(("young", "middle", "middle", "middle", "older"))
    members = [Member("survivor", band)]
    if band != "older":
        members += [Member("child", "child") for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))]
    minoritised = rng.random() < (0.95 if "specialist" in house.kind else 0.25)
    for member in members:
        if member.is_child:
            member.gender = rng.choice(("woman", "man"))
        if minoritised:
            member.marks |= Mark.MINORITISED
        if rng.random() < (0.1 if member.is_child else 0.35):
            member.marks |= rng.choice((Mark.MENTAL_HEALTH, Mark.MENTAL_HEALTH, Mark.DISABLED))
        kinds = {"general", *rng.sample(SUPPORT_TYPES, 3)}
        member.support.update(kind for kind in kinds if member.is_child or kind != "children")
    outside = house.kind != "sanctuary" and rng.random() < 0.4
    return Household(house.kind, members, out_of_area=outside)


def _leaving(rng: Random) -> Leaving:
    planned = rng.choice(("yes", "yes", "yes", "no", "not_known"))
    next_place = weighted(NEXT_PLACES | {"other_safe_accommodation": 12}, rng=rng)
    return Leaving(planned, "yes" if rng.random() < 0.04 else "no", next_place)
