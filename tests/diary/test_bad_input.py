"""What people and their machines send: markup, formulae, control characters, far too much."""

import datetime
import unicodedata

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.tenancy import enter
from diary.forms import RecordForm, StepForm, without_controls
from diary.models import NextStep, Note
from tests.cast import Cast
from tests.pages import client_of

WRITTEN = [
    "<script>alert(1)</script> & <b>bold</b>",
    '=HYPERLINK("http://example.org","x")',
    "👩‍👧 she said: “ok” 🙂",
    "שלום مرحبا",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_note_keeps_what_was_written_and_shows_it_as_words(cast: Cast, text: str) -> None:
    browser = client_of(cast.ines)
    browser.send("/c/R-1001/t/new/", {"happened": "other", "text": text})

    page = browser.get("/c/R-1001/t/").content.decode()

    with enter(cast.alder, by=cast.ines):
        assert Note.objects.get().text == text
    assert "<script>alert" not in page
    printed = browser.send(
        "/c/R-1001/t/print/", {"to": "The court", "called": "references", "which": "all"}
    )
    assert printed.content.startswith(b"%PDF")


@given(st.text())
def test_no_control_character_is_kept(text: str) -> None:
    kept = without_controls(text)
    assert not [one for one in kept if unicodedata.category(one) == "Cc" and one not in "\n\t"]
    assert without_controls(kept) == kept


def test_a_note_of_five_megabytes_is_refused_in_words(cast: Cast) -> None:
    browser = client_of(cast.ines)

    answer = browser.send("/c/R-1001/t/new/", {"happened": "other", "text": "a" * 5_000_000})

    assert answer.status_code in (400, 413)
    assert b"Traceback" not in answer.content
    long = browser.send("/c/R-1001/t/new/", {"happened": "other", "text": "a" * 30_000})
    assert b"at most 20000 characters" in long.content
    with enter(cast.alder, by=cast.ines):
        assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("1900-01-01", "Date must be today or later"),
        ("2100-01-01", "Choose a day within five years"),
        ("2026-02-30", "Enter a date such as 27/3/2026"),
    ],
)
def test_days_far_away_are_asked_again(day: str, said: str) -> None:
    form = StepForm({"text": "Ring", "due_on": day, "other": "The council"}, people=[])
    assert form.errors["due_on"] == [said]


def test_what_happened_in_1900_is_taken_and_in_2100_is_not(db: None) -> None:
    told = {"happened": "other", "text": "x"}
    assert RecordForm(told | {"on": "1900-01-01"}).is_valid()
    assert RecordForm(told | {"on": "2100-01-01"}).errors["on"] == ["Date must be today or earlier"]


def test_a_step_that_was_ended_in_another_tab_is_shown_as_it_is(cast: Cast) -> None:
    browser = client_of(cast.ines)
    due = timezone.localdate() + datetime.timedelta(days=1)
    browser.send(
        "/c/R-1001/d/new/",
        {"text": "Ring", "due_on": due.isoformat(), "owner": str(cast.ines.pk)},
    )
    with enter(cast.alder, by=cast.ines):
        step = NextStep.objects.get()
    end = f"/c/R-1001/d/{step.pk}/end/"

    first = browser.send(end, {"done": "1", "version": "1"})
    second = browser.send(end, {"done": "1", "version": "1"})

    assert first["Location"] == "/c/R-1001/d/"
    assert second["Location"] == f"/c/R-1001/d/{step.pk}/"


def test_back_after_saving_gives_an_empty_record(cast: Cast) -> None:
    browser = client_of(cast.ines)
    browser.post(f"/unsaved/record/{cast.amira.pk}/", {"text": "Half a thought"})
    assert b"Half a thought" in browser.get("/c/R-1001/t/new/").content

    browser.send("/c/R-1001/t/new/", {"happened": "other", "text": "The whole of it"})

    assert b"Half a thought" not in browser.get("/c/R-1001/t/new/").content
