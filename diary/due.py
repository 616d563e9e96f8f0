"""What My day and the week ask of every part of Rowan: what is due on these cases, and when.

An app above this one registers a source when it starts. A source is asked for many cases at once
and answers with a fixed number of queries; the words of a line are read only where it is shown.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from cases.models import Case
from cases.sight import Sight


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose day it is, of which cases, from now until which day.

    ``seen`` says of each case what of it is shown; ``workers`` are the person herself and those
    for whom she stands in.
    """

    user: User
    cases: Mapping[UUID, Case]
    seen: Mapping[UUID, Sight]
    workers: Collection[UUID]
    now: datetime.datetime
    today: datetime.date
    until: datetime.date


@dataclass(frozen=True, kw_only=True)
class Due:
    """One line: what is to be done on a case on a day, at a time where it has one.

    ``words`` opens what is sealed. ``subject`` is the record for the trail. ``note`` stands below
    the day ("in court"). ``step`` names the next step that recording would finish.
    """

    kind: str
    case_id: UUID
    on: datetime.date
    words: Callable[[], str]
    url: str
    action: str = "Open"
    at: datetime.datetime | None = None
    note: str = ""
    subject: UUID | None = None
    step: UUID | None = None
    needs_contact: bool = True
    # A line that stays late until somebody does it; a court date that is over is only over.
    stays: bool = True
    worker_id: UUID | None = None


@dataclass(frozen=True)
class Source:
    """A kind of what is due."""

    code: str
    find: Callable[[Asked], Iterable[Due]]


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Ask this source too from now on."""
    _SOURCES[source.code] = source


def find(asked: Asked) -> list[Due]:
    """Return all that is due, the earliest first; within a day, what has a time comes first."""
    if not asked.cases:
        return []
    found = [line for source in _SOURCES.values() for line in source.find(asked)]
    return sorted(found, key=_order)


def _order(line: Due) -> tuple[datetime.date, bool, str, str]:
    at = line.at.isoformat() if line.at else ""
    return (line.on, line.at is None, at, str(line.case_id))


@dataclass(frozen=True)
class Mark:
    """A word about a case that stands beside its name: how high the risk is, which meeting."""

    text: str
    kind: str = "grey"
    icon: str = ""


Marker = Callable[[Collection[Case], Mapping[UUID, Sight]], Mapping[UUID, list[Mark]]]
_MARKERS: dict[str, Marker] = {}


def register_marks(code: str, marker: Marker) -> None:
    """Ask this marker too from now on."""
    _MARKERS[code] = marker


def marks_of(cases: Collection[Case], seen: Mapping[UUID, Sight]) -> dict[UUID, list[Mark]]:
    """Return the marks of each case, in the order in which the markers were registered."""
    found: dict[UUID, list[Mark]] = {case.pk: [] for case in cases}
    for marker in _MARKERS.values() if cases else ():
        for case_id, marks in marker(cases, seen).items():
            found[case_id] += marks
    return found
