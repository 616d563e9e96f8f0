"""How many of each thing England of 2022-23 must hold, at any scale.

Figures that were published are read from `published-2022-23.csv`. Those that were not printed, and
how the printed ones cross (children by type of accommodation, say), are our own and stand here.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from demo.england.rounding import apportion

TYPES = ("refuge", "dispersed", "sanctuary", "specialist", "second_stage", "other")

# Ours. The three printed types are shares of the total; the rest of it is split among the others.
INDIVIDUALS = {
    "refuge": 22295,
    "dispersed": 6587,
    "sanctuary": 13174,
    "specialist": 3300,
    "second_stage": 900,
    "other": 4414,
}
HOUSEHOLDS = {
    "refuge": 12330,
    "dispersed": 3450,
    "sanctuary": 7480,
    "specialist": 1900,
    "second_stage": 520,
    "other": 2700,
}
ENDINGS = {
    "refuge": 8900,
    "dispersed": 2150,
    "sanctuary": 2420,
    "specialist": 1180,
    "second_stage": 280,
    "other": 1400,
}
OTHER_ADULTS = {
    "refuge": 260,
    "dispersed": 300,
    "sanctuary": 360,
    "specialist": 40,
    "second_stage": 20,
    "other": 140,
}
OUT_OF_AREA = {
    "refuge": 5300,
    "dispersed": 700,
    "sanctuary": 0,
    "specialist": 900,
    "second_stage": 200,
    "other": 500,
}
REFUSALS = {
    "refuge": 80,
    "dispersed": 8,
    "sanctuary": 2,
    "specialist": 6,
    "second_stage": 1,
    "other": 3,
}
"""Where the households that could not be supported were referred to, per cent."""

MALE_SURVIVORS = {"dispersed": 120, "sanctuary": 330, "specialist": 40, "other": 130}
"""Households of a male victim; refuges and second stage here are single-sex."""

NOT_PRINTED = {
    "C2.ex_offender": 900,
    "C2.age_65_over": 620,
    "D2.by_and_for.other": 30,
    "E1.children": 13800,
    "E1.counselling": 11400,
}

# Of each support type, the share that went to children, per thousand.
CHILDREN_OF_SUPPORT = {
    "general": 362,
    "advocacy": 204,
    "prevention": 145,
    "specialist": 233,
    "housing": 106,
    "advice": 54,
    "counselling": 307,
}


@dataclass(frozen=True, slots=True)
class Published:
    """One row of the published figures: a number or a share, each with how it was rounded."""

    cell: str
    figure: int | None
    tolerance: int
    share_of: str
    share: Decimal | None
    share_tolerance: Decimal


@cache
def published() -> tuple[Published, ...]:
    """Every cell of the year, printed or not, in the order of the edition."""
    return tuple(_read_published())


def _read_published() -> Iterator[Published]:
    text = resources.files("demo.england").joinpath("published-2022-23.csv").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    for row in csv.DictReader(lines):
        yield Published(
            cell=row["cell"],
            figure=int(row["published"]) if row["published"] else None,
            tolerance=int(row["tolerance"] or 0),
            share_of=row["share_of"],
            share=Decimal(row["share"]) if row["share"] else None,
            share_tolerance=Decimal(row["share_tolerance"] or 0),
        )


@dataclass(frozen=True, slots=True)
class Targets:
    """Counts at one scale, so made that the parts still add up to their wholes."""

    scale: Decimal
    individuals: Mapping[str, int]
    households: Mapping[str, int]
    other_adults: Mapping[str, int]
    endings: Mapping[str, int]
    places: Mapping[str, int]

    def of(self, cell: str) -> int:
        """The figure of one cell at this scale, rounded to the nearest whole."""
        return round(_figures()[cell] * self.scale)

    def scaled(self, count: int) -> int:
        """A count of our own at this scale."""
        return round(count * self.scale)

    def children(self, kind: str) -> int:
        """Children counted in one type: whoever is neither main victim nor other adult."""
        return self.individuals[kind] - self.households[kind] - self.other_adults[kind]

    @property
    def adults(self) -> int:
        """Individuals that are not children."""
        return sum(self.households.values()) + sum(self.other_adults.values())


@cache
def _figures() -> dict[str, int]:
    figures = {row.cell: row.figure for row in published() if row.figure is not None}
    return figures | NOT_PRINTED


def targets_at(scale: Decimal) -> Targets:
    """The counts of a country of this scale (1 is England)."""
    individuals = _spread(_scaled_sum(INDIVIDUALS, scale), INDIVIDUALS)
    rows = ("A2.women", "A2.men", "A2.trans_nonbinary", "A2.children")
    identity = apportion(sum(individuals.values()), [_figures()[row] for row in rows])
    households = _spread(_scaled_sum(HOUSEHOLDS, scale), HOUSEHOLDS)
    adults = sum(identity[:3])
    places = {kind: _figures()[f"D1.{kind}"] for kind in TYPES}
    return Targets(
        scale=scale,
        individuals=individuals,
        households=households,
        other_adults=_spread(adults - sum(households.values()), OTHER_ADULTS),
        endings=_spread(_scaled_sum(ENDINGS, scale), ENDINGS),
        places=_spread(_scaled_sum(places, scale), places),
    )


def _scaled_sum(counts: Mapping[str, int], scale: Decimal) -> int:
    return round(sum(counts.values()) * scale)


def _spread(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    return dict(zip(weights, apportion(total, list(weights.values())), strict=True))
