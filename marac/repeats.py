"""Whether a referral is a repeat.

The same survivor and the same person causing harm, referred to the same area within the area's
number of months before: reported to the police or not, and whatever the score. Names are
compared in memory, folded; nothing that could be matched is stored.
"""

import calendar
import datetime
import unicodedata
from typing import Any

from marac.models import MaracArea


def is_repeat(area: MaracArea, copy: dict[str, Any], *, on: datetime.date) -> bool:
    """Say whether the area heard of the same two people within its months before a day."""
    earlier = area.referrals.filter(
        referred_on__gte=_months_before(on, area.repeat_months), referred_on__lte=on
    )
    return any(_same_people(referral.copy, copy) for referral in earlier)


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
    return folded(one["name"]) == folded(other["name"]) and len(born) <= 1


def folded(name: str) -> str:
    """Return a name without accents, case, punctuation and doubled spaces."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(char for char in plain if char.isalnum() or char.isspace())
    return " ".join(letters.split())


def _months_before(day: datetime.date, months: int) -> datetime.date:
    """Return the same day some months earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
