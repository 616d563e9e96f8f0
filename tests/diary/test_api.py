"""Notes and next steps at the interface: the guards and services of the pages."""

import datetime

import pytest
from django.utils import timezone

from accounts.tenancy import enter
from diary import notes
from diary.choices import Happened
from diary.models import NextStep, Note
from tests.api.asking import Program, make_token
from tests.cast import Cast

CASE = "/api/cases/R-1001/"


@pytest.fixture
def program(cast: Cast) -> Program:
    """A program that works for Alder's service manager."""
    return Program(make_token(cast.mara, cast.alder)[1])


def test_a_note_is_written_and_read_again(cast: Cast, program: Program) -> None:
    told = {
        "happened": "call", "happened_at": "2026-11-01T10:00:00Z", "text": "She rang.\x07",
        "is_key": True,
    }  # fmt: skip

    assert program.send(f"{CASE}notes/", told).status_code == 201

    [shown] = program.get(f"{CASE}notes/").json()["results"]
    assert (shown["text"], shown["is_key"]) == ("She rang.", True)
    with enter(cast.alder, by=cast.mara):
        assert Note.objects.get().written_by_id == cast.mara.pk


def test_a_counsellors_note_is_not_among_them(cast: Cast, program: Program) -> None:
    with enter(cast.alder, by=cast.ines):
        notes.write(
            case=cast.amira, happened=Happened.OTHER, happened_at=timezone.now(), text="Apart",
            counselling=True, by=cast.ines,
        )  # fmt: skip
    assert program.get(f"{CASE}notes/").json()["results"] == []


def test_a_step_is_added_and_ended_once(cast: Cast, program: Program) -> None:
    due = timezone.localdate() + datetime.timedelta(days=1)
    made = program.send(f"{CASE}steps/", {"text": "Ring", "due_on": due.isoformat()}).json()
    end = f"{CASE}steps/{made['id']}/end/"

    assert program.send(end, {"state": "not_needed", "version": 1}).status_code == 400
    assert program.send(end, {"state": "done", "version": 0}).status_code == 409
    assert program.send(end, {"state": "done", "version": 1}).status_code == 200
    assert program.send(end, {"state": "done", "version": 2}).status_code == 400
    with enter(cast.alder, by=cast.mara):
        assert NextStep.objects.get().state == "done"


def test_a_stranger_finds_nothing(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        notes.write(
            case=cast.amira, happened=Happened.OTHER, happened_at=timezone.now(),
            text="He rang the school.", by=cast.ines,
        )  # fmt: skip
    stranger = Program(make_token(cast.bea, cast.birch)[1])
    assert "school" not in stranger.get(f"{CASE}notes/").content.decode()
