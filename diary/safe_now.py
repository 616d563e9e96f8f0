"""Whether contact with the survivor of a case is safe now, as lists say it beside a name.

What is known of it is registered by the app that knows; where nothing is recorded, that is said.
Unknown is never safe.
"""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from accounts.field_classes import FieldClass
from cases.models import Case
from cases.sight import Sight


@dataclass(frozen=True)
class Answer:
    """A few words, with what is safe in bold, and the icon that stands before them."""

    head: str
    rest: str = ""
    icon: str = "no"


NOT_RECORDED = Answer("Not recorded.", "Ask before you make contact.")
NOT_SHOWN = Answer("Not shown to your role")
NOT_NEEDED = Answer("No contact needed")

Answers = Callable[[Collection[Case], datetime.datetime], Mapping[UUID, Answer]]
_ASKED: list[Answers] = []


def register(answers: Answers) -> None:
    """Ask this of many cases at once from now on."""
    _ASKED.append(answers)


def answers_for(
    cases: Collection[Case], seen: Mapping[UUID, Sight], *, at: datetime.datetime
) -> dict[UUID, Answer]:
    """Return what to say of each case; with a fixed number of queries, however many there are."""
    shown = [case for case in cases if seen[case.pk].shows(FieldClass.SAFE_CONTACT)]
    found = {case.pk: NOT_SHOWN for case in cases} | {case.pk: NOT_RECORDED for case in shown}
    for answers in _ASKED:
        found |= answers(shown, at)
    return found
