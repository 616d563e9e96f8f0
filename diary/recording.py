"""What the recorder saves in one go: a note, the contact, the step that is done, the next one,
and what apps above keep beside it."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from cases.models import Case
from diary import alongside, contacts, notes, steps
from diary.alongside import Recorded
from diary.choices import MODE_OF, StepState
from diary.models import NextStep, Note
from diary.told import Told


@dataclass(frozen=True, kw_only=True)
class Next:
    """What is to be done after it, and by when."""

    text: str
    due_on: datetime.date


@transaction.atomic
def record(
    *,
    case: Case,
    told: Told,
    by: User,
    counselling: bool,
    then: Next | None = None,
    finishes: NextStep | None = None,
) -> Note | None:
    """Save all of it or nothing. Returns the note, where there were words to keep.

    Raises ChangedMeanwhile where a colleague ended or moved the step meanwhile.
    """
    note = None
    if told.text or told.is_key:
        note = notes.write(
            case=case, happened=told.happened, happened_at=told.at, text=told.text,
            about=told.about, is_key=told.is_key, counselling=counselling, by=by,
        )  # fmt: skip
    mode = MODE_OF.get(told.happened)
    if mode is not None and told.outcome is not None:
        contacts.record(
            case=case, at=told.at, mode=mode, outcome=told.outcome, direction=told.direction,
            minutes=told.minutes, about=told.about, note=note, counselling=counselling, by=by,
        )  # fmt: skip
    alongside.keep(Recorded(case=case, told=told, note=note, by=by))
    if finishes is not None:
        steps.finish(
            step=finishes, state=StepState.DONE, at=told.at, expected_version=finishes.version,
            by=by,
        )  # fmt: skip
    if then is not None:
        steps.add(
            case=case, text=then.text, due_on=then.due_on, owner=by, from_note=note,
            counselling=counselling, by=by,
        )  # fmt: skip
    return note
