"""How support counts in the return: answered by the app that derives it, which stands above."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from accommodation.choices import SupportType
from accommodation.models import SupportDelivered


class Answer(StrEnum):
    """Whether a delivery counts, and if not, why."""

    COUNTS = "counts"
    NOWHERE = "nowhere"
    NOT_COMMISSIONED = "not_commissioned"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How one delivery counts, in what place and in which year of the return."""

    answer: Answer
    place: str = ""
    year: str = ""
    this_year: bool = False

    @property
    def counts(self) -> bool:
        """Say whether it does."""
        return self.answer is Answer.COUNTS

    def in_words(self, support_type: str) -> str:
        """Say it below a delivery."""
        year = "this year" if self.this_year else f"in {self.year}"
        what = SupportType(support_type).label.lower()
        words = {
            Answer.COUNTS: f"Counts as {what}, {self.place}, {year}",
            Answer.NOWHERE: "Not counted in the return: not in safe accommodation that day",
            Answer.NOT_COMMISSIONED: "Not counted in the return: no authority paid for the place "
            f"{year}",
            Answer.NOT_ASKED: f"Not counted in the return: it does not ask for this {year}",
        }
        return words[self.answer]


Counter = Callable[[Collection[SupportDelivered]], Mapping[UUID, Counted]]
_COUNTERS: list[Counter] = []


def register(counter: Counter) -> None:
    """Let this say how support counts."""
    _COUNTERS[:] = [counter]


def of(delivered: Collection[SupportDelivered]) -> Mapping[UUID, Counted]:
    """Return how each delivery counts, by id, with a fixed number of queries."""
    return _COUNTERS[0](delivered) if _COUNTERS and delivered else {}
