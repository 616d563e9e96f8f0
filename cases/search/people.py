"""Who matches what is asked, and how well: in memory, over folded words and digits.

A name is compared as a bag of words, so that order says nothing; two words that stand beside each
other may also be one (Smith-Jones and Smithjones, Mary Ann and Maryann). Each word that was typed
is held against each of a person's, by `cases.names.kinship`: the same word 1, another name for it
0.92, its beginning up to 0.9, the same sound up to 0.85, a slip of the pen up to 0.75. Whoever
has all that was typed comes by the mean of these; of three words or more one may be missing, for
a third of the whole. Of two who are equal, the one of whose name more was typed comes first. A
number, a day and a postcode either are there or not: the whole number 1, its last digits 0.95; the
day 1, with day and month swapped 0.8; the whole postcode 1, its first half 0.9. Where several
things are asked together the score is their mean, and whoever lacks one is not found.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple, TypeVar
from uuid import UUID

from accounts.field_classes import FieldClass
from cases.likeness import numbers
from cases.models import Findable
from cases.names.folding import words_of
from cases.names.kinship import Vocabulary
from cases.search.reading import Reading

K = TypeVar("K")

ENOUGH_TO_MISS_ONE = 3
FOR_A_MISSING_WORD = 0.67
_LETTERS_FOR_A_KIN = 3
_MONTHS = 12
# Letters of the second half of a postcode.
_INWARD = 3


@dataclass(frozen=True, slots=True)
class Match:
    """How well somebody matches one reading, and the kinds of record that it was told from."""

    score: float
    told_from: frozenset[FieldClass]


class _Traits(NamedTuple):
    words: frozenset[str]
    numbers: frozenset[str]
    postcode: str
    born: datetime.date | None


class People:
    """Everybody of one organisation who can be found.

    Within, an id is its number, which a set takes up in a fraction of the time.
    """

    def __init__(self) -> None:
        self._traits: dict[int, _Traits] = {}
        self._vocabulary = Vocabulary()
        self._by_word: defaultdict[str, set[int]] = defaultdict(set)
        self._by_day: defaultdict[datetime.date, set[int]] = defaultdict(set)
        self._by_number: defaultdict[str, set[int]] = defaultdict(set)
        self._by_postcode: defaultdict[str, set[int]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._traits)

    def put(self, person_id: UUID, found_by: Findable) -> None:
        """Take somebody in, or take them in anew."""
        self.remove(person_id)
        one = person_id.int
        traits = self._traits[one] = _Traits(
            words=words_of(found_by.given_name)
            | words_of(found_by.family_name)
            | words_of(found_by.known_as),
            numbers=numbers(found_by.phone),
            postcode="".join(char for char in found_by.postcode.upper() if char.isalnum()),
            born=found_by.date_of_birth,
        )
        for word in traits.words:
            self._vocabulary.add(word)
            self._by_word[word].add(one)
        for number in traits.numbers:
            self._by_number[number].add(one)
        if traits.born:
            self._by_day[traits.born].add(one)
        if traits.postcode:
            self._by_postcode[traits.postcode].add(one)

    def remove(self, person_id: UUID) -> None:
        """Forget somebody, and the words that were theirs alone."""
        one = person_id.int
        traits = self._traits.pop(one, None)
        if traits is None:
            return
        for word in traits.words:
            if not _less(self._by_word, word, one):
                self._vocabulary.remove(word)
        for number in traits.numbers:
            _less(self._by_number, number, one)
        if traits.born:
            _less(self._by_day, traits.born, one)
        if traits.postcode:
            _less(self._by_postcode, traits.postcode, one)

    def matches(self, reading: Reading) -> dict[UUID, Match]:
        """Return whoever matches all of a reading."""
        parts: list[dict[int, float]] = []
        told_from: set[FieldClass] = set()
        if reading.names:
            parts.append(self._named(reading.names))
            told_from.add(FieldClass.IDENTITY)
        if reading.born:
            parts.append(self._born(reading.born))
            told_from.add(FieldClass.IDENTITY)
        if reading.digits:
            parts.append(self._rung_at(reading.digits))
            told_from.add(FieldClass.SAFE_CONTACT)
        if reading.postcode:
            parts.append(self._living_at(reading.postcode))
            told_from.add(FieldClass.LOCATION)
        if not parts:
            return {}
        everywhere = min(parts, key=len)
        classes = frozenset(told_from)
        return {
            UUID(int=one): Match(sum(part[one] for part in parts) / len(parts), classes)
            for one in everywhere
            if all(one in part for part in parts)
        }

    def _named(self, typed: tuple[str, ...]) -> dict[int, float]:
        found: dict[int, float] = {}
        for bag in _bags(typed):
            for one, score in self._with(bag).items():
                if score > found.get(one, 0):
                    found[one] = score
        return found

    def _with(self, bag: tuple[str, ...]) -> dict[int, float]:
        """Return whoever has these words, or nearly all of them."""
        best: list[dict[int, float]] = []
        for word in bag:
            held: dict[int, float] = {}
            for other, near in self._near(word).items():
                for one in self._by_word.get(other, ()):
                    if near > held.get(one, 0):
                        held[one] = near
            best.append(held)
        may_miss = len(bag) >= ENOUGH_TO_MISS_ONE
        everybody = set().union(*best) if may_miss else set(best[0]).intersection(*best)
        found = {}
        for one in everybody:
            scores = [held[one] for held in best if one in held]
            missing = len(bag) - len(scores)
            if missing > may_miss:
                continue
            share = len(scores) / len(self._traits[one].words)
            whole = sum(scores) / len(scores) + 0.01 * min(1, share)
            found[one] = whole * FOR_A_MISSING_WORD if missing else whole
        return found

    def _near(self, word: str) -> dict[str, float]:
        near = self._vocabulary.near(word)
        if len(word) >= _LETTERS_FOR_A_KIN:
            return near
        return {other: score for other, score in near.items() if score == 1.0}

    def _rung_at(self, digits: str) -> dict[int, float]:
        return {
            one: 1.0 if number == digits else 0.95
            for number, people in self._by_number.items()
            if number.endswith(digits)
            for one in people
        }

    def _born(self, day: datetime.date) -> dict[int, float]:
        found = {}
        if day.day <= _MONTHS:
            swapped = datetime.date(day.year, day.day, day.month)
            found = dict.fromkeys(self._by_day.get(swapped, ()), 0.8)
        return found | dict.fromkeys(self._by_day.get(day, ()), 1.0)

    def _living_at(self, postcode: str) -> dict[int, float]:
        return {
            one: 1.0 if held == postcode else 0.9
            for held, people in self._by_postcode.items()
            if held == postcode
            or (len(held) - len(postcode) == _INWARD and held.startswith(postcode))
            for one in people
        }


def _less(index: dict[K, set[int]], key: K, one: int) -> bool:
    """Take somebody out of an index; say whether anybody is left there."""
    people = index[key]
    people.discard(one)
    if not people:
        del index[key]
    return bool(people)


def _bags(typed: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the words as typed, and with each two neighbours as one."""
    joined = [
        (*typed[:place], typed[place] + typed[place + 1], *typed[place + 2 :])
        for place in range(len(typed) - 1)
    ]
    return [typed, *joined]
