"""Referring to a meeting, making its list, and following what was agreed."""

import datetime
from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction

from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from accounts.tenancy import enter
from audit import context, events
from cases.models import Case
from cases.services import record_disclosure
from encryption import subjects
from marac import recusals
from marac.choices import ActionState
from marac.copying import copy_of
from marac.models import Action, AreaChange, MaracArea, MaracReferral, Meeting
from marac.register import Area
from marac.repeats import earlier_of


class ListClosed(ValueError):
    """The meeting's list closed before this day."""


@transaction.atomic
def create_area(
    *, name: str, by: User | None, threshold: int = 14, repeat_months: int = 12
) -> MaracArea:
    """Set up an area in the organisation that is entered, which hosts its meetings."""
    area = MaracArea(
        organisation_id=context.required_organisation(),
        name=name,
        threshold=threshold,
        repeat_months=repeat_months,
    )
    events.write("meeting_area.create", by=by, subjects=[area.pk])
    area.save(force_insert=True)
    return area


@transaction.atomic
def change_area(
    *,
    area: MaracArea,
    name: str,
    threshold: int,
    repeat_months: int,
    expected_version: int,
    by: User | None,
) -> MaracArea:
    """Change what an area is called and its local rules, and keep what they were.

    Raises ChangedMeanwhile.
    """
    said = {"name": name, "threshold": threshold, "repeat_months": repeat_months}
    events.write("meeting_area.change", by=by, subjects=[area.pk], fields=list(said))
    before = {field: str(getattr(area, field)) for field in said}
    for field, value in said.items():
        setattr(area, field, value)
    save_if_unchanged(area, expected_version=expected_version, fields=list(said))
    for field, value in said.items():
        if before[field] != str(value):
            AreaChange(
                organisation_id=area.organisation_id, area=area, field=field,
                before=before[field], after=str(value), changed_by=by,
            ).save(force_insert=True)  # fmt: skip
    return area


@transaction.atomic
def plan_meeting(
    *, area: MaracArea, held_on: datetime.date, list_closes_on: datetime.date, by: User | None
) -> Meeting:
    """Plan a meeting."""
    meeting = Meeting(
        organisation_id=area.organisation_id,
        area=area,
        held_on=held_on,
        list_closes_on=list_closes_on,
    )
    events.write("meeting.plan", by=by, subjects=[meeting.pk])
    meeting.save(force_insert=True)
    return meeting


@transaction.atomic
def refer(
    *,
    case: Case,
    area: Area,
    criteria: Sequence[str],
    basis: str,
    reasons: str,
    referred_on: datetime.date,
    by: User,
) -> MaracReferral:
    """Disclose a copy of a case to an area's host, and record the disclosure on the case.

    The copy is sealed under the host's keys, and the host finds out whether it is a repeat. Both
    happen, or neither does.
    """
    copy = copy_of(case, reasons=reasons)
    referral_id = uuid4()
    record_disclosure(
        case=case,
        to_organisation_id=area.host_id,
        what="meeting_referral",
        disclosed_on=referred_on,
        basis=basis,
        copy_id=referral_id,
        by=by,
    )
    with enter(area.host_id, by=by):
        host_area = MaracArea.objects.get(pk=area.id)
        referral = MaracReferral(
            id=referral_id,
            organisation_id=area.host_id,
            area=host_area,
            referred_by_id=case.organisation_id,
            referred_on=referred_on,
            criteria=list(criteria),
            basis=basis,
            copy=copy,
        )
        events.write("meeting.referral_received", by=by, subjects=[referral_id])
        earlier = earlier_of(host_area, copy, on=referred_on)
        referral.is_repeat = bool(earlier)
        subjects.create(organisation_id=area.host_id, kind="referral", subject_ids=[referral_id])
        referral.save(force_insert=True)
        recusals.carry_over(earlier, referral)
        recusals.match_referral(referral)
    return referral


@transaction.atomic
def put_on_list(
    *,
    referral: MaracReferral,
    meeting: Meeting,
    on: datetime.date,
    expected_version: int,
    by: User,
) -> MaracReferral:
    """Put a referral on a meeting's list. Raises ListClosed, or ChangedMeanwhile."""
    if on > meeting.list_closes_on:
        raise ListClosed
    events.write("meeting.list", by=by, subjects=[meeting.pk, referral.pk], fields=["meeting"])
    referral.meeting = meeting
    save_if_unchanged(referral, expected_version=expected_version, fields=["meeting"])
    return referral


@transaction.atomic
def agree_action(
    *, referral: MaracReferral, agency: str, text: str, due_on: datetime.date, by: User
) -> Action:
    """Record what an agency agreed to do."""
    action = Action(
        organisation_id=referral.organisation_id,
        referral=referral,
        agency=agency,
        text=text,
        due_on=due_on,
    )
    events.write("action.agree", by=by, subjects=[referral.pk, action.pk])
    action.save(force_insert=True)
    return action


@transaction.atomic
def close_action(
    *,
    action: Action,
    state: ActionState,
    closed_on: datetime.date,
    expected_version: int,
    by: User,
) -> Action:
    """Record how an action ended. Raises ChangedMeanwhile."""
    fields = ["state", "closed_on"]
    events.write("action.close", by=by, subjects=[action.pk], fields=fields)
    action.state, action.closed_on = state, closed_on
    save_if_unchanged(action, expected_version=expected_version, fields=fields)
    return action
