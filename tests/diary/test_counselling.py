"""What a counsellor keeps is for counsellors: managers and workers do not read it."""

import datetime

import pytest
from django.utils import timezone

from accounts import roles
from accounts.models import User
from accounts.tenancy import enter
from cases.services import allocate
from diary import notes, steps
from diary.choices import Happened
from diary.models import Note
from tests.cast import Cast, hire
from tests.pages import client_of

SAID = "She spoke of her mother."


@pytest.fixture
def cleo(cast: Cast) -> User:
    """Return a counsellor who works on Amira's case, and has kept a note and a step."""
    cleo = hire("Cleo", cast.alder, roles.Counsellor)
    with enter(cast.alder, by=cast.mara):
        allocate(case=cast.amira, worker=cleo, starts_on=datetime.date(2026, 11, 1), by=cast.mara)
    client_of(cleo).send(
        "/c/R-1001/t/new/", {"happened": "other", "text": SAID, "then": "tomorrow"}
    )
    return cleo


def test_a_counsellor_reads_her_own_notes_and_no_others(cast: Cast, cleo: User) -> None:
    with enter(cast.alder, by=cast.ines):
        notes.write(
            case=cast.amira, happened=Happened.CALL, happened_at=timezone.now(),
            text="He rang the school.", by=cast.ines,
        )  # fmt: skip

    words = client_of(cleo).get("/c/R-1001/t/").content.decode()

    assert "spoke of her mother" in words
    assert "He rang the school" not in words
    assert "Get in touch again" in client_of(cleo).get("/c/R-1001/d/").content.decode()


@pytest.mark.parametrize("name", ["ines", "mara"])
def test_workers_and_managers_read_none_of_hers(cast: Cast, cleo: User, name: str) -> None:
    browser = client_of(getattr(cast, name))
    with enter(cast.alder, by=cleo):
        note = Note.objects.get(counselling=True)

    pages = [browser.get(path).content.decode() for path in ("/c/R-1001/", "/c/R-1001/t/")]

    assert not [page for page in pages if "mother" in page]
    assert "Get in touch" not in browser.get("/c/R-1001/d/").content.decode()
    assert browser.get(f"/c/R-1001/t/{note.pk}/").status_code == 404
    assert browser.get(f"/c/R-1001/t/{note.pk}/fix/").status_code == 404


def test_her_steps_are_not_in_the_day_of_others(cast: Cast, cleo: User) -> None:
    with enter(cast.alder, by=cleo):
        steps.add(
            case=cast.amira, text="Prepare the last session", due_on=timezone.localdate(),
            counselling=True, by=cleo,
        )  # fmt: skip

    assert "last session" not in client_of(cast.ines).get("/d/").content.decode()
