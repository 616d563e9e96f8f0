"""The one gate before anything about a case leaves: a print, a file, a letter, a copy.

Whoever makes it hands the words over in pieces, each with the place where it stands, and gets them
back as they may leave, or a page that asks first. An app above keeps the gate; without one nothing
leaves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse

from accounts.requests import SignedInRequest
from cases.models import Case


class NoGate(Exception):
    """Nothing is there to check what leaves."""


@dataclass(frozen=True)
class Piece:
    """Some words, and where they stand in what leaves ("12 May 2026, note")."""

    place: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """What is to leave: its kind in a word ("chronology"), for whom, in which pieces.

    ``back`` is the page to which whoever changes their mind goes.
    """

    kind: str
    case: Case
    to: str
    pieces: Sequence[Piece]
    back: str


Gate = Callable[[SignedInRequest, Outgoing], "list[str] | HttpResponse"]

_GATES: list[Gate] = []


def register(gate: Gate) -> None:
    """Let this gate decide from now on; there is one."""
    _GATES[:] = [gate]


def pass_on(request: SignedInRequest, outgoing: Outgoing) -> list[str] | HttpResponse:
    """Return the words of each piece as they may leave, or a page that says what would leak.

    That page sends the same form again, with the answer beside it.
    """
    if not _GATES:
        raise NoGate(outgoing.kind)
    return _GATES[0](request, outgoing)
