"""Goals: set in her own words, said anew, led to by next steps, and talked through with her."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.lost_updates import ChangedMeanwhile, save_if_unchanged
from accounts.models import User
from audit import events
from cases.models import Case, Person
from diary import steps
from diary.models import NextStep
from support.models import Goal, GoalState, GoalStep, PlanVersion


@transaction.atomic
def set_goal(
    *,
    case: Case,
    person: Person,
    words: str,
    why: str,
    set_on: datetime.date,
    review_on: datetime.date,
    by: User,
) -> Goal:
    """Write down what somebody wants, why, and when to talk of it again."""
    goal = Goal(
        organisation_id=case.organisation_id,
        case=case,
        person=person,
        words=words,
        why=why,
        set_on=set_on,
        set_by=by,
        review_on=review_on,
    )
    events.write("goal.set", by=by, subjects=[case.pk, goal.pk])
    goal.save(force_insert=True)
    return goal


@transaction.atomic
def change(
    *, goal: Goal, words: str, why: str, review_on: datetime.date, expected_version: int, by: User
) -> Goal:
    """Say a goal anew. Raises ChangedMeanwhile."""
    fields = ["words", "why", "review_on"]
    events.write("goal.change", by=by, subjects=[goal.case_id, goal.pk], fields=fields)
    goal.words, goal.why, goal.review_on = words, why, review_on
    save_if_unchanged(goal, expected_version=expected_version, fields=fields)
    return goal


@transaction.atomic
def add_step(
    *,
    goal: Goal,
    text: str,
    due_on: datetime.date,
    owner: User | None,
    other: str,
    by: User,
) -> NextStep:
    """Put down a next step that leads to a goal: what, by when, and who does it."""
    step = steps.add(case=goal.case, text=text, due_on=due_on, owner=owner, other=other, by=by)
    events.write("goal.add_step", by=by, subjects=[goal.case_id, goal.pk, step.pk])
    GoalStep(organisation_id=goal.organisation_id, goal=goal, step=step).save(force_insert=True)
    return step


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """Where a goal stands after it was talked through."""

    goal: Goal
    state: str
    outcome: str
    review_on: datetime.date


@transaction.atomic
def review(
    *,
    case: Case,
    reviewed: Sequence[Reviewed],
    together: bool,
    on: datetime.date,
    expected_number: int,
    by: User,
) -> PlanVersion:
    """Say of each open goal where it stands, and keep the plan as it is now as a version.

    Raises ChangedMeanwhile when a colleague reviewed the plan or changed a goal since.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    latest = PlanVersion.objects.filter(case=case).order_by("-number").first()
    if (latest.number if latest else 0) != expected_number:
        raise ChangedMeanwhile(latest)
    goals = [one.goal for one in reviewed]
    version = PlanVersion(
        organisation_id=case.organisation_id,
        case=case,
        number=expected_number + 1,
        reviewed_on=on,
        reviewed_by=by,
        reviewed_together=together,
    )
    events.write(
        "support_plan.review",
        by=by,
        subjects=[case.pk, version.pk, *(goal.pk for goal in goals)],
        fields=_REVIEWED,
    )
    for one in reviewed:
        _stand(one, on)
    version.content = {"goals": [_as_it_stands(goal) for goal in goals]}
    version.save(force_insert=True)
    return version


_REVIEWED = ("state", "outcome", "review_on", "ended_on")


def _stand(one: Reviewed, on: datetime.date) -> None:
    goal = one.goal
    goal.state, goal.outcome, goal.review_on = one.state, one.outcome, one.review_on
    goal.ended_on = None if one.state == GoalState.OPEN else on
    save_if_unchanged(goal, expected_version=goal.version, fields=_REVIEWED)


def _as_it_stands(goal: Goal) -> dict[str, Any]:
    led_to = goal.steps.select_related("step__owner").order_by("step__due_on", "recorded_at")
    return {
        "words": goal.words,
        "why": goal.why,
        "state": goal.state,
        "outcome": goal.outcome,
        "review_on": goal.review_on.isoformat(),
        "steps": [
            {
                "what": one.step.text,
                "who": one.step.other or (one.step.owner.full_name if one.step.owner else ""),
                "ours": one.step.owner_id is not None,
                "due_on": one.step.due_on.isoformat(),
                "state": one.step.state,
            }
            for one in led_to
        ],
    }
