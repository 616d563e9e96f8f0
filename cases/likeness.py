"""Whether two records may speak of the same person: pure rules, in memory, over plain values.

They decide what must be kept from somebody who knows a person, and a false likeness costs a
colleague's look while a missed one may cost a life: so they lean towards likeness. Nothing that
could be matched is stored, and nothing compared outlives the comparison.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from cases.names.aliases import others_called
from cases.names.folding import folded, words
from cases.names.kinship import is_short_form, slips_between
from cases.names.sounds import sounds

K = TypeVar("K")

_FEWEST_DIGITS = 6
_NATIONAL_DIGITS = 10
_NO_DIGITS = re.compile(r"\D+")
_SEVERAL_NUMBERS = re.compile(r"[/,;]|\bor\b", re.IGNORECASE)


class Sign(StrEnum):
    """What makes two records look like the same person."""

    NAME = "name"
    PHONE = "phone"
    POSTCODE = "postcode"

    @property
    def words(self) -> str:
        """Say it in words."""
        return _WORDS[self]


_WORDS = {
    Sign.NAME: "the names are alike, and no date of birth speaks against it",
    Sign.PHONE: "the telephone number is the same",
    Sign.POSTCODE: "the postcode is the same and the family names are alike",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of somebody, as far as it is compared. Blank means not recorded."""

    given_name: str = ""
    family_name: str = ""
    known_as: str = ""
    date_of_birth: datetime.date | None = None
    phone: str = ""
    postcode: str = ""


def digits_of(written: str) -> str:
    """Return the digits of a text, of whatever script, as 0 to 9."""
    digits = _NO_DIGITS.sub("", written)
    return digits if digits.isascii() else "".join(str(int(digit)) for digit in digits)


def numbers(phone: str) -> frozenset[str]:
    """Return the telephone numbers of a text, however they are written, as their last digits."""
    found = set()
    for part in _SEVERAL_NUMBERS.split(phone):
        digits = digits_of(part).lstrip("0")
        if len(digits) > _NATIONAL_DIGITS:
            digits = digits.removeprefix("44").lstrip("0")
        if len(digits) >= _FEWEST_DIGITS:
            found.add(digits)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared, made ready once: words of names, numbers, a postcode, a day."""

    first: frozenset[str]
    family: frozenset[str]
    phones: frozenset[str]
    postcode: str
    born: datetime.date | None

    @property
    def names(self) -> frozenset[str]:
        """Return every word of the name, whichever part it is."""
        return self.first | self.family

    @classmethod
    def of(cls, known: Known) -> "Traits":
        """Make what is known of somebody ready."""
        called = folded(known.known_as).split()
        family = words(folded(known.family_name).split())
        return cls(
            first=words(folded(known.given_name).split()) | words(called[:1]),
            family=family | (words(called[1:]) if len(called) > 1 else frozenset()),
            phones=numbers(known.phone),
            postcode="".join(char for char in known.postcode.upper() if char.isalnum()),
            born=known.date_of_birth,
        )


class Comparison:
    """Compares names, and remembers for its own length alone which words are alike."""

    def __init__(self) -> None:
        self._sounds: dict[str, frozenset[str]] = {}
        self._alike: dict[tuple[str, str], bool] = {}

    def signs(self, one: Traits, other: Traits) -> frozenset[Sign]:
        """Say in what two records are alike; in nothing, when they are of different people."""
        found = set()
        if self._same_name(one, other):
            found.add(Sign.NAME)
        if one.phones & other.phones:
            found.add(Sign.PHONE)
        same_place = one.postcode and one.postcode == other.postcode
        if same_place and self._meet(one.family, other.family):
            found.add(Sign.POSTCODE)
        return frozenset(found)

    def _same_name(self, one: Traits, other: Traits) -> bool:
        if one.names and one.names == other.names:
            return _may_be_one_day(one.born, other.born)
        if not _agree(one.born, other.born):
            return False
        if not all((one.first, one.family, other.first, other.family)):
            # A single name says little: it needs the day of birth beside it.
            return one.born is not None and other.born is not None and self._meet(
                one.names, other.names
            )  # fmt: skip
        straight = self._meet(one.first, other.first) and self._meet(one.family, other.family)
        swapped = self._meet(one.first, other.family) and self._meet(one.family, other.first)
        return straight or swapped

    def _meet(self, some: Iterable[str], others: Iterable[str]) -> bool:
        return any(self.alike(one, other) for one in some for other in others)

    def alike(self, one: str, other: str) -> bool:
        """Say whether two folded words may be the same name."""
        if one == other:
            return True
        pair = (one, other) if one < other else (other, one)
        found = self._alike.get(pair)
        if found is None:
            found = self._alike[pair] = self._look(*pair)
        return found

    def _look(self, one: str, other: str) -> bool:
        return is_short_form(one, other) or self.near(one, other)

    def near(self, one: str, other: str) -> bool:
        """Say whether two folded words sound or are spelt alike; a short form is not enough."""
        return (
            one == other
            or other in others_called(one)
            or bool(self._sounds_of(one) & self._sounds_of(other))
            or slips_between(one, other) is not None
        )

    def _sounds_of(self, word: str) -> frozenset[str]:
        found = self._sounds.get(word)
        if found is None:
            found = self._sounds[word] = sounds(word)
        return found


def _agree(one: datetime.date | None, other: datetime.date | None) -> bool:
    """Say whether two days may be the same: one is blank, or day and month stand swapped."""
    if one is None or other is None or one == other:
        return True
    return (one.year, one.month, one.day) == (other.year, other.day, other.month)


def _may_be_one_day(one: datetime.date | None, other: datetime.date | None) -> bool:
    """Say whether two days agree, or differ in one of day, month and year: one slip."""
    if one is None or other is None or _agree(one, other):
        return True
    return sum((one.year == other.year, one.month == other.month, one.day == other.day)) > 1


class Pool(Generic[K]):
    """People who are compared with many others, each under a key of the caller's."""

    def __init__(self, members: Mapping[K, Known]) -> None:
        self._comparison = Comparison()
        self._members = {key: Traits.of(known) for key, known in members.items()}
        self._by_word: defaultdict[str, set[K]] = defaultdict(set)
        self._by_number: defaultdict[str, set[K]] = defaultdict(set)
        for key, traits in self._members.items():
            for word in traits.names:
                self._by_word[word].add(key)
            for number in traits.phones:
                self._by_number[number].add(key)
        self._near: dict[str, frozenset[K]] = {}

    def like(self, known: Known) -> dict[K, frozenset[Sign]]:
        """Return the members that may be this person, with what makes them look so."""
        traits = Traits.of(known)
        found = {}
        for key in self._candidates(traits):
            if signs := self._comparison.signs(self._members[key], traits):
                found[key] = signs
        return found

    def _candidates(self, traits: Traits) -> set[K]:
        """Return those with an alike word or the same number: nobody else can be alike."""
        near: set[K] = set()
        for word in traits.names:
            near |= self._near_to(word)
        for number in traits.phones:
            near |= self._by_number.get(number, set())
        return near

    def _near_to(self, word: str) -> frozenset[K]:
        found = self._near.get(word)
        if found is None:
            alike = (keys for held, keys in self._by_word.items() if self.alike(held, word))
            found = self._near[word] = frozenset().union(*alike)
        return found

    def alike(self, one: str, other: str) -> bool:
        """Say whether two folded words may be the same name."""
        return self._comparison.alike(one, other)


class Mention:
    """Somebody who is spoken of in somebody's own words, such as "Amira Khalid from room 4"."""

    def __init__(self, text: str) -> None:
        self._words = frozenset(folded(text).split())
        self._comparison = Comparison()

    def is_of(self, known: Known) -> bool:
        """Say whether both parts of this name are among the words: one part names nobody."""
        traits = Traits.of(known)
        first, family = self._said(traits.first), self._said(traits.family)
        return bool(first) and bool(family) and len(first | family) > 1

    def _said(self, names: Iterable[str]) -> set[str]:
        near = self._comparison.near
        return {word for word in self._words for name in names if near(word, name)}
