"""Next steps: added, moved to another day, done, or not needed any more."""

import datetime

from django.db import transaction

from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from audit import events
from cases.models import Case
from diary.choices import StepState
from diary.models import NextStep, Note


@transaction.atomic
def add(
    *,
    case: Case,
    text: str,
    due_on: datetime.date,
    by: User | None,
    owner: User | None = None,
    other: str = "",
    from_note: Note | None = None,
    counselling: bool = False,
) -> NextStep:
    """Put down what is to be done, by when, and by whom."""
    step = NextStep(
        organisation_id=case.organisation_id,
        case=case,
        counselling=counselling,
        text=text,
        due_on=due_on,
        owner=owner,
        other=other,
        from_note=from_note,
    )
    events.write("step.add", by=by, subjects=[case.pk, step.pk])
    step.save(force_insert=True)
    return step


@transaction.atomic
def change(
    *,
    step: NextStep,
    text: str,
    due_on: datetime.date,
    owner: User | None,
    other: str,
    expected_version: int,
    by: User | None,
) -> NextStep:
    """Say anew what is to be done, by when and by whom. Raises ChangedMeanwhile."""
    fields = ["text", "due_on", "owner", "other"]
    events.write("step.change", by=by, subjects=[step.case_id, step.pk], fields=fields)
    step.text, step.due_on, step.owner, step.other = text, due_on, owner, other
    save_if_unchanged(step, expected_version=expected_version, fields=fields)
    return step


@transaction.atomic
def move(
    *, step: NextStep, due_on: datetime.date, expected_version: int, by: User | None
) -> NextStep:
    """Put a step off, or bring it forward. Raises ChangedMeanwhile."""
    events.write("step.move", by=by, subjects=[step.case_id, step.pk], fields=["due_on"])
    step.due_on = due_on
    save_if_unchanged(step, expected_version=expected_version, fields=["due_on"])
    return step


@transaction.atomic
def finish(
    *,
    step: NextStep,
    state: StepState,
    at: datetime.datetime,
    expected_version: int,
    by: User | None,
    reason: str = "",
) -> NextStep:
    """Say that a step was done, or was not needed and why. Raises ChangedMeanwhile."""
    fields = ["state", "ended_at", "ended_by", "reason"]
    events.write("step.finish", by=by, subjects=[step.case_id, step.pk], fields=fields)
    step.state, step.ended_at, step.ended_by, step.reason = state, at, by, reason
    save_if_unchanged(step, expected_version=expected_version, fields=fields)
    return step
