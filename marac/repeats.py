"""Whether a referral is a repeat.

The same survivor and the same person causing harm, referred to the same area within the area's
number of months before: reported to the police or not, and whatever the score. Names are
compared in memory, folded; nothing that could be matched is stored.
"""

import calendar
import datetime
from typing import Any

from cases.names.folding import folded
from marac.models import MaracArea, MaracReferral


def earlier_of(area: MaracArea, copy: dict[str, Any], *, on: datetime.date) -> list[MaracReferral]:
    """Return what the area heard of the same two people within its months before a day."""
    earlier = area.referrals.filter(
        referred_on__gte=_months_before(on, area.repeat_months), referred_on__lte=on
    )
    return [referral for referral in earlier if _same_people(referral.copy, copy)]


def _same_people(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if not _same(one["survivor"], other["survivor"]):
        return False
    return any(
        _same(mine, theirs)
        for mine in one["people_causing_harm"]
        for theirs in other["people_causing_harm"]
    )


def _same(one: dict[str, str], other: dict[str, str]) -> bool:
    """Two are the same by name, unless their dates of birth are both known and differ."""
    born = {one["date_of_birth"], other["date_of_birth"]} - {""}
    return _letters(one["name"]) == _letters(other["name"]) and len(born) <= 1


def _letters(name: str) -> str:
    return folded(name).replace(" ", "")


def _months_before(day: datetime.date, months: int) -> datetime.date:
    """Return the same day some months earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
