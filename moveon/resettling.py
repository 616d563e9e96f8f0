"""Writes to what comes after a move."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from accounts.lost_updates import ChangedMeanwhile, save_if_unchanged
from accounts.models import User
from audit import events
from cases.models import Case
from moveon.models import Resettlement, ResettlementVisit


class NotAgreed(Exception):
    """A visit after a move that she did not agree to, or past the day until when she did."""


@transaction.atomic
def agree(
    *, case: Case, fields: Mapping[str, object], expected_version: int, by: User
) -> Resettlement:
    """Record what was agreed for the time after a move; ``fields`` are those of Resettlement.

    ``expected_version`` is 0 where nothing was shown. Visits to come are dropped when she no
    longer agrees. Raises ChangedMeanwhile when somebody else recorded it since.
    """
    kept = Resettlement.objects.filter(case=case).first()
    if kept is not None and expected_version == 0:
        raise ChangedMeanwhile(kept)
    if kept is None:
        kept = Resettlement(organisation_id=case.organisation_id, case=case, **fields)
        events.write("resettlement.agree", by=by, subjects=[case.pk, kept.pk])
        kept.save(force_insert=True)
        return kept
    events.write("resettlement.agree", by=by, subjects=[case.pk, kept.pk], fields=sorted(fields))
    for name, value in fields.items():
        setattr(kept, name, value)
    save_if_unchanged(kept, expected_version=expected_version, fields=sorted(fields))
    if not kept.agreed:
        _drop_visits(kept, by)
    return kept


@transaction.atomic
def plan_visit(
    *, resettlement: Resettlement, due_on: datetime.date, words: str, by: User
) -> ResettlementVisit:
    """Plan a visit or a call after a move. Raises NotAgreed."""
    ends_on = resettlement.ends_on
    if not resettlement.agreed or (ends_on is not None and due_on > ends_on):
        raise NotAgreed
    visit = ResettlementVisit(
        organisation_id=resettlement.organisation_id,
        resettlement=resettlement,
        case_id=resettlement.case_id,
        due_on=due_on,
        words=words,
    )
    events.write("visit.plan", by=by, subjects=[visit.case_id, visit.pk])
    visit.save(force_insert=True)
    return visit


@transaction.atomic
def change_visit(
    *, visit: ResettlementVisit, changes: Mapping[str, object], expected_version: int, by: User
) -> ResettlementVisit:
    """Say that a visit was made, or drop it. Raises ChangedMeanwhile."""
    named = [visit.case_id, visit.pk]
    events.write("visit.change", by=by, subjects=named, fields=sorted(changes))
    for name, value in changes.items():
        setattr(visit, name, value)
    save_if_unchanged(visit, expected_version=expected_version, fields=sorted(changes))
    return visit


def _drop_visits(resettlement: Resettlement, by: User) -> None:
    for visit in resettlement.visits.filter(made_on=None, dropped=False):
        change_visit(visit=visit, changes={"dropped": True}, expected_version=visit.version, by=by)
