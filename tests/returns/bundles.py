"""Invented bundles for the tests of the return, and a reading of them straight into records.

A ``Bundle`` holds the rows of the interchange files. ``write`` makes the folder that
``import_bundle`` reads; ``records`` goes to the counting without a database, and says nothing of
how the product loads.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from returns.period import Period
from returns.records import (
    EpisodeRecord,
    OutsideDelivery,
    ParticipationRecord,
    PersonRecord,
    ProviderRecords,
    ProvisionRecord,
    ReferralRecord,
    ServiceRecord,
)

COLUMNS = {
    "organisations": "organisation_ref name kind",
    "services": "service_ref organisation_ref name specialist_groups by_and_for_groups "
    "in_house_frontline quality_standards",
    "provision": "provision_ref service_ref accommodation_type authority_code bedspaces "
    "commissioned_from commissioned_to continues",
    "units": "unit_ref service_ref name sleeps step_free cot",
    "people": "person_ref organisation_ref given_name family_name known_as date_of_birth gender "
    "trans ethnicity disability sexual_orientation mental_health_need drug_need alcohol_need "
    "offending_history recourse_to_public_funds preferred_language interpreter_needed phone email "
    "postcode",
    "cases": "case_ref organisation_ref opened_on closed_on",
    "case_people": "case_ref person_ref role relationship",
    "referrals": "referral_ref provision_ref case_ref kind source received_on decision decided_on "
    "reasons unmet_needs adults children",
    "episodes": "episode_ref case_ref provision_ref origin_code started_on ended_on planned "
    "asked_to_leave next_place sanctuary_ending",
    "episode_people": "episode_ref person_ref from to",
    "stays": "stay_ref episode_ref unit_ref from to",
    "support": "support_ref episode_ref person_ref support_type delivered_on minutes",
}
ADULT = {
    "date_of_birth": "1985-06-15",
    "gender": "woman",
    "trans": "no",
    "ethnicity": "white_british",
    "disability": "no",
    "sexual_orientation": "straight",
    "mental_health_need": "no",
    "drug_need": "no",
    "alcohol_need": "no",
    "offending_history": "no",
}
KENT, LONDON, CUMBRIA, CUMBERLAND = "E10000016", "E61000001", "E10000006", "E06000063"
MAIDSTONE, DARTFORD, CAMDEN, CARLISLE = "E07000110", "E07000107", "E09000007", "E07000028"
LONG_AGO = "2015-04-01"


@dataclass
class Bundle:
    """Rows by file, with short ways to add a household. References count up by themselves."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.organisation("O1")
        self.service("S1", "O1")

    def _add(self, file: str, **values: Any) -> dict[str, str]:
        row = dict.fromkeys(COLUMNS[file].split(), "")
        row.update({key.rstrip("_"): _text(value) for key, value in values.items()})
        assert set(row) == set(COLUMNS[file].split()), row
        self.rows[file].append(row)
        return row

    def _next(self, file: str, letter: str) -> str:
        return f"{letter}{len(self.rows[file]) + 1}"

    def organisation(self, ref: str) -> str:
        self._add("organisations", organisation_ref=ref, name=f"Provider {ref}", kind="charity")
        return ref

    def service(self, ref: str, organisation: str = "O1", **values: Any) -> str:
        names = {"service_ref": ref, "organisation_ref": organisation, "name": f"House {ref}"}
        self._add("services", **{**names, **values})
        return ref

    def provision(
        self,
        accommodation: str = "refuge",
        authority: str = KENT,
        bedspaces: int | str = 10,
        start: str = LONG_AGO,
        end: str = "",
        continues: str = "",
        service: str = "S1",
    ) -> str:
        ref = self._next("provision", "P")
        self._add(
            "provision",
            provision_ref=ref,
            service_ref=service,
            accommodation_type=accommodation,
            authority_code=authority,
            bedspaces=bedspaces,
            commissioned_from=start if authority else "",
            commissioned_to=end,
            continues=continues,
        )
        return ref

    def person(self, organisation: str = "O1", **answers: Any) -> str:
        ref = self._next("people", "N")
        self._add("people", person_ref=ref, organisation_ref=organisation, **{**ADULT, **answers})
        return ref

    def case(self, *members: tuple[str, str], organisation: str = "O1") -> str:
        """A case of these people, each with a role."""
        ref = self._next("cases", "C")
        self._add("cases", case_ref=ref, organisation_ref=organisation, opened_on="2015-04-01")
        for person, role in members:
            self._add("case_people", case_ref=ref, person_ref=person, role=role)
        return ref

    def episode(
        self,
        provision: str,
        case: str,
        start: str,
        end: str = "",
        *,
        people: Iterable[tuple[str, str, str]] | None = None,
        origin: str = MAIDSTONE,
        **ending: Any,
    ) -> str:
        """An episode. ``people``: (person, from, to), by default all of the case throughout."""
        ref = self._next("episodes", "E")
        self._add(
            "episodes",
            episode_ref=ref,
            case_ref=case,
            provision_ref=provision,
            origin_code=origin,
            started_on=start,
            ended_on=end,
            **ending,
        )
        if people is None:
            members = [row for row in self.rows["case_people"] if row["case_ref"] == case]
            people = [(row["person_ref"], "", "") for row in members]
        for person, first, last in people:
            self._add("episode_people", episode_ref=ref, person_ref=person, from_=first, to=last)
        return ref

    def woman_alone(self, provision: str, start: str, end: str = "", **values: Any) -> str:
        """An episode of one woman. Values of ADULT go to her, the others to the episode."""
        answers = {key: values.pop(key) for key in list(values) if key in ADULT}
        case = self.case((self.person(**answers), "survivor"))
        return self.episode(provision, case, start, end, **values)

    def referral(
        self, provision: str, received: str, decision: str, reasons: str = "", **values: Any
    ) -> str:
        ref = self._next("referrals", "R")
        self._add(
            "referrals",
            referral_ref=ref,
            provision_ref=provision,
            received_on=received,
            decision=decision,
            reasons=reasons,
            **{"kind": "referral", **values},
        )
        return ref

    def support(self, episode: str, person: str, support_type: str, day: str) -> str:
        ref = self._next("support", "D")
        self._add(
            "support",
            support_ref=ref,
            episode_ref=episode,
            person_ref=person,
            support_type=support_type,
            delivered_on=day,
        )
        return ref

    def people_of(self, episode: str) -> list[str]:
        rows = self.rows["episode_people"]
        return [row["person_ref"] for row in rows if row["episode_ref"] == episode]

    def write(self, folder: Path) -> Path:
        """Write the folder that ``import_bundle`` reads."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, columns in COLUMNS.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns.split(), lineterminator="\n")
                writer.writeheader()
                writer.writerows(self.rows[name])
        return folder

    def records(self, *periods: Period) -> list[ProviderRecords]:
        """The records of each provider, for these periods."""
        return [
            _provider(self.rows, row["organisation_ref"], periods)
            for row in self.rows["organisations"]
        ]


def _text(value: Any) -> str:
    return ";".join(value) if isinstance(value, list) else str(value)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _sure(text: str) -> date:
    return date.fromisoformat(text)


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


Rows = dict[str, list[dict[str, str]]]


def _provider(rows: Rows, organisation: str, periods: Iterable[Period]) -> ProviderRecords:
    services = [row for row in rows["services"] if row["organisation_ref"] == organisation]
    own_services = {row["service_ref"] for row in services}
    provisions = [row for row in rows["provision"] if row["service_ref"] in own_services]
    own_provisions = {row["provision_ref"] for row in provisions}
    episodes = [row for row in rows["episodes"] if row["provision_ref"] in own_provisions]
    by_episode = {row["episode_ref"]: row for row in episodes}
    people = [row for row in rows["people"] if row["organisation_ref"] == organisation]
    participations = [
        _participation(rows, number, row, by_episode[row["episode_ref"]])
        for number, row in enumerate(rows["episode_people"])
        if row["episode_ref"] in by_episode
    ]
    delivered, outside = _support(rows, by_episode, participations, tuple(periods))
    return ProviderRecords(
        organisation_id=organisation,
        services=tuple(_service(row) for row in services),
        provisions=tuple(_provision(row) for row in provisions),
        people={row["person_ref"]: _person(row) for row in people},
        episodes=tuple(_episode(row) for row in episodes),
        participations=tuple(participations),
        referrals=tuple(
            _referral(row) for row in rows["referrals"] if row["provision_ref"] in own_provisions
        ),
        support=delivered,
        outside_deliveries=outside,
    )


def _service(row: dict[str, str]) -> ServiceRecord:
    return ServiceRecord(
        row["service_ref"],
        frozenset(_list(row["specialist_groups"])),
        frozenset(_list(row["by_and_for_groups"])),
        row["in_house_frontline"],
        row["quality_standards"],
    )


def _provision(row: dict[str, str]) -> ProvisionRecord:
    return ProvisionRecord(
        row["provision_ref"],
        row["service_ref"],
        row["accommodation_type"],
        row["authority_code"],
        int(row["bedspaces"] or 0),
        _day(row["commissioned_from"]),
        _day(row["commissioned_to"]),
        row["continues"] or None,
    )


def _person(row: dict[str, str]) -> PersonRecord:
    answers = {key: row[key] for key in ADULT if key != "date_of_birth"}
    return PersonRecord(row["person_ref"], _day(row["date_of_birth"]), **answers)


def _episode(row: dict[str, str]) -> EpisodeRecord:
    return EpisodeRecord(
        row["episode_ref"],
        row["case_ref"],
        row["provision_ref"],
        row["origin_code"],
        _sure(row["started_on"]),
        _day(row["ended_on"]),
        row["planned"],
        row["asked_to_leave"],
        row["next_place"],
    )


def _participation(
    rows: Rows, number: int, row: dict[str, str], episode: dict[str, str]
) -> ParticipationRecord:
    role = next(
        each["role"]
        for each in rows["case_people"]
        if (each["case_ref"], each["person_ref"]) == (episode["case_ref"], row["person_ref"])
    )
    return ParticipationRecord(
        f"L{number}",
        row["episode_ref"],
        row["person_ref"],
        role,
        _sure(row["from"] or episode["started_on"]),
        _day(row["to"]),
    )


def _referral(row: dict[str, str]) -> ReferralRecord:
    return ReferralRecord(
        row["referral_ref"],
        row["case_ref"],
        row["provision_ref"],
        row["kind"],
        row["decision"],
        _sure(row["received_on"]),
        _day(row["decided_on"]),
        _list(row["reasons"]),
        frozenset(_list(row["unmet_needs"])),
    )


def _support(
    rows: Rows,
    episodes: dict[str, dict[str, str]],
    participations: list[ParticipationRecord],
    periods: tuple[Period, ...],
) -> tuple[dict[Period, dict[Any, frozenset[str]]], tuple[OutsideDelivery, ...]]:
    delivered: dict[Period, dict[Any, frozenset[str]]] = {period: {} for period in periods}
    outside = []
    for row in rows["support"]:
        if row["episode_ref"] not in episodes:
            continue
        day, episode = _sure(row["delivered_on"]), episodes[row["episode_ref"]]
        within = [
            each
            for each in participations
            if (each.episode_id, each.person_id) == (row["episode_ref"], row["person_ref"])
            and each.starts_on <= day <= (each.ends_on or _day(episode["ended_on"]) or date.max)
        ]
        for period in periods:
            if day not in period:
                continue
            for each in within:
                types = delivered[period].get(each.id, frozenset())
                delivered[period][each.id] = types | {row["support_type"]}
            if not within:
                outside.append(
                    OutsideDelivery(
                        row["support_ref"],
                        episode["provision_ref"],
                        episode["case_ref"],
                        row["support_type"],
                        day,
                    )
                )
    return delivered, tuple(outside)
