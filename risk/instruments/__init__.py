"""Risk instruments as data: what is asked, how it is scored, who publishes it.

An assessment remembers the instrument's code and version, so an old one always reads as it was
asked. Each file is one version; a file that was used is never edited.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from risk.choices import Answer, Band


@dataclass(frozen=True, slots=True)
class Item:
    """One question, in our own short wording."""

    number: int
    prompt: str
    follow_up: str
    note: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A version of a risk instrument."""

    code: str
    version: str
    name: str
    publisher: str
    licence_note: str
    medium_from: int
    high_from: int
    items: tuple[Item, ...]

    def score(self, answers: dict[int, str]) -> int:
        """Count the items answered yes; "don't know" counts nothing."""
        return sum(answers.get(item.number) == Answer.YES for item in self.items)

    def band(self, score: int) -> Band:
        """Return the band that a score alone gives."""
        if score >= self.high_from:
            return Band.HIGH
        return Band.MEDIUM if score >= self.medium_from else Band.STANDARD


@cache
def get(code: str, version: str) -> Instrument:
    """Return an instrument; raise FileNotFoundError for one that Rowan does not hold."""
    path = Path(__file__).parent / f"{code}-{version}.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    items = tuple(Item(**item) for item in data.pop("items"))
    return Instrument(items=items, **data)


def current() -> Instrument:
    """Return the instrument that new assessments use."""
    return get("dash", "24-1")
