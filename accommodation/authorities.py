"""The register of local authorities, with dates.

A pure module over ``data/authorities.csv`` (mySociety, *UK local authority names and codes*,
CC BY 4.0; see ``data/authorities.md``). It answers: which authority does a GSS code mean, when
does that authority exist, and to which Tier 1 areas does a code lead on a given day.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

ATTRIBUTION = (
    "Contains data from mySociety's UK local authority names and codes, licensed under CC BY 4.0."
)
GREATER_LONDON = "E61000001"
REGISTER_FILE = Path(__file__).parent / "data" / "authorities.csv"
SEPARATOR = ";"


class UnknownAuthority(LookupError):
    """No authority in the register bears this code, now or formerly."""


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority. ``valid_from`` and ``valid_to`` are its first and last day, None if open."""

    gss_code: str
    name: str
    tier: int
    type: str
    region: str
    tier1_code: str
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]
    other_codes: tuple[str, ...]
    population_2020: int | None

    @property
    def is_tier1(self) -> bool:
        return self.tier == 1

    def exists_on(self, day: date) -> bool:
        return self.exists_during(day, day)

    def exists_during(self, first: date, last: date) -> bool:
        """Whether it exists on at least one day from ``first`` to ``last``, both included."""
        began = self.valid_from is None or self.valid_from <= last
        return began and (self.valid_to is None or self.valid_to >= first)


@cache
def register() -> Mapping[str, Authority]:
    """Every authority by its current GSS code, in order of code."""
    with REGISTER_FILE.open(encoding="utf-8", newline="") as file:
        authorities = [_from_row(row) for row in csv.DictReader(file)]
    return {each.gss_code: each for each in sorted(authorities, key=lambda each: each.gss_code)}


def _from_row(row: Mapping[str, str]) -> Authority:
    return Authority(
        gss_code=row["gss_code"],
        name=row["name"],
        tier=int(row["tier"]),
        type=row["type"],
        region=row["region"],
        tier1_code=row["tier1_code"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        successors=_codes(row["successors"]),
        other_codes=_codes(row["other_codes"]),
        population_2020=int(row["population_2020"]) if row["population_2020"] else None,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split(SEPARATOR)) if text else ()


@cache
def _current_code_by_former_code() -> Mapping[str, str]:
    return {old: each.gss_code for each in register().values() for old in each.other_codes}


def current_code(code: str) -> str:
    """The code that the same authority bears today; any other code comes back as it is."""
    return _current_code_by_former_code().get(code, code)


def find(code: str) -> Authority | None:
    """The authority that bears this code, or formerly bore it; None if there is none."""
    return register().get(current_code(code))


def get(code: str) -> Authority:
    """As ``find``, but raises UnknownAuthority."""
    found = find(code)
    if found is None:
        raise UnknownAuthority(code)
    return found


@cache
def predecessors(code: str) -> tuple[str, ...]:
    """Codes of the authorities, of either tier, that this one took over from."""
    new = current_code(code)
    return tuple(each.gss_code for each in register().values() if new in each.successors)


def tier1_existing_during(first: date, last: date) -> list[Authority]:
    """Tier 1 authorities that exist on at least one of these days, in order of code."""
    return [
        each for each in register().values() if each.is_tier1 and each.exists_during(first, last)
    ]


@cache
def names_of_tier1() -> Mapping[str, str]:
    """The name of every Tier 1 authority by its code, with its last year where it is no more."""
    found = sorted((each for each in register().values() if each.is_tier1), key=lambda a: a.name)
    return {
        each.gss_code: f"{each.name} (until {each.valid_to.year})" if each.valid_to else each.name
        for each in found
    }


@cache
def tier1_areas_on(code: str, day: date) -> frozenset[str]:
    """The Tier 1 authorities to which a place with this code belongs on a day.

    A code abolished before the day follows its successors, to more than one if it was divided; a
    code that begins after the day leads to the authorities that it succeeds. Raises
    UnknownAuthority.
    """
    authority = get(code)
    if authority.valid_to is not None and authority.valid_to < day:
        return _areas_of(authority.successors, day)
    if authority.valid_from is not None and authority.valid_from > day:
        return _areas_of(predecessors(authority.gss_code), day)
    if authority.is_tier1:
        return frozenset({authority.gss_code})
    return tier1_areas_on(authority.tier1_code, day)


def _areas_of(codes: Iterable[str], day: date) -> frozenset[str]:
    return frozenset().union(*(tier1_areas_on(code, day) for code in codes))


def within_lifetime(code: str, first: date | None, last: date | None) -> tuple[date, date] | None:
    """The part of a stretch of days on which the authority exists; None if there is none.

    A missing end is open: it comes back as ``date.min`` or ``date.max`` where the authority has
    no such end either.
    """
    authority = get(code)
    begin = max(first or date.min, authority.valid_from or date.min)
    end = min(last or date.max, authority.valid_to or date.max)
    return (begin, end) if begin <= end else None
