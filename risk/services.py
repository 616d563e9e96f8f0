"""Assessing risk and signing what was found."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from audit import events
from cases.events import AssessmentSigned, announce
from cases.models import Case
from risk import instruments
from risk.choices import RANK, Band
from risk.models import Assessment


class JudgementMayOnlyRaise(ValueError):
    """A worker's judgement may put the band above the score's, never below it."""


class AlreadySigned(ValueError):
    """What was signed is never changed: a new assessment is made instead."""


@transaction.atomic
def start_assessment(*, case: Case, assessed_on: datetime.date, by: User) -> Assessment:
    """Begin an assessment with the current instrument."""
    instrument = instruments.current()
    assessment = Assessment(
        organisation_id=case.organisation_id,
        case=case,
        instrument_code=instrument.code,
        instrument_version=instrument.version,
        assessed_on=assessed_on,
    )
    events.write("risk.start", by=by, subjects=[case.pk, assessment.pk])
    assessment.save(force_insert=True)
    return assessment


@transaction.atomic
def answer(
    *,
    assessment: Assessment,
    answers: Mapping[int, Mapping[str, str]],
    expected_version: int,
    by: User,
) -> Assessment:
    """Keep the answers given so far: for each item ``answer``, ``comment`` and ``source``.

    Raises AlreadySigned, or ChangedMeanwhile.
    """
    _refuse_signed(assessment)
    events.write("risk.answer", by=by, subjects=[assessment.pk], fields=["answers"])
    assessment.answers = {str(number): dict(given) for number, given in answers.items()}
    save_if_unchanged(assessment, expected_version=expected_version, fields=["answers"])
    return assessment


@transaction.atomic
def sign(
    *,
    assessment: Assessment,
    signed_at: datetime.datetime,
    expected_version: int,
    by: User,
    judged_band: Band | None = None,
    judgement: str = "",
) -> Assessment:
    """Sign an assessment: its score, its band and the worker's judgement, for good.

    The score never decides alone: judgement may raise the band, never lower it. Raises
    JudgementMayOnlyRaise, AlreadySigned, or ChangedMeanwhile.
    """
    _refuse_signed(assessment)
    scored = provisional_result(assessment)
    scored_band = Band(scored["scored_band"])
    band = judged_band or scored_band
    if RANK[band] < RANK[scored_band]:
        raise JudgementMayOnlyRaise
    fields = ["result", "signed_at", "signed_by"]
    events.write("risk.sign", by=by, subjects=[assessment.case_id, assessment.pk], fields=fields)
    assessment.result = {**scored, "band": band.value, "judgement": judgement}
    assessment.signed_at, assessment.signed_by = signed_at, by
    save_if_unchanged(assessment, expected_version=expected_version, fields=fields)
    announce(
        AssessmentSigned(
            case_id=assessment.case_id, by=by, assessment_id=assessment.pk, band=band.value
        )
    )
    return assessment


def _refuse_signed(assessment: Assessment) -> None:
    if assessment.signed_at is not None:
        raise AlreadySigned


def provisional_result(assessment: Assessment) -> dict[str, Any]:
    """Score the answers kept so far, before anybody signs.

    Returns ``score``, ``not_known`` and ``unanswered`` (counts of items) and ``scored_band``.
    """
    instrument = assessment.instrument
    given = {int(number): kept.get("answer", "") for number, kept in assessment.answers.items()}
    score = instrument.score(given)
    return {
        "score": score,
        "not_known": sum(value == "not_known" for value in given.values()),
        "unanswered": sum(not given.get(item.number) for item in instrument.items),
        "scored_band": instrument.band(score).value,
    }
