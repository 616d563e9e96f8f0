"""What an app above knows of houses: who is on shift in which, and who lives in which.

Accommodation registers itself when it starts; without it nobody is on shift and nobody lives in.
"""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Houses:
    """Of a day: the houses that each person is on shift in, and those that each case lives in."""

    shifts: Callable[[datetime.date], Mapping[UUID, set[UUID]]]
    residents: Callable[[Collection[UUID], datetime.date], Mapping[UUID, set[UUID]]]


_HOUSES: list[Houses] = []


def register(houses: Houses) -> None:
    """Ask an app above as well, from now on."""
    if houses not in _HOUSES:
        _HOUSES.append(houses)


def shifts(day: datetime.date) -> dict[UUID, set[UUID]]:
    """Return the houses in which each person was on shift on a day."""
    found: dict[UUID, set[UUID]] = {}
    for one in _HOUSES:
        for user_id, services in one.shifts(day).items():
            found.setdefault(user_id, set()).update(services)
    return found


def residents(case_ids: Collection[UUID], day: datetime.date) -> dict[UUID, set[UUID]]:
    """Return the houses in which each of these cases lived on a day."""
    found: dict[UUID, set[UUID]] = {}
    for one in _HOUSES:
        for case_id, services in one.residents(case_ids, day).items():
            found.setdefault(case_id, set()).update(services)
    return found
