"""Support that was given, as the pages of a case show it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from accommodation.models import SupportDelivered
from cases.models import Case
from diary.choices import StepState
from diary.models import NextStep
from support import counting
from support.models import Goal, GoalState, GoalStep, Need, PlanVersion

# The longest list that a page shows; what is older stands in the timeline.
SHOWN = 100


@dataclass(frozen=True)
class Given:
    """One delivery, for whom, and how it counts."""

    record: SupportDelivered
    called: str
    counts: bool
    how: str


@dataclass(frozen=True)
class GoalNow:
    """A goal with whose it is and the steps that lead to it."""

    goal: Goal
    called: str
    steps: Sequence[NextStep]

    @property
    def is_open(self) -> bool:
        """Say whether it goes on."""
        return self.goal.state == GoalState.OPEN


@dataclass(frozen=True)
class Plan:
    """Goals, steps, needs and reviews of a case. Nothing of them is opened yet."""

    goals: Sequence[Goal]
    steps: Mapping[UUID, Sequence[NextStep]]
    needs: Sequence[Need]
    versions: Sequence[PlanVersion]

    @property
    def subjects(self) -> list[UUID]:
        """Return the records that showing it opens."""
        steps = (step.pk for each in self.steps.values() for step in each)
        return [*(goal.pk for goal in self.goals), *steps, *(need.pk for need in self.needs)]

    def goals_now(self, called: dict[UUID, str]) -> list[GoalNow]:
        """Return the goals with whose they are; ``called`` names people."""
        return [
            GoalNow(one, called.get(one.person_id, ""), self.steps[one.pk]) for one in self.goals
        ]


def plan_on(case: Case) -> Plan:
    """Return the plan of a case: goals by when they are reviewed, the latest version on top."""
    goals = list(Goal.objects.filter(case=case).order_by("review_on", "recorded_at", "pk"))
    steps: dict[UUID, list[NextStep]] = {goal.pk: [] for goal in goals}
    led_to = GoalStep.objects.filter(goal__in=goals).select_related("step__owner")
    for one in led_to.order_by("step__due_on", "recorded_at"):
        steps[one.goal_id].append(one.step)
    versions = PlanVersion.objects.filter(case=case).defer("content").order_by("-number")
    return Plan(
        goals=goals,
        steps=steps,
        needs=list(Need.objects.filter(case=case).select_related("asked_by")),
        versions=list(versions.select_related("reviewed_by")),
    )


def minutes_in_words(minutes: int) -> str:
    """Say it in hours and minutes."""
    hours, rest = divmod(minutes, 60)
    return " ".join(f"{n} {unit}" for n, unit in ((hours, "h"), (rest, "min")) if n) or "0 min"


def given_on(case: Case) -> list[SupportDelivered]:
    """Return what was given on a case, the latest first."""
    found = SupportDelivered.objects.filter(case=case).select_related("given_by")
    return list(found.order_by("-delivered_on", "-recorded_at", "-pk")[:SHOWN])


def told_of(delivered: Sequence[SupportDelivered], called: dict[UUID, str]) -> list[Given]:
    """Say of each for whom it was and how it counts; ``called`` names the people of the case."""
    counted = counting.of(delivered)
    return [_given(one, called, counted.get(one.pk)) for one in delivered]


def _given(
    one: SupportDelivered, called: dict[UUID, str], counted: counting.Counted | None
) -> Given:
    return Given(
        record=one,
        called=called.get(one.person_id, "somebody who is not in the case any more"),
        counts=counted.counts if counted else False,
        how=counted.in_words(one.support_type) if counted else "",
    )


@dataclass(frozen=True)
class StepAsItStood:
    """A step of a plan at a review."""

    what: str
    who: str
    ours: bool
    due_on: datetime.date
    state: str


@dataclass(frozen=True)
class GoalAsItStood:
    """A goal of a plan at a review."""

    words: str
    why: str
    state: str
    outcome: str
    review_on: datetime.date
    steps: Sequence[StepAsItStood]


def plan_of(version: PlanVersion) -> list[GoalAsItStood]:
    """Return the goals of a plan as they stood."""
    return [
        GoalAsItStood(
            words=goal["words"],
            why=goal["why"],
            state=str(GoalState(goal["state"]).label),
            outcome=goal["outcome"],
            review_on=datetime.date.fromisoformat(goal["review_on"]),
            steps=[
                StepAsItStood(
                    what=step["what"],
                    who=step["who"],
                    ours=step["ours"],
                    due_on=datetime.date.fromisoformat(step["due_on"]),
                    state=str(StepState(step["state"]).label),
                )
                for step in goal["steps"]
            ],
        )
        for goal in version.content["goals"]
    ]
