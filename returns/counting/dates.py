"""Arithmetic of calendar dates, as the rules of the return use it. No time of day enters."""

from calendar import monthrange
from datetime import date

from returns.period import Period

FOREVER = date.max
"""The end of what is still running."""


def is_live(first: date, last: date, period: Period) -> bool:
    """Whether something that runs from first to last day, both included, is live in the period.

    It begins on or before the period's last day and ends on or after its first.
    """
    return first <= period.last and last >= period.first


def in_words(day: date) -> str:
    """``1 June 2022``"""
    return f"{day.day} {day:%B %Y}"


def age_on(born: date, day: date) -> int:
    """Age in whole years. Born on 29 February: the birthday is 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def month_anniversary(first: date, months: int) -> date:
    """The day on which so many months are reached, counted from the first day.

    Where the last month is shorter, its last day counts: a month from 31 January is reached on
    28 February. Never counted from another anniversary, or 31 March would drift to the 28th.
    """
    index = first.month - 1 + months
    year, month = first.year + index // 12, index % 12 + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))


def whole_months(first: date, last: date) -> int:
    """How many months are reached from the first day to the last: 10 May to 10 June is 1."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if month_anniversary(first, months) <= last else months - 1


def overlap_days(first: date, last: date, other_first: date, other_last: date) -> int:
    """How many days two stretches share, both ends included; 0 or less when they are apart."""
    return (min(last, other_last) - max(first, other_first)).days + 1
