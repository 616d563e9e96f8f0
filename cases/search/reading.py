"""What somebody may mean by what they typed: names, a number, a day of birth, a postcode."""

import datetime
import re
from dataclasses import dataclass

from cases.likeness import digits_of
from cases.names.folding import folded
from cases.references import as_reference

SHORTEST = 3
LONGEST = 100
_FEWEST_DIGITS = 4
_NATIONAL_DIGITS = 10
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_SEPARATED = re.compile(r"(?<!\d)(\d{1,4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,4})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([a-z]{3,9})[\s.,-]+(\d{4}|\d{2})(?!\d)"
)
_MONTH_FIRST = re.compile(r"\b([a-z]{3,9})\s+(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})(?!\d)")
_TOGETHER = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{4})(?!\d)")
_PHONE = re.compile(r"\+?[\d(][\d\s().-]{2,}\d")
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b|\b([a-z]{1,2}\d[a-z\d]?)\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that may be meant; whoever is found matches all of it. Blank is not asked for."""

    names: tuple[str, ...] = ()
    born: datetime.date | None = None
    digits: str = ""
    postcode: str = ""

    @property
    def kinds(self) -> list[str]:
        """Say what is asked for, as the trail keeps it: never what was typed."""
        asked = {
            "name": self.names,
            "date_of_birth": self.born,
            "phone": self.digits,
            "postcode": self.postcode,
        }
        return [kind for kind, value in asked.items() if value]


@dataclass(frozen=True, slots=True)
class Asked:
    """A reference that it may be, and every other way to read it."""

    reference: str
    readings: tuple[Reading, ...]

    @property
    def kinds(self) -> list[str]:
        """Say what is asked for, as the trail keeps it."""
        found = {kind for reading in self.readings for kind in reading.kinds}
        return sorted(found | ({"reference"} if self.reference else set()))


def read(term: str, *, today: datetime.date) -> Asked:
    """Read what was typed in every way that makes sense; a day has the day before the month."""
    text = " ".join(term[:LONGEST].casefold().split())
    reference = as_reference(text)
    whole = _reading(text, today)
    readings = [whole] if whole.kinds else []
    together = _TOGETHER.search(text)
    if together and not whole.born:
        one, two, three = together.groups()
        day = _day(one, two, three, today)
        rest = _reading(text.replace(together.group(), " ", 1), today)
        if day:
            readings.append(Reading(rest.names, day, rest.digits, rest.postcode))
    return Asked(reference if _may_be(reference, whole) else "", tuple(dict.fromkeys(readings)))


def _may_be(reference: str, whole: Reading) -> bool:
    """Whether it may be a reference; only then is the database asked for it, which is in clear.

    What reads as a postcode, a day of birth or a whole telephone number is none.
    """
    if whole.postcode or whole.born or len(whole.digits) >= _NATIONAL_DIGITS:
        return False
    return bool(re.fullmatch(r"[A-Z0-9][A-Z0-9_.\-]{0,19}", reference)) and any(
        char.isdigit() for char in reference
    )


def _reading(text: str, today: datetime.date) -> Reading:
    born, text = _take_day(text, today)
    digits, text = _take_digits(text)
    postcode, text = _take_postcode(text)
    return Reading(_names(text), born, digits, postcode)


def _names(text: str) -> tuple[str, ...]:
    return tuple(word for word in folded(text).split() if any(char.isalpha() for char in word))


def _take_day(text: str, today: datetime.date) -> tuple[datetime.date | None, str]:
    for pattern in (_SEPARATED, _DAY_FIRST, _MONTH_FIRST):
        for found in pattern.finditer(text):
            one, two, three = found.groups()
            if pattern is _MONTH_FIRST:
                one, two = two, one
            if len(one) > len("31"):
                one, three = three, one
            day = _day(one, two, three, today)
            if day:
                return day, text.replace(found.group(), " ", 1)
    return None, text


def _day(day: str, month: str, year: str, today: datetime.date) -> datetime.date | None:
    """Return a day, or None where there is none such; a year of two digits is not to come."""
    full = int(year)
    if len(year) <= len("99"):
        full += today.year // 100 * 100
        full -= 100 if full > today.year else 0
    try:
        return datetime.date(full, int(month) if month.isdigit() else _month(month), int(day))
    except ValueError:
        return None


def _month(word: str) -> int:
    starts = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(word[:3])]
    return starts[0] if starts and _MONTHS[starts[0] - 1].startswith(word.rstrip("t")[:9]) else 0


def _take_digits(text: str) -> tuple[str, str]:
    for found in _PHONE.finditer(text):
        digits = national(found.group())
        if len(digits) >= _FEWEST_DIGITS:
            return digits, text.replace(found.group(), " ", 1)
    return "", text


def national(written: str) -> str:
    """Return the digits of a number as they are dialled at home, a whole one without its nought."""
    digits = digits_of(written)
    digits = digits.removeprefix("00") if digits.startswith("0044") else digits
    if digits.startswith("44") and len(digits) > _NATIONAL_DIGITS:
        digits = digits.removeprefix("44")
    return digits.lstrip("0") if len(digits) >= _NATIONAL_DIGITS else digits


def _take_postcode(text: str) -> tuple[str, str]:
    found = _POSTCODE.search(text)
    if found is None:
        return "", text
    return "".join(filter(None, found.groups())).upper(), text.replace(found.group(), " ", 1)
