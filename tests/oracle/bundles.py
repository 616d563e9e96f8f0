"""Interchange bundles in memory: rows by file, written to and read from a folder of CSV files."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

Row = dict[str, str]

COLUMNS = {
    "organisations": "organisation_ref name kind",
    "services": "service_ref organisation_ref name specialist_groups by_and_for_groups"
    " in_house_frontline quality_standards",
    "provision": "provision_ref service_ref accommodation_type authority_code bedspaces"
    " commissioned_from commissioned_to continues",
    "units": "unit_ref service_ref name sleeps step_free cot",
    "people": "person_ref organisation_ref given_name family_name known_as date_of_birth gender"
    " trans ethnicity disability sexual_orientation mental_health_need drug_need alcohol_need"
    " offending_history recourse_to_public_funds preferred_language interpreter_needed phone"
    " email postcode",
    "cases": "case_ref organisation_ref opened_on closed_on",
    "case_people": "case_ref person_ref role relationship",
    "referrals": "referral_ref provision_ref case_ref kind source received_on decision decided_on"
    " reasons unmet_needs adults children",
    "episodes": "episode_ref case_ref provision_ref origin_code started_on ended_on planned"
    " asked_to_leave next_place sanctuary_ending",
    "episode_people": "episode_ref person_ref from to",
    "stays": "stay_ref episode_ref unit_ref from to",
    "support": "support_ref episode_ref person_ref support_type delivered_on minutes",
}


@dataclass(repr=False)
class Bundle:
    """The rows of one bundle, by file name without its ending."""

    files: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def __repr__(self) -> str:
        """What the rows hold, blanks left out: a failing bundle is read by people."""
        lines = [
            f"{file}: " + " ".join(f"{name}={value}" for name, value in row.items() if value)
            for file, rows in self.files.items()
            for row in rows
        ]
        return "\n".join(["Bundle", *lines])

    def rows(self, file: str) -> list[Row]:
        return self.files[file]

    def add(self, file: str, **values: object) -> Row:
        """A row with blanks for the columns that are not named; `from_` and `to` are days."""
        named = {name.rstrip("_"): "" if v is None else str(v) for name, v in values.items()}
        columns = COLUMNS[file].split()
        unknown = named.keys() - set(columns)
        if unknown:
            raise KeyError(f"{file} has no {', '.join(sorted(unknown))}")
        row = {name: named.get(name, "") for name in columns}
        self.files[file].append(row)
        return row

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for file, rows in self.files.items():
            with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as target:
                writer = csv.DictWriter(target, COLUMNS[file].split(), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        return folder

    @classmethod
    def read(cls, folder: Path) -> "Bundle":
        """The bundle in a folder, for instance one that an export has written."""
        bundle = cls()
        for file in COLUMNS:
            with (folder / f"{file}.csv").open(encoding="utf-8-sig", newline="") as source:
                for row in csv.DictReader(source):
                    bundle.add(file, **row)
        return bundle
