"""Closing a case with what is to be said of it, and working with the same people again."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit import events
from cases.choices import CaseRole
from cases.further import open_further_case
from cases.models import Case
from cases.services import close_case
from referrals.choices import ChildThen
from referrals.models import Closing, FurtherWork


class ChildForgotten(ValueError):
    """Nobody said what becomes of the support of a child of the case."""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What is said of a case that closes. ``children`` says it of every child, by id."""

    reason: str
    planned: bool
    final_assessment: str
    outcomes: Mapping[str, str] = field(default_factory=dict)
    children: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)
    handed_over: str = ""
    follow_up: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def close(
    *,
    case: Case,
    ending: Ending,
    closed_on: datetime.date,
    expected_version: int,
    worker: User | None,
    by: User,
) -> Closing:
    """Close a case, and open one for each child who keeps our support, with a worker.

    Raises ChildForgotten, StillOpen where something is left open, ChangedMeanwhile.
    """
    children = case.case_people.filter(role=CaseRole.CHILD).values_list("person_id", flat=True)
    if set(children) - ending.children.keys():
        raise ChildForgotten
    closing = Closing(
        organisation_id=case.organisation_id,
        case=case,
        reason=ending.reason,
        planned=ending.planned,
        final_assessment=ending.final_assessment,
        outcomes={one: answer for one, answer in ending.outcomes.items() if answer},
        children={str(child): dict(said) for child, said in ending.children.items()},
        handed_over=ending.handed_over,
        follow_up=dict(ending.follow_up),
    )
    events.write("case.say_how_it_ended", by=by, subjects=[case.pk, closing.pk])
    closing.save(force_insert=True)
    close_case(case=case, closed_on=closed_on, expected_version=expected_version, by=by)
    for child, said in ending.children.items():
        if said["then"] == ChildThen.OWN_CASE:
            _carry_on(case, child, {child}, opened_on=closed_on, worker=worker, by=by)
    return closing


@transaction.atomic
def work_again(*, earlier: Case, opened_on: datetime.date, worker: User | None, by: User) -> Case:
    """Begin a new piece of work with everybody of a case that closed; the old one stays closed."""
    parts = dict(earlier.case_people.values_list("person_id", "role"))
    survivor = next(person for person, role in parts.items() if role == CaseRole.SURVIVOR)
    return _carry_on(earlier, survivor, set(parts), opened_on=opened_on, worker=worker, by=by)


def _carry_on(
    earlier: Case,
    survivor_id: UUID,
    people: set[UUID],
    *,
    opened_on: datetime.date,
    worker: User | None,
    by: User,
) -> Case:
    case = open_further_case(
        earlier=earlier,
        survivor_id=survivor_id,
        with_people=people,
        opened_on=opened_on,
        worker=worker,
        by=by,
    )
    FurtherWork(organisation_id=case.organisation_id, case=case, earlier=earlier).save(
        force_insert=True
    )
    return case
