"""One provider written down as an ordinary interchange bundle."""

from collections.abc import Iterator
from datetime import date, timedelta

from demo.england.bundle import BundleWriter, Rows, written
from demo.england.chance import stream
from demo.england.country import Block, ProviderPlan, ServicePlan
from demo.england.diary import write_diary
from demo.england.geography import FIRST_DAY, LAST_DAY
from demo.england.households import HouseholdRecords
from demo.england.housing import (
    England,
    Residence,
    Story,
    ordinary_household,
    ordinary_leaving,
)
from demo.england.persons import Recording
from demo.england.referrals import ReferralRecords

CONTRACT_ENDS = date(2024, 3, 31)
SUCCESSION = LAST_DAY + timedelta(days=1)
QUALITY_STANDARDS = ("national quality standards", "imkaan standards", "none yet", "")


def write_country(england: England) -> Iterator[tuple[ProviderPlan, Rows]]:
    """Each provider with its bundle, one at a time, so that only one is held in memory."""
    for provider in england.providers:
        yield provider, write_provider(provider, england)


def provider_reference(provider: ProviderPlan) -> str:
    """The organisation reference of a provider, unique in the country."""
    return f"england-{provider.number:03d}"


def write_provider(provider: ProviderPlan, england: England) -> Rows:
    """The bundle of one provider: the same plan gives the same rows."""
    reference = provider_reference(provider)
    writer = BundleWriter(reference)
    name = {"organisation_ref": reference, "name": provider.name, "kind": provider.kind}
    writer.add("organisations", name)
    rng = stream("provider", provider.number)
    recording = Recording(silence=rng.uniform(0.002, 0.022), rng=rng)
    scribe = _Scribe(writer, reference, recording)
    for service in provider.services:
        scribe.write_service(service, england)
    if provider.kind == "charity" and provider.number % 8 == 0:
        scribe.write_places_of_its_own(provider.services[0].kind)
    return writer.rows


class _Scribe:
    """Writes the services of one provider, and all that happened in their places."""

    def __init__(self, writer: BundleWriter, provider: str, recording: Recording) -> None:
        self.writer = writer
        self.provider = provider
        self.rng = recording.rng
        self.households = HouseholdRecords(writer, provider, recording)
        self.referrals = ReferralRecords(writer, recording.rng)

    def write_service(self, service: ServicePlan, england: England) -> None:
        """The service, its provision and units, and every household and referral of it."""
        reference = self._add_service(service)
        for block in service.blocks:
            provisions = self._add_provision(block, reference)
            units = self._add_units(block, reference)
            self._write_story(england.story(block), provisions, units)

    def _add_service(self, service: ServicePlan) -> str:
        reference = self.writer.reference("v")
        self.writer.add(
            "services",
            {
                "service_ref": reference,
                "organisation_ref": self.provider,
                "name": service.name,
                "specialist_groups": ";".join(service.groups),
                "by_and_for_groups": ";".join(service.by_and_for),
                "in_house_frontline": "yes" if self.rng.random() < 0.1 else "no",
                "quality_standards": self.rng.choice(QUALITY_STANDARDS),
            },
        )
        return reference

    def _add_provision(self, block: Block, service: str) -> list[tuple[date, str]]:
        """The contracts of a block; returns from which day which of them takes people in."""
        first = self._add_contract(block, service, places=block.places_before)
        contracts = [(date.min, first)]
        if block.renewed_on:
            self._end_contract(block.renewed_on - timedelta(days=1))
            renewed = self._add_contract(
                block, service, places=block.places, starts=block.renewed_on, continues=first
            )
            contracts.append((block.renewed_on, renewed))
        elif block.successor:
            self._end_contract(LAST_DAY)
            later = self._add_contract(
                block,
                service,
                places=block.places,
                starts=SUCCESSION,
                continues=first,
                authority=block.successor,
            )
            contracts.append((SUCCESSION, later))
        return contracts

    def _add_contract(
        self,
        block: Block,
        service: str,
        *,
        places: int,
        starts: date = FIRST_DAY,
        continues: str = "",
        authority: str = "",
    ) -> str:
        reference = self.writer.reference("b")
        commissioned = bool(block.authority)
        row = {
            "provision_ref": reference,
            "service_ref": service,
            "accommodation_type": block.kind,
            "authority_code": authority or block.authority,
            "bedspaces": str(places),
            "commissioned_from": written(starts) if commissioned else "",
            "commissioned_to": written(CONTRACT_ENDS) if commissioned else "",
            "continues": continues,
        }
        self.writer.add("provision", row)
        return reference

    def _end_contract(self, day: date) -> None:
        self.writer.rows["provision"][-1]["commissioned_to"] = written(day)

    def _add_units(self, block: Block, service: str) -> list[str]:
        """A unit for each place; in a sanctuary scheme people stay in their own homes."""
        if block.kind == "sanctuary":
            return []
        units = []
        for number in range(1, block.places + 1):
            reference = self.writer.reference("u")
            row = {"unit_ref": reference, "service_ref": service, "name": f"Room {number}"}
            row |= {"sleeps": str(self.rng.choice((2, 3, 3, 4, 5)))}
            row |= {"step_free": "yes" if number % 6 == 0 else "no"}
            row |= {"cot": self.rng.choice(("yes", "no"))}
            self.writer.add("units", row)
            units.append(reference)
        return units

    def _write_story(
        self, story: Story, provisions: list[tuple[date, str]], units: list[str]
    ) -> None:
        for residence in story.residences:
            self._write_residence(residence, story.block.authority, provisions, units)
        for refusal in story.refusals:
            day = FIRST_DAY
            self.referrals.not_supported(_taking_in(provisions, day), refusal, earliest=day)
            if self.rng.random() < 0.08:
                self.referrals.not_counted(_taking_in(provisions, day))

    def _write_residence(
        self,
        residence: Residence,
        authority: str,
        provisions: list[tuple[date, str]],
        units: list[str],
    ) -> None:
        visit = residence.visit
        provision = _taking_in(provisions, visit.started_on)
        unit = units[visit.place] if units else ""
        case = self.households.write(residence, authority=authority, provision=provision, unit=unit)
        members = residence.household.members
        children = sum(member.is_child for member in members)
        sizes = (len(members) - children, children)
        self.referrals.accepted(provision, case, visit.started_on, sizes)

    def write_places_of_its_own(self, kind: str) -> None:
        """Two places that no authority commissions: lived in, and in no return."""
        block = Block(kind, "", 2)
        reference = self._add_service(ServicePlan("Trustees' Fund Flats", [block]))
        provisions = self._add_provision(_with_all_places(block), reference)
        units = self._add_units(block, reference)
        lengths = {"under_1m": 1, "1_3m": 1, "3_6m": 1, "over_6m": 1}
        for visit in write_diary(2, lengths, 1, opens={}, rng=self.rng):
            leaving = ordinary_leaving(self.rng) if visit.ended_on else None
            residence = Residence(visit, ordinary_household(kind, rng=self.rng), leaving)
            self._write_residence(residence, "", provisions, units)


def _with_all_places(block: Block) -> Block:
    block.places_before = block.places
    return block


def _taking_in(contracts: list[tuple[date, str]], day: date) -> str:
    """The contract in force on a day."""
    return next(reference for starts, reference in reversed(contracts) if starts <= day)
