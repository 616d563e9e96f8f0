"""What an app above asks in the recorder, and keeps with what is recorded there.

It registers when it starts; its question stands below the note, and what is answered is saved in
the same transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from accounts.models import User
from cases.models import Case
from diary.models import Note
from diary.told import Told


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What was recorded, for whoever keeps more beside it; a note where there were words."""

    case: Case
    told: Told
    note: Note | None
    by: User


@dataclass(frozen=True, kw_only=True)
class Question:
    """One more thing that the recorder asks; ``keep`` is given an answer that is not empty."""

    name: str
    field: Callable[[], forms.Field]
    keep: Callable[[Recorded, Any], None]


_QUESTIONS: dict[str, Question] = {}


def register(question: Question) -> None:
    """Ask this too from now on."""
    _QUESTIONS[question.name] = question


def every() -> list[Question]:
    """Return all questions, in the order of being registered."""
    return list(_QUESTIONS.values())


def keep(recorded: Recorded) -> None:
    """Keep what was answered."""
    for question in every():
        answer = recorded.told.also.get(question.name)
        if answer:
            question.keep(recorded, answer)
