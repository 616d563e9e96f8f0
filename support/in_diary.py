"""What support adds to the diary: what was given, asked and agreed, and what is to be reviewed."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accommodation.models import SupportDelivered
from accounts.field_classes import FieldClass
from cases.models import Case
from cases.sight import Sight
from diary import drafts, due, timeline
from diary.access import reads_of
from diary.due import Asked, Due
from diary.timeline import Item
from support.models import Goal, Need, PlanVersion
from support.reading import minutes_in_words


def given(case: Case, seen: Sight) -> Iterator[Item]:
    """Tell of support as it was given: its type and its minutes; for whom is on its own page."""
    if reads_of(seen):
        yield from _items(case, _of(case))


def latest(case: Case, seen: Sight, most: int) -> Iterator[Item]:
    """Tell of the latest of it."""
    if reads_of(seen):
        yield from _items(case, _of(case).order_by("-delivered_on", "-pk")[:most])


def _of(case: Case) -> QuerySet[SupportDelivered]:
    return SupportDelivered.objects.filter(case=case).select_related("given_by")


def _items(case: Case, found: Iterable[SupportDelivered]) -> Iterator[Item]:
    for one in found:
        yield Item(
            kind="support",
            at=_at(one.delivered_on),
            title=f"Support given: {one.get_support_type_display().lower()}",
            subject=one.pk,
            by=one.given_by.full_name if one.given_by else "",
            by_id=one.given_by_id,
            details=[minutes_in_words(one.minutes)] if one.minutes else [],
            about=one.person_id,
            url=reverse("support:given", args=[case.reference, one.pk]),
            is_day=True,
        )


def plan(case: Case, seen: Sight) -> Iterator[Item]:
    """Tell when needs were asked, goals set and ended, and the plan was talked through."""
    if not seen.shows(FieldClass.NARRATIVE):
        return
    url = reverse("support:case", args=[case.reference])
    for goal in Goal.objects.filter(case=case).select_related("set_by"):
        yield Item(
            kind="goal", at=_at(goal.set_on), title="Goal set", subject=goal.pk,
            words=partial(getattr, goal, "words"), by=goal.set_by.full_name if goal.set_by else "",
            by_id=goal.set_by_id, about=goal.person_id, url=url, is_day=True,
        )  # fmt: skip
        if goal.ended_on:
            yield Item(
                kind="goal", at=_at(goal.ended_on),
                title=f"Goal: {goal.get_state_display().lower()}", subject=goal.pk,
                words=partial(_as_it_ended, goal), about=goal.person_id, url=url, is_day=True,
            )  # fmt: skip
    for version in PlanVersion.objects.filter(case=case).select_related("reviewed_by"):
        yield Item(
            kind="goal", at=_at(version.reviewed_on),
            title=f"Support plan reviewed, version {version.number}", subject=version.pk,
            by=version.reviewed_by.full_name, by_id=version.reviewed_by_id,
            details=["talked through together"] if version.reviewed_together else [],
            url=reverse("support:version", args=[case.reference, version.number]), is_day=True,
        )  # fmt: skip


def asked(case: Case, seen: Sight) -> Iterator[Item]:
    """Tell of each day on which somebody was asked what they need; the answers are elsewhere."""
    if not seen.shows(FieldClass.NARRATIVE):
        return
    told = set()
    for need in Need.objects.filter(case=case).select_related("asked_by").defer("told"):
        if (need.asked_on, need.person_id) in told:
            continue
        told.add((need.asked_on, need.person_id))
        yield Item(
            kind="needs", at=_at(need.asked_on), title="Asked what they need", subject=need.pk,
            by=need.asked_by.full_name if need.asked_by else "", by_id=need.asked_by_id,
            about=need.person_id, url=reverse("support:case", args=[case.reference]), is_day=True,
        )  # fmt: skip


def _at(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _as_it_ended(goal: Goal) -> str:
    return f"{goal.words}\n{goal.outcome}".strip()


def reviews(asked: Asked) -> Iterator[Due]:
    """The goals of these cases that are to be talked of, one line for a case."""
    shown = [pk for pk, seen in asked.seen.items() if seen.shows(FieldClass.NARRATIVE)]
    by_case: dict[UUID, list[Goal]] = {}
    for goal in Goal.objects.to_review_by(asked.until).filter(case__in=shown):
        by_case.setdefault(goal.case_id, []).append(goal)
    for case_id, goals in by_case.items():
        yield Due(
            kind="goals",
            case_id=case_id,
            on=goals[0].review_on,
            words=partial(_to_review, goals),
            url=reverse("support:review", args=[asked.cases[case_id].reference]),
            action="Review",
            subject=goals[0].pk,
        )


def _to_review(goals: Sequence[Goal]) -> str:
    if len(goals) > 1:
        return f"Talk {len(goals)} goals through"
    return f"Talk the goal through: {goals[0].words}"


def register() -> None:
    """Add all of it."""
    due.register(due.Source("goals", reviews))
    timeline.register(
        timeline.Source(
            code="support", kinds=[("support", "Support given")], items=given, latest=latest
        )
    )
    timeline.register(timeline.Source(code="goals", kinds=[("goal", "Support plan")], items=plan))
    timeline.register(timeline.Source(code="needs", kinds=[("needs", "Needs")], items=asked))
    drafts.register("support", "Support that was given", drafts.of_case("support:give"))
    drafts.register("goal-new", "A goal", drafts.of_case("support:goal_new"))
    drafts.register("plan-review", "A review of the plan", drafts.of_case("support:review"))
