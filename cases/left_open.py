"""What must not be left behind when a case closes: asked of every app that has something to say.

A stay that has not ended, an action that a meeting agreed, a question about safety that nobody
answered. An app above registers what it knows of when it starts.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cases.models import Case


@dataclass(frozen=True)
class Left:
    """One thing that is still open, in plain words; ``url`` is where it is ended."""

    words: str
    url: str = ""


Finder = Callable[[Case, datetime.date], Iterable[Left]]

_FINDERS: dict[str, Finder] = {}


class StillOpen(Exception):
    """A case cannot close: ``left`` says what is still open."""

    def __init__(self, left: list[Left]) -> None:
        super().__init__("; ".join(one.words for one in left))
        self.left = left


def register(name: str, finder: Finder) -> None:
    """Ask this of every case that is to close, from now on."""
    _FINDERS[name] = finder


def left_open(case: Case, *, on: datetime.date) -> list[Left]:
    """Return everything that would be left behind if the case closed on a day."""
    return [one for finder in _FINDERS.values() for one in finder(case, on)]
