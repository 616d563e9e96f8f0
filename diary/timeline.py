"""The timeline of a case: what every part of Rowan has to tell of it, the latest first.

An app above this one registers a source when it starts. Sources answer with what is clear (when,
what sort, by whom); the words of an item are read only where it is shown.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.models import Case
from cases.sight import Sight


def _no_words() -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that happened, with a title that a list may show to anybody who sees the case.

    ``words`` opens what is sealed; ``details`` are short lines beside it. ``subject`` is the
    record for the trail. ``corrected`` marks a note that a later one puts right.
    """

    kind: str
    at: datetime.datetime
    title: str
    subject: UUID
    words: Callable[[], str] = _no_words
    by: str = ""
    by_id: UUID | None = None
    details: Sequence[str] = ()
    is_key: bool = False
    about: UUID | None = None
    url: str = ""
    is_day: bool = False
    corrected: bool = False
    correction: bool = False


@dataclass(frozen=True, kw_only=True)
class Source:
    """What one app tells: items of these kinds, each with its word for the filter.

    ``latest`` tells at least that many of the latest, for a source that may hold hundreds.
    """

    code: str
    kinds: Sequence[tuple[str, str]]
    items: Callable[[Case, Sight], Iterable[Item]]
    latest: Callable[[Case, Sight, int], Iterable[Item]] | None = None


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Ask this source too from now on."""
    _SOURCES[source.code] = source


def kinds() -> dict[str, str]:
    """Return every kind of item with its word, in the order of being registered."""
    return {code: label for source in _SOURCES.values() for code, label in source.kinds}


def items_of(case: Case, seen: Sight) -> list[Item]:
    """Return all that is told of a case, the latest first."""
    found = [item for source in _SOURCES.values() for item in source.items(case, seen)]
    return _latest_first(found)


def latest_of(case: Case, seen: Sight, most: int) -> list[Item]:
    """Return so many of what is told of a case, the latest first."""
    found: list[Item] = []
    for source in _SOURCES.values():
        found += source.latest(case, seen, most) if source.latest else source.items(case, seen)
    return _latest_first(found)[:most]


def _latest_first(found: list[Item]) -> list[Item]:
    return sorted(found, key=lambda item: (item.at, item.subject.int), reverse=True)
