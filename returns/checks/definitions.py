"""Every check: its level, and what it says when it does not hold.

``error`` blocks sign-off, ``warning`` needs a written explanation, ``information`` only tells.
"""

from dataclasses import dataclass
from enum import StrEnum

from returns.checks.findings import RecordReference


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


LEVELS = {
    "identity-incomplete": Level.ERROR,
    "identity-declined": Level.WARNING,
    "type-sum": Level.ERROR,
    "origin-missing": Level.WARNING,
    "reason-missing": Level.WARNING,
    "ending-incomplete": Level.WARNING,
    "date-order": Level.ERROR,
    "support-outside": Level.INFORMATION,
    "overlap": Level.WARNING,
    "places-missing": Level.ERROR,
    "over-capacity": Level.WARNING,
    "completeness": Level.WARNING,
    "year-on-year": Level.WARNING,
    "outside-figures": Level.INFORMATION,
    "provisional-edition": Level.INFORMATION,
}
"""In the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check that does not hold. ``cell`` is a cell, a section, or ``""`` for the whole."""

    code: str
    cell: str
    count: int
    message: str
    records: tuple[RecordReference, ...] = ()

    @property
    def level(self) -> Level:
        return LEVELS[self.code]

    @property
    def blocks_sign_off(self) -> bool:
        return self.level == Level.ERROR


def _number(count: int, one: str, many: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {many}"


def identity_incomplete(count: int) -> str:
    people = _number(count, "adult has", "adults have")
    return (
        f"{people} no gender recorded, so A2 adds up to less than A1. Ask, and record the answer."
    )


def identity_declined(count: int) -> str:
    people = _number(count, "adult has", "adults have")
    return (
        f"{people} a gender that is not known, not given or not safe to ask, so A2 adds up to "
        "less than A1. Check whether it can be asked now, or explain."
    )


def origin_missing(count: int) -> str:
    people = _number(count, "individual has", "individuals have")
    return f"{people} no settled home recorded and cannot be counted in A3. Record where it was."


def reason_missing(count: int) -> str:
    referrals = _number(count, "referral", "referrals")
    return (
        f"{referrals} not supported without a reason, or without the need that could not be met. "
        "Record the reason or the need."
    )


def ending_incomplete(count: int) -> str:
    episodes = _number(count, "ended stay does", "ended stays do")
    return f"{episodes} not say whether the ending was planned. Record it."


def date_order(count: int) -> str:
    records = _number(count, "record ends", "records end")
    return (
        f"{records} before the start, or a person's dates lie outside the household's stay. "
        "Correct the dates."
    )


def support_outside(count: int) -> str:
    days = _number(count, "delivery of support was", "deliveries of support were")
    return (
        f"{days} on a day when the person was not part of the stay. Kept, and not counted: correct "
        "the date if it is wrong."
    )


def overlap(count: int) -> str:
    people = _number(count, "person is", "people are")
    return (
        f"{people} in two stays of one service for longer than the day of a move. "
        "Correct the dates, or explain."
    )


def over_capacity(count: int) -> str:
    households = _number(count, "household was", "households were")
    return (
        f"{households} there on a night with fewer places commissioned. Check the dates of the "
        "stays and the number of places, or explain."
    )


MESSAGES = {
    "identity-incomplete": identity_incomplete,
    "identity-declined": identity_declined,
    "origin-missing": origin_missing,
    "reason-missing": reason_missing,
    "ending-incomplete": ending_incomplete,
    "date-order": date_order,
    "support-outside": support_outside,
    "overlap": overlap,
    "over-capacity": over_capacity,
}
"""What the checks of single records say, given how many records cause them."""
