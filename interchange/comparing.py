"""Comparing two values of a bundle: their order, and whether they differ."""

from typing import Final

from interchange.facts import Facts, rows_with_lines
from interchange.faults import Faults

FOREVER: Final = "9999-12-31"


def check_order(
    facts: Facts, file: str, starts_column: str, ends_column: str, faults: Faults
) -> None:
    """No end before its start."""
    text = f"before {starts_column}; correct one of the two dates"
    for line, starts, ends in rows_with_lines(facts.bundle, file, starts_column, ends_column):
        if starts and ends and ends < starts:
            faults.add(f"{file}.csv", line, ends_column, text)


def differ(one: str, other: str) -> bool:
    """Whether two values differ, as far as both are there."""
    return bool(one and other and one != other)
