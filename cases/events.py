"""Things that happen to a case which apps above may wish to act upon, in the same transaction.

A receiver is registered when its app starts; it is called with the event, inside the service
that caused it.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened, and who did it."""

    by: User | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent(Happening):
    """Something that happened to a case."""

    case_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanged(Happening):
    """A telephone number or an address of somebody changed; ``parts`` says which."""

    person_id: UUID
    parts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A case was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(CaseEvent):
    """A case was closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyGiven(CaseEvent):
    """A copy of part of a case was given to another organisation."""

    disclosure_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentSigned(CaseEvent):
    """A risk assessment was signed; ``band`` is the one that was signed."""

    assessment_id: UUID
    band: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeEnded(CaseEvent):
    """A household's support in one place ended; ``unsafe``: without a plan, or to no safe place."""

    episode_id: UUID
    planned: str
    ended_on: datetime.date
    unsafe: bool


E = TypeVar("E", bound=Happening)

_RECEIVERS: dict[type[Happening], list[Callable[[Any], None]]] = {}


def receive(kind: type[E], receiver: Callable[[E], None]) -> None:
    """Call ``receiver`` with every event of this kind from now on."""
    receivers = _RECEIVERS.setdefault(kind, [])
    if receiver not in receivers:
        receivers.append(receiver)


def announce(event: Happening) -> None:
    """Tell every receiver, now, in the transaction of the service that calls."""
    for receiver in _RECEIVERS.get(type(event), []):
        receiver(event)
