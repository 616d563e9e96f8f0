"""How many nights rooms were slept in, and how many were lost, and to what.

Pure: it is given stays and closures, and counts each night of each room once.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from accommodation.models import Stay, Unit, UnitClosure

SLEPT, FREE = "slept", "free"
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class RoomNights:
    """The nights of one room in a period."""

    unit: Unit
    counts: Counter[str]

    @property
    def slept(self) -> int:
        return self.counts[SLEPT]

    @property
    def free(self) -> int:
        return self.counts[FREE]

    @property
    def lost(self) -> int:
        """Count the nights on which the room could not be used."""
        return sum(self.counts[reason] for reason in UnitClosure.Reason.values)

    @property
    def in_use(self) -> int:
        return self.slept + self.free + self.lost


@dataclass(frozen=True)
class HouseNights:
    """The nights of a house, room by room."""

    first: datetime.date
    last: datetime.date
    rooms: Sequence[RoomNights]

    @property
    def slept(self) -> int:
        return sum(room.slept for room in self.rooms)

    @property
    def free(self) -> int:
        return sum(room.free for room in self.rooms)

    @property
    def lost(self) -> list[tuple[str, int]]:
        """Return the nights lost, by reason."""
        total: Counter[str] = sum((room.counts for room in self.rooms), Counter())
        return [(one.label, total[one.value]) for one in UnitClosure.Reason if total[one.value]]

    @property
    def in_use(self) -> int:
        return sum(room.in_use for room in self.rooms)

    @property
    def percent(self) -> int:
        """Return how many of a hundred nights were slept in."""
        return round(100 * self.slept / self.in_use) if self.in_use else 0


def nights(
    units: Sequence[Unit],
    stays: Iterable[Stay],
    closures: Iterable[UnitClosure],
    *,
    first: datetime.date,
    last: datetime.date,
) -> HouseNights:
    """Count the nights from the first day to the last; the night after a day is that day's.

    A night on which somebody slept in a room that was out of use is a night that was slept in.
    """
    of_unit: dict[UUID, dict[datetime.date, str]] = {unit.pk: {} for unit in units}
    for closure in closures:
        end = closure.ends_on + ONE_DAY if closure.ends_on else None
        for night in _nights(closure.starts_on, end, first, last):
            of_unit[closure.unit_id][night] = closure.reason
    for stay in stays:
        for night in _nights(stay.starts_on, stay.ends_on, first, last):
            of_unit[stay.unit_id][night] = SLEPT
    return HouseNights(first, last, [_room(unit, of_unit[unit.pk], first, last) for unit in units])


def _room(
    unit: Unit, taken: dict[datetime.date, str], first: datetime.date, last: datetime.date
) -> RoomNights:
    counts = Counter(taken.values())
    in_use = sum(1 for _ in _nights(first, unit.decommissioned_on, first, last))
    counts[FREE] = max(0, in_use - len(taken))
    return RoomNights(unit, counts)


def _nights(
    start: datetime.date, end: datetime.date | None, first: datetime.date, last: datetime.date
) -> Iterable[datetime.date]:
    """Yield the nights from a day up to, not including, another, within a period."""
    begins, stops = max(start, first), min(end or datetime.date.max, last + ONE_DAY)
    return (begins + n * ONE_DAY for n in range((stops - begins).days))
