"""A household written down: people, case, episode, stay, support."""

from datetime import date, timedelta
from random import Random

from demo.england.bundle import BundleWriter, written
from demo.england.diary import Visit
from demo.england.geography import FIRST_DAY, LAST_DAY, home_inside, home_outside
from demo.england.housing import Residence
from demo.england.people import SUPPORT_TYPES, Household, Member
from demo.england.persons import (
    Recording,
    ages,
    birthday,
    ethnicities,
    family_names,
    person_row,
    relationship,
)

LATEST_RECORD = date(2023, 10, 31)
"""The day on which the invented records were, so to speak, handed over."""

SANCTUARY_ENDINGS = ("no_longer_needed", "no_longer_needed", "moved", "stopped_engaging", "other")
DAYS_PER_DELIVERY = 92
"""A person has about one delivery of each of their types of support in so many days."""


class HouseholdRecords:
    """Writes the households of one provider into its bundle."""

    def __init__(
        self,
        writer: BundleWriter,
        provider: str,
        recording: Recording,
        *,
        until: date = LATEST_RECORD,
    ) -> None:
        self.writer = writer
        self.until = until
        self.provider = provider
        self.recording = recording
        self.rng: Random = recording.rng

    def write(self, residence: Residence, *, authority: str, provision: str, unit: str) -> str:
        """Write one household in its place; returns the reference of its case."""
        visit, household = residence.visit, residence.household
        case, episode = self.writer.reference("c"), self.writer.reference("e")
        closed = self._closed_on(visit)
        self.writer.add(
            "cases",
            {
                "case_ref": case,
                "organisation_ref": self.provider,
                "opened_on": written(visit.started_on - timedelta(days=self.rng.randint(0, 9))),
                "closed_on": written(closed),
            },
        )
        self.writer.add("episodes", self._episode(residence, case, episode, authority, provision))
        if unit:
            stay = {"stay_ref": self.writer.reference("s"), "episode_ref": episode}
            days = {"from": written(visit.started_on), "to": written(visit.ended_on)}
            self.writer.add("stays", {**stay, "unit_ref": unit, **days})
        self._write_members(household, visit, case, episode)
        return case

    def _closed_on(self, visit: Visit) -> date | None:
        if visit.ended_on is None:
            return None
        closed = visit.ended_on + timedelta(days=self.rng.randint(0, 60))
        return closed if closed <= self.until else None

    def _episode(
        self, residence: Residence, case: str, episode: str, authority: str, provision: str
    ) -> dict[str, str]:
        visit, leaving = residence.visit, residence.leaving
        row = {
            "episode_ref": episode,
            "case_ref": case,
            "provision_ref": provision,
            "origin_code": self._origin(residence.household, authority),
            "started_on": written(visit.started_on),
            "ended_on": written(visit.ended_on),
        }
        if leaving is not None:
            row["planned"] = leaving.planned
            row["asked_to_leave"] = leaving.asked_to_leave
            row["next_place"] = leaving.next_place
            if residence.household.kind == "sanctuary":
                row["sanctuary_ending"] = self.rng.choice(SANCTUARY_ENDINGS)
        return row

    def _origin(self, household: Household, authority: str) -> str:
        if household.out_of_area:
            return home_outside(authority, rng=self.rng)
        if household.kind != "sanctuary" and self.rng.random() < 0.004:
            return ""
        return home_inside(authority, rng=self.rng) if authority else ""

    def _write_members(self, household: Household, visit: Visit, case: str, episode: str) -> None:
        rng = self.rng
        kinds = ethnicities(household, self.recording)
        surnames = family_names(household, kinds, rng=rng)
        for order, age in enumerate(ages(household, rng=rng)):
            member = household.members[order]
            first, last = self._participation(member, visit)
            born = self._born(member, age, max(first or visit.started_on, FIRST_DAY))
            person = self.writer.reference("p")
            row = person_row(
                member,
                reference=person,
                provider=self.provider,
                ethnicity=kinds[order],
                surname=surnames[order],
                born=born,
                recording=self.recording,
            )
            self.writer.add("people", row)
            self.writer.add(
                "case_people",
                {
                    "case_ref": case,
                    "person_ref": person,
                    "role": member.role,
                    "relationship": relationship(member, rng=rng),
                },
            )
            days = {"from": written(first), "to": written(last)}
            self.writer.add(
                "episode_people", {"episode_ref": episode, "person_ref": person, **days}
            )
            lived = (first or visit.started_on, last or visit.ended_on or self.until)
            self._write_support(member, person, episode, lived, visit)

    def _participation(self, member: Member, visit: Visit) -> tuple[date | None, date | None]:
        """A child may join later or leave earlier; blank ends mean the episode's own."""
        if not member.is_child or not visit.counted or self.rng.random() > 0.04:
            return None, None
        begins = max(visit.started_on, FIRST_DAY)
        ends = min(visit.ended_on or LAST_DAY, LAST_DAY)
        if (ends - begins).days < 20:
            return None, None
        middle = begins + timedelta(days=self.rng.randint(3, 15))
        return (middle, None) if self.rng.random() < 0.7 else (None, middle)

    def _born(self, member: Member, age: int, first_live_day: date) -> date | None:
        unknown = member.is_child or (member.role == "survivor" and member.band == "middle")
        if unknown and self.rng.random() < 0.004:
            return None
        return birthday(age, first_live_day, rng=self.rng)

    def _write_support(
        self, member: Member, person: str, episode: str, lived: tuple[date, date], visit: Visit
    ) -> None:
        """Deliveries of each type, at least one of them dated in the year for those it counts."""
        begins, ends = lived
        inside = (max(begins, FIRST_DAY), min(ends, LAST_DAY)) if visit.counted else lived
        for kind in SUPPORT_TYPES:
            if kind not in member.support:
                continue
            days = (inside[1] - inside[0]).days
            for _ in range(1 + min(int(days / DAYS_PER_DELIVERY * self.rng.uniform(0, 2)), 8)):
                self._deliver(person, episode, kind, inside[0], days)
            if begins < FIRST_DAY and self.rng.random() < 0.2:
                self._deliver(person, episode, kind, begins, (FIRST_DAY - begins).days - 1)
        if visit.ended_on and self.rng.random() < 0.01:
            # A visit after they left: kept in the records, not counted by the return.
            self._deliver(person, episode, "housing", visit.ended_on + timedelta(days=5), 30)

    def _deliver(self, person: str, episode: str, kind: str, first: date, days: int) -> None:
        day = first + timedelta(days=self.rng.randint(0, max(days, 0)))
        self.writer.add(
            "support",
            {
                "support_ref": self.writer.reference("d"),
                "episode_ref": episode,
                "person_ref": person,
                "support_type": kind,
                "delivered_on": written(min(day, self.until)),
                "minutes": str(self.rng.choice((15, 20, 30, 30, 45, 60, 60, 90))),
            },
        )
