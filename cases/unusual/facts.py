"""What a pattern is told: what people did on a day, what they usually do, and the registers."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from cases.looked.standing import Standing

# Searching and opening what was found belong together for so long.
TOGETHER = datetime.timedelta(minutes=15)
# From here on it is night, and no longer a long evening.
NIGHT = 23


class Act(StrEnum):
    """What sort of thing somebody did."""

    OPENED = "opened"
    WROTE = "wrote"
    SEARCHED = "searched"
    TOOK = "took"
    MET = "met"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Done:
    """One event, as far as patterns ask: local time, and the cases that it names."""

    user_id: UUID
    at: datetime.datetime
    act: Act
    cases: tuple[UUID, ...]
    named: frozenset[UUID] = frozenset()


class Alike(StrEnum):
    """In what a person of a case is like whoever looked, or like a colleague."""

    OWN = "own"
    COLLEAGUE = "colleague"
    NAME = "name"
    DECLARED = "declared"


@dataclass(frozen=True)
class Colleague:
    """Somebody who works here: what they answer for, where, and until when."""

    user_id: UUID
    manages: bool = False
    counts_for_return: bool = False
    last_day: datetime.date | None = None
    services: frozenset[UUID] = frozenset()
    teams: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class CaseFact:
    """What a pattern asks of a case."""

    pk: UUID
    number: int | None
    closed_on: datetime.date | None = None
    restricted: bool = False
    services: frozenset[UUID] = frozenset()
    workers: frozenset[UUID] = frozenset()


@dataclass
class Habits:
    """What people did in the four weeks before, as far as patterns compare with it."""

    opened: set[tuple[UUID, UUID]] = field(default_factory=set)
    wrote: set[tuple[UUID, UUID]] = field(default_factory=set)
    # By person and day: cases by the hour, and searches after which nothing was opened.
    hours: dict[tuple[UUID, datetime.date], dict[int, set[UUID]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    searches: Counter[tuple[UUID, datetime.date]] = field(default_factory=Counter)
    at_odd_hours: dict[UUID, set[tuple[str, datetime.date]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    # By case and week before, the people who opened it.
    audience: dict[tuple[UUID, int], set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def days_of(self, user_id: UUID) -> list[datetime.date]:
        """Return the days on which somebody opened cases."""
        return sorted(day for one, day in self.hours if one == user_id)

    def cases_on(self, user_id: UUID, day: datetime.date) -> int:
        """Return how many cases somebody opened on a day."""
        by_hour = self.hours.get((user_id, day), {})
        return len({case for cases in by_hour.values() for case in cases})

    def busiest_hour(self, user_id: UUID, day: datetime.date) -> int:
        """Return the most cases that somebody opened in one hour of a day."""
        return max(map(len, self.hours.get((user_id, day), {}).values()), default=0)


@dataclass(frozen=True)
class Limits:
    """The numbers of the patterns: the organisation's own."""

    burst: int = 12
    in_a_row: int = 5
    searches: int = 5
    begins: int = 7
    ends: int = 20
    closed_days: int = 30
    audience: int = 6
    leaver_days: int = 14

    def band_of(self, at: datetime.datetime) -> str:
        """Return "evening", "night" or "weekend" for hours at which nobody works by day."""
        if self.ends <= at.hour < NIGHT:
            return "evening"
        if not self.begins <= at.hour < self.ends:
            return "night"
        return "weekend" if at.weekday() >= 5 else ""


@dataclass
class Day:
    """One day of an organisation."""

    day: datetime.date
    done: Sequence[Done]
    staff: Mapping[UUID, Colleague]
    cases: Mapping[UUID, CaseFact]
    standing: Standing
    habits: Habits
    limits: Limits
    alike: Mapping[tuple[UUID, UUID], frozenset[Alike]] = field(default_factory=dict)
    on_shift: frozenset[tuple[UUID, datetime.date]] = frozenset()
    # The openers of each case in the week that ends with this day, this day's left out.
    this_week: Mapping[UUID, set[UUID]] = field(default_factory=dict)

    def opened(self) -> dict[tuple[UUID, UUID], list[Done]]:
        """Return who opened which case, with each time."""
        found: dict[tuple[UUID, UUID], list[Done]] = defaultdict(list)
        for one in self.done:
            if one.act in (Act.OPENED, Act.TOOK):
                for case in one.cases:
                    found[one.user_id, case].append(one)
        return found

    def wrote(self, user_id: UUID, case_id: UUID) -> bool:
        """Say whether somebody recorded something in a case on this day."""
        return any(
            one.act is Act.WROTE and one.user_id == user_id and case_id in one.cases
            for one in self.done
        )

    def of(self, user_id: UUID, *acts: Act) -> list[Done]:
        """Return what somebody did of these kinds, in order of time."""
        mine = [one for one in self.done if one.user_id == user_id and one.act in acts]
        return sorted(mine, key=lambda one: one.at)

    def is_theirs(self, user_id: UUID, case_id: UUID, at: datetime.datetime) -> bool:
        """Say whether the case is somebody's work: allocated, given, covered, or of their house."""
        if self.standing.own(user_id, case_id, at):
            return True
        colleague, case = self.staff.get(user_id), self.cases[case_id]
        return bool(colleague and case.services & colleague.services)

    def is_of_their_team(self, user_id: UUID, case_id: UUID) -> bool:
        """Say whether the case is a colleague's of a team that shares its cases.

        It is theirs to read; yet nobody who knew both names gave it to them, so that a likeness
        in it is told.
        """
        colleague = self.staff.get(user_id)
        if colleague is None or not colleague.teams:
            return False
        workers = (self.staff.get(worker) for worker in self.cases[case_id].workers - {user_id})
        return any(one is not None and one.teams & colleague.teams for one in workers)

    def people(self) -> Iterator[UUID]:
        """Give everybody who did something."""
        yield from dict.fromkeys(one.user_id for one in self.done)
