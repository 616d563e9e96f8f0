"""Finding somebody's names in words, and taking them out. In memory alone.

Letters are compared without case and accents. In the person's own cases each of her names counts;
elsewhere, where somebody else may bear it, her whole name or her telephone number.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from cases.models import Person

TAKEN_OUT = "[name taken out]"
# Shorter ones stand in too many other words.
_SHORTEST = 3
_SHORTEST_NUMBER = 7


class Names:
    """What somebody may be called in words."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._found = re.compile("|".join(patterns)) if patterns else None

    def stand_in(self, value: Any) -> bool:
        """Say whether one of them stands in a text, or in what a record holds."""
        return any(self._places(text) for text in _texts(value))

    def taken_out_of(self, value: Any) -> Any:
        """Return the same text or record without them."""
        if isinstance(value, str):
            return self._without(value)
        if isinstance(value, dict):
            return {name: self.taken_out_of(held) for name, held in value.items()}
        if isinstance(value, list):
            return [self.taken_out_of(held) for held in value]
        return value

    def _without(self, text: str) -> str:
        for start, end in reversed(self._places(text)):
            text = f"{text[:start]}{TAKEN_OUT}{text[end:]}"
        return text

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Return where they stand, from and to, in the text as it is written."""
        if self._found is None:
            return []
        folded, back = folded_with_places(text)
        return [
            (back[found.start()], back[found.end() - 1] + 1)
            for found in self._found.finditer(folded)
        ]


def near(person: Person) -> Names:
    """Return what she is called where it is about her and those around her."""
    single = [name for name in (person.given_name, person.known_as) if len(name) >= _SHORTEST]
    # The longer first: the whole name is one place, not two.
    return Names([*_whole(person), *map(_word, single), *_numbers(person)])


def far(person: Person) -> Names:
    """Return what she is called where others may bear her first name."""
    return Names([*_whole(person), *_numbers(person)])


def _whole(person: Person) -> Iterator[str]:
    family = person.family_name
    for name in dict.fromkeys((person.given_name, person.known_as)):
        if name and family:
            yield _word(f"{name} {family}")
            yield _word(f"{family} {name}", between=r",?\s+")


def _word(name: str, *, between: str = r"\s+") -> str:
    folded, _ = folded_with_places(name)
    parts = between.join(re.escape(part) for part in folded.split())
    return rf"(?<!\w){parts}(?!\w)"


def _numbers(person: Person) -> Iterator[str]:
    phone = "".join(filter(str.isdigit, str(person.contact.get("phone", ""))))
    email = str(person.contact.get("email", ""))
    if len(phone) >= _SHORTEST_NUMBER:
        # In any notation, with the country's number instead of the 0.
        rest = r"[\s().-]*".join(phone.removeprefix("0"))
        yield rf"(?<!\d)(?:\+?44[\s().-]*|0)?{rest}(?!\d)"
    if email:
        yield re.escape(folded_with_places(email)[0])


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """Return a text as it is compared, and where each of its letters came from.

    Without case, accents, and the letters that nobody sees (a soft hyphen, a joiner).
    """
    letters: list[str] = []
    back: list[int] = []
    for place, letter in enumerate(text):
        for part in unicodedata.normalize("NFKD", letter.casefold()):
            if not unicodedata.combining(part) and unicodedata.category(part) != "Cf":
                letters.append(part)
                back.append(place)
    return "".join(letters), back


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for held in value.values():
            yield from _texts(held)
    elif isinstance(value, list):
        for held in value:
            yield from _texts(held)
