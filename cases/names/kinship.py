"""How near two words of names are, pair by pair and among many: one rule for both.

The nearest first: the same word; another name for it; its beginning, or a short form; the same
sound; a slip or two of the pen. The numbers order results and mean nothing else.
"""

from collections.abc import Iterable

import jellyfish
from rapidfuzz import process
from rapidfuzz.distance import OSA

from cases.names.aliases import others_called
from cases.names.sounds import sounds

SAME = 1.0
CALLED = 0.92
BEGINS = 0.9
SOUNDS = 0.85
SPELT = 0.75
_SHORTEST_SHORT_FORM = 3
# So many letters, and one more slip of the pen is forgiven.
_LETTERS_FOR_A_SLIP = (4, 8)
# Answers that a vocabulary keeps for the next question.
_REMEMBERED = 256
_MOST_SLIPS = len(_LETTERS_FOR_A_SLIP) + 1


def is_short_form(one: str, other: str) -> bool:
    """Say whether the shorter word is the beginning of the longer one."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST_SHORT_FORM and longer.startswith(shorter)


def slips_between(one: str, other: str) -> int | None:
    """Count the slips of the pen between two words, or None when there are too many."""
    shorter, longer = sorted((one, other), key=len)
    slips = sum(len(shorter) >= letters for letters in _LETTERS_FOR_A_SLIP)
    if shorter.isascii() and longer.isascii():
        # Sounding roughly alike, as Sean and Shaun do, forgives one slip more.
        slips += jellyfish.soundex(shorter) == jellyfish.soundex(longer)
    distance = OSA.distance(shorter, longer, score_cutoff=slips)
    return distance if distance <= slips else None


class Vocabulary:
    """Words of names, each of which can be asked for by a word that is near to it."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words: set[str] = set()
        self._sounds: dict[str, frozenset[str]] = {}
        self._near: dict[str, dict[str, float]] = {}
        for word in words:
            self.add(word)

    def add(self, word: str) -> None:
        """Take a folded word in."""
        if word in self._words:
            return
        self._near.clear()
        self._words.add(word)

    def remove(self, word: str) -> None:
        """Leave a word out from now on."""
        self._near.clear()
        self._words.discard(word)
        self._sounds.pop(word, None)

    def near(self, word: str) -> dict[str, float]:
        """Return the words that may be the same name as this one, each with how near it is."""
        found = self._near.get(word)
        if found is None:
            if len(self._near) >= _REMEMBERED:
                self._near.clear()
            found = self._near[word] = self._look(word)
        return found

    def _look(self, word: str) -> dict[str, float]:
        found: dict[str, float] = {}
        every = list(self._words)
        slips = process.extract(
            word, every, scorer=OSA.distance, score_cutoff=_MOST_SLIPS, limit=None
        )
        for other, _, _ in slips:
            counted = slips_between(word, other)
            if counted is not None:
                found[other] = SPELT - 0.05 * counted
        for other in self._heard_as(word):
            found[other] = max(found.get(other, 0), SOUNDS + _closeness(word, other))
        for other in self._short_forms(word):
            found[other] = max(found.get(other, 0), BEGINS - _cut_off(word, other))
        for other in others_called(word) & self._words:
            found[other] = CALLED
        if word in self._words:
            found[word] = SAME
        return found

    def _short_forms(self, word: str) -> list[str]:
        """Return the words of which ``is_short_form`` holds, without asking it of each."""
        if len(word) < _SHORTEST_SHORT_FORM:
            return []
        beginnings = (word[:end] for end in range(_SHORTEST_SHORT_FORM, len(word)))
        return [
            *(other for other in self._words if other.startswith(word)),
            *(beginning for beginning in beginnings if beginning in self._words),
        ]

    def _heard_as(self, word: str) -> list[str]:
        """Return the words that sound like this one. How a word sounds is told when first asked."""
        for other in self._words - self._sounds.keys():
            self._sounds[other] = sounds(other)
        heard = sounds(word)
        return [other for other, told in self._sounds.items() if not told.isdisjoint(heard)]


def _closeness(word: str, other: str) -> float:
    """Put spellings that are nearer first among those that sound the same."""
    return -0.01 * min(9, OSA.distance(word, other))


def _cut_off(word: str, other: str) -> float:
    return 0.01 * min(5, abs(len(word) - len(other)))
