"""How somebody may be reached now: told by the app that keeps it, asked by the pages of this one.

Nothing here knows a rule. While no app tells, nobody may be reached and no number shows.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from cases.models import Person

# The parts of a person's ``contact`` that stand behind a rule.
CONTACT = frozenset({"phone", "email"})


class State(StrEnum):
    """Whether contact is safe at a moment. Unknown is not safe."""

    SAFE = "safe"
    LATER = "later"
    NOT_SAFE = "not_safe"
    NOT_CHECKED = "not_checked"


class Way(Protocol):
    """One way of reaching somebody: its rule in words, and then its number where that allows it."""

    @property
    def channel(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def state(self) -> State: ...
    @property
    def words(self) -> str: ...
    @property
    def to_do(self) -> Sequence[str]: ...
    @property
    def not_to_do(self) -> Sequence[str]: ...
    @property
    def number(self) -> str: ...
    @property
    def is_covered(self) -> bool: ...


class Reach(Protocol):
    """How one person may be reached: in a word, way by way, and what does not show now."""

    @property
    def state(self) -> State: ...
    @property
    def chip(self) -> str: ...
    @property
    def ways(self) -> Sequence[Way]: ...
    @property
    def covers(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Untold:
    """What holds of somebody of whom nothing is told."""

    state: State = State.NOT_CHECKED
    chip: str = "Not checked"
    ways: Sequence[Way] = ()
    covers: frozenset[str] = CONTACT


Teller = Callable[[Iterable[Person], datetime.datetime], Mapping[UUID, Reach]]

_TELLERS: list[Teller] = []


def register(teller: Teller) -> None:
    """Ask this app from now on."""
    if teller not in _TELLERS:
        _TELLERS.append(teller)


def reach_of(people: Iterable[Person], *, at: datetime.datetime) -> dict[UUID, Reach]:
    """Return how each of these people may be reached at a moment, with a fixed number of queries.

    The caller asks only about those whose safe contact the reader may see.
    """
    asked = list(people)
    found: dict[UUID, Reach] = {person.pk: Untold() for person in asked}
    for teller in _TELLERS:
        found |= teller(asked, at)
    return found
