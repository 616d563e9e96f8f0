"""Scoring, judging and signing."""

import datetime
from unittest.mock import patch

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.lost_updates import ChangedMeanwhile
from audit import events
from cases.events import AssessmentSigned, receive
from risk import instruments, services
from risk.choices import RANK, Answer, Band
from risk.models import Assessment
from tests.cast import Cast

TODAY = datetime.date(2026, 11, 22)
ITEMS = range(1, 25)


def answered(yes: int) -> dict[int, dict[str, str]]:
    """Answer so many items yes and the others no."""
    return {n: {"answer": "yes" if n <= yes else "no", "comment": "", "source": ""} for n in ITEMS}


def begun(cast: Cast, yes: int = 0) -> Assessment:
    one = services.start_assessment(case=cast.amira, assessed_on=TODAY, by=cast.ines)
    return services.answer(assessment=one, answers=answered(yes), expected_version=1, by=cast.ines)


def signed(cast: Cast, yes: int, band: Band | None = None) -> Assessment:
    return services.sign(
        assessment=begun(cast, yes), signed_at=timezone.now(), expected_version=2,
        judged_band=band, by=cast.ines,
    )  # fmt: skip


@pytest.mark.parametrize(("score", "band"), [
    (0, Band.STANDARD), (9, Band.STANDARD), (10, Band.MEDIUM), (13, Band.MEDIUM),
    (14, Band.HIGH), (24, Band.HIGH),
])  # fmt: skip
def test_the_bands_begin_at_ten_and_fourteen(score: int, band: Band) -> None:
    assert instruments.current().band(score) == band


@given(st.dictionaries(st.integers(1, 24), st.sampled_from(Answer.values)))
def test_only_yes_counts(answers: dict[int, str]) -> None:
    instrument = instruments.current()
    assert instrument.score(answers) == list(answers.values()).count("yes")


def test_the_checklist_has_its_twenty_four_items_in_order() -> None:
    assert [item.number for item in instruments.current().items] == list(ITEMS)


@pytest.mark.parametrize(("yes", "judged", "kept"), [
    (3, None, Band.STANDARD), (3, Band.HIGH, Band.HIGH), (14, Band.HIGH, Band.HIGH),
])  # fmt: skip
def test_judgement_may_raise_the_band(
    in_alder: Cast, yes: int, judged: Band | None, kept: Band
) -> None:
    assert signed(in_alder, yes, judged).band == kept


@pytest.mark.parametrize("judged", [Band.MEDIUM, Band.STANDARD])
def test_judgement_never_lowers_the_band(in_alder: Cast, judged: Band) -> None:
    assert RANK[judged] < RANK[Band.HIGH]
    with pytest.raises(services.JudgementMayOnlyRaise):
        signed(in_alder, 14, judged)


def test_what_was_signed_keeps_its_counts(in_alder: Cast) -> None:
    one = services.start_assessment(case=in_alder.amira, assessed_on=TODAY, by=in_alder.ines)
    answers = {1: {"answer": "yes"}, 2: {"answer": "not_known"}, 3: {"comment": "later"}}
    services.answer(assessment=one, answers=answers, expected_version=1, by=in_alder.ines)
    services.sign(assessment=one, signed_at=timezone.now(), expected_version=2, by=in_alder.ines)
    kept = Assessment.objects.get().result
    assert (kept["score"], kept["not_known"], kept["unanswered"]) == (1, 1, 22)


def test_a_signed_assessment_is_not_answered_again(in_alder: Cast) -> None:
    one = signed(in_alder, 5)
    with pytest.raises(services.AlreadySigned):
        services.answer(assessment=one, answers={}, expected_version=3, by=in_alder.ines)


def test_the_database_refuses_to_change_what_was_signed(in_alder: Cast) -> None:
    one = signed(in_alder, 5)
    events.write("risk.change", by=None, subjects=[one.pk])
    with pytest.raises(Error, match="never changed"), transaction.atomic():
        Assessment.objects.filter(pk=one.pk).update(assessed_on=TODAY)


def test_two_workers_at_one_checklist_lose_nothing_unseen(in_alder: Cast) -> None:
    one = begun(in_alder, 3)
    with pytest.raises(ChangedMeanwhile):
        services.answer(assessment=one, answers={}, expected_version=1, by=in_alder.ines)


def test_signing_tells_whoever_listens(in_alder: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.events._RECEIVERS", {})
    heard: list[AssessmentSigned] = []
    receive(AssessmentSigned, heard.append)
    signed(in_alder, 14)
    assert [event.band for event in heard] == ["high"]


def test_signing_without_its_event_keeps_nothing(in_alder: Cast) -> None:
    one = begun(in_alder, 3)
    with pytest.raises(Error), patch("audit.events._insert", side_effect=Error("no room")):
        services.sign(
            assessment=one, signed_at=timezone.now(), expected_version=2, by=in_alder.ines
        )
    assert Assessment.objects.get().signed_at is None


def test_answers_and_scores_lie_sealed_in_the_database(in_alder: Cast) -> None:
    one = signed(in_alder, 14)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers, result FROM risk_assessment WHERE id = %s", [one.pk])
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert b"yes" not in stored
    assert b"high" not in stored
