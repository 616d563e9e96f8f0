"""Looks as lines: what one person did with one thing on one day is one line, that opens."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from audit.looked import Look
from audit.sentences import sentence_of

NOBODY = "Rowan itself"
GONE = "Somebody of whom nothing is left"


@dataclass(frozen=True)
class Told:
    """One look with what is said of it: of which cases, and as what somebody looked."""

    look: Look
    role: str = ""
    standing: str = ""
    references: Sequence[str] = ()


@dataclass
class Line:
    """What one person did in one way on one day, the latest first."""

    who: str
    role: str
    did: str
    standing: str
    day: datetime.date
    references: Sequence[str] = ()
    looks: list[Look] = field(default_factory=list)

    @property
    def times(self) -> int:
        """Return how often."""
        return len(self.looks)

    @property
    def moments(self) -> list[tuple[datetime.datetime, str]]:
        """Return when, and what for where a purpose was given, the latest first."""
        return [(timezone.localtime(one.at), one.purpose) for one in self.looks]

    @property
    def purposes(self) -> list[str]:
        """Return what was given as the purpose, each once."""
        return list(dict.fromkeys(one.purpose for one in self.looks if one.purpose))

    @property
    def how_often(self) -> str:
        """Say "at 10:14", or "20 times between 14:02 and 16:40"."""
        last, first = self.moments[0][0], self.moments[-1][0]
        if self.times == 1:
            return f"at {first:%H:%M}"
        if f"{first:%H:%M}" == f"{last:%H:%M}":
            return f"{self.times} times at {first:%H:%M}"
        return f"{self.times} times between {first:%H:%M} and {last:%H:%M}"

    @property
    def rest(self) -> str:
        """Say all that follows the name."""
        role = f", {self.role}," if self.role else ""
        of = f" ({', '.join(self.references)})" if self.references else ""
        standing = f", {self.standing}" if self.standing else ""
        day = f"{self.day:%A} {self.day.day} {self.day:%B}"
        year = f" {self.day.year}" if self.day.year != timezone.localdate().year else ""
        return f"{role} {self.did}{of} on {day}{year} {self.how_often}{standing}."

    @property
    def words(self) -> str:
        """Say it as one sentence."""
        return f"{self.who}{self.rest}"


def names_of(looks: Iterable[Look]) -> dict[UUID, str]:
    """Return the names of those who did something, with one query."""
    ids = {one.actor_id for one in looks if one.actor_id}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "full_name"))


def in_lines(told: Iterable[Told], names: Mapping[UUID, str]) -> list[Line]:
    """Gather looks, the newest first, into lines in the order of the newest of each."""
    lines: dict[tuple[object, ...], Line] = {}
    for one in told:
        look, day = one.look, timezone.localdate(one.look.at)
        did = sentence_of(look.verb).did
        who = NOBODY if look.actor_id is None else names.get(look.actor_id, GONE)
        references = tuple(one.references)
        key = (day, look.actor_id, did, one.standing, references)
        if key not in lines:
            lines[key] = Line(who, one.role, did, one.standing, day, references)
        lines[key].looks.append(look)
    return list(lines.values())
