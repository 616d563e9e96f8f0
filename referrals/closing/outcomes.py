"""What survivors said at the end, counted for a service: shares, how many were asked, no names."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from accounts.settings import value_of
from accounts.tenancy import as_system
from audit import events
from referrals.choices import NO_OUTCOME, OUTCOME_QUESTIONS
from referrals.models import Closing

_BETTER, _SAME, _WORSE = ("4", "5"), ("3",), ("1", "2")
_WHOLE = 100


@dataclass(frozen=True)
class Outcome:
    """One question, counted; None stands for a number that is too small to be shown."""

    label: str
    better: int | None
    same: int | None
    worse: int | None
    asked: int | None
    closed: int | None

    @property
    def is_shown(self) -> bool:
        """Say whether enough people answered."""
        return self.better is not None

    def share(self, count: int | None) -> int:
        """Return a part of those who were asked, in per cent."""
        return round(_WHOLE * count / self.asked) if count and self.asked else 0

    @property
    def better_share(self) -> int:
        """Return how many of those who were asked are better, in per cent."""
        return self.share(self.better)

    @property
    def drawn(self) -> tuple[str, int | None]:
        """Return what its bar in the chart says."""
        return self.label, self.better_share if self.is_shown else None


def count(answers: Iterable[Mapping[str, str]], *, smallest: int) -> list[Outcome]:
    """Count each question; with a number under the smallest in it, none of its numbers is shown.

    With one of them left out the others would tell it, so they go together.
    """
    told = list(answers)
    return [_count_one(question, label, told, smallest) for question, label in
            OUTCOME_QUESTIONS.items()]  # fmt: skip


def _count_one(
    question: str, label: str, told: Sequence[Mapping[str, str]], smallest: int
) -> Outcome:
    given = Counter(one.get(question, "not_asked") for one in told)
    asked = sum(number for answer, number in given.items() if answer not in NO_OUTCOME)
    better, same, worse = (sum(given[step] for step in steps) for steps in (_BETTER, _SAME, _WORSE))
    closed = len(told) if len(told) >= smallest else None
    if asked < smallest or any(0 < part < smallest for part in (better, same, worse)):
        return Outcome(label, None, None, None, asked if asked >= smallest else None, closed)
    return Outcome(label, better, same, worse, asked, closed)


def of_services(
    services: Collection[UUID], first: datetime.date, last: datetime.date, *, by: User
) -> list[Outcome]:
    """Count what was said at closures of a period; nobody reads what one person said."""
    closings = Closing.objects.of_services(services).in_period(first, last)
    case_ids = list(closings.values_list("case_id", flat=True))
    events.read("outcomes.count", by=by, subjects=case_ids)
    with as_system():
        answers = [dict(one.outcomes) for one in closings]
    return count(answers, smallest=value_of("smallest_count"))
