"""The timeline, notes that are never changed, and what belongs to another organisation."""

import datetime
from unittest.mock import patch

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.lost_updates import ChangedMeanwhile
from accounts.tenancy import enter
from audit import events
from cases import sight
from cases.models import Case
from diary import contacts, notes, recording, steps, timeline
from diary.choices import Happened, Mode, Outcome, StepState
from diary.models import ContactMade, NextStep, Note
from diary.recording import Next
from diary.timeline import Item
from diary.told import Told
from tests.cast import Cast
from tests.pages import assert_well_made, client_of

NOW = timezone.now()
PAGES = ["/c/R-1001/t/", "/c/R-1001/t/new/", "/c/R-1001/d/", "/c/R-1001/d/new/"]


def written(cast: Cast, text: str = "He drove past the school.", *, key: bool = False) -> Note:
    return notes.write(
        case=cast.amira, happened=Happened.CALL, happened_at=NOW, text=text, is_key=key,
        by=cast.ines,
    )  # fmt: skip


def test_a_note_is_never_changed_by_anybody(in_alder: Cast) -> None:
    note = written(in_alder)
    for change in ({"text": "Other"}, {"is_key": True}, {"happened_at": NOW}):
        events.write("test.change", by=in_alder.ines, subjects=[note.pk])
        for name, value in change.items():
            setattr(note, name, value)
        with pytest.raises(Error, match="never changed"), transaction.atomic():
            note.version += 1
            note.save(update_fields=[*change, "version"])
    events.write("test.remove", by=in_alder.ines, subjects=[note.pk])
    with pytest.raises(Error, match="never changed"), transaction.atomic():
        Note.objects.filter(pk=note.pk).delete()


def test_a_correction_is_linked_and_the_original_stays(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        note = written(cast)
    browser = client_of(cast.ines)

    answer = browser.send(f"/c/R-1001/t/{note.pk}/fix/", {"text": "He drove past the house."})

    page = assert_well_made(browser.get(answer["Location"]), "/c/R-1001/t/")
    assert "He drove past the school" in page.text
    assert "He drove past the house" in page.text
    assert "Corrected" in browser.get("/c/R-1001/t/").content.decode()


def test_of_two_corrections_at_once_the_second_is_refused_with_both_texts(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        note = written(cast)
        notes.correct(note=note, text="Theirs", is_key=False, by=cast.ines)

    answer = client_of(cast.mara).send(f"/c/R-1001/t/{note.pk}/fix/", {"text": "Ours"})

    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    assert "Ours" in answer.content.decode()


def test_a_step_that_a_colleague_changed_is_not_overwritten(in_alder: Cast) -> None:
    step = steps.add(
        case=in_alder.amira, text="Ring", due_on=NOW.date(), owner=in_alder.ines, by=in_alder.ines
    )
    steps.move(step=NextStep.objects.get(), due_on=NOW.date(), expected_version=1, by=in_alder.mara)
    with pytest.raises(ChangedMeanwhile):
        steps.finish(step=step, state=StepState.DONE, at=NOW, expected_version=1, by=in_alder.ines)


def test_all_that_the_record_tells_is_kept_together_or_not_at_all(in_alder: Cast) -> None:
    told = Told(happened=Happened.CALL, at=NOW, text="Spoke.", outcome=Outcome.SPOKE)
    then = Next(text="Ring again", due_on=NOW.date())
    with (
        pytest.raises(Error, match="no room"),
        patch("diary.steps.events.write", side_effect=Error("no room")),
    ):
        recording.record(
            case=in_alder.amira, told=told, then=then, counselling=False, by=in_alder.ines
        )
    assert not Note.objects.exists()
    assert not ContactMade.objects.exists()


@pytest.mark.parametrize("spoken_to", [True, False])
def test_the_database_holds_outcome_and_spoken_to_together(in_alder: Cast, spoken_to: bool) -> None:
    contact = contacts.record(
        case=in_alder.amira, at=NOW, mode=Mode.PHONE, by=in_alder.ines,
        outcome=Outcome.NO_ANSWER if spoken_to else Outcome.SPOKE,
    )  # fmt: skip
    contact.spoken_to = spoken_to
    with pytest.raises(Error, match="outcome_says_whether_spoken"), transaction.atomic():
        contact.save(update_fields=["spoken_to"])


def test_what_a_note_says_lies_sealed_in_the_database(in_alder: Cast) -> None:
    written(in_alder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM diary_note")
        assert b"school" not in bytes(cursor.fetchone()[0])


def test_key_events_stand_apart_and_the_rest_is_filtered(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        written(cast, "An ordinary call.")
        written(cast, "He was arrested.", key=True)
    browser = client_of(cast.ines)

    every = assert_well_made(browser.get("/c/R-1001/t/"), "/c/R-1001/t/").text
    key = browser.get("/c/R-1001/t/?key=1").content.decode()
    before = browser.get("/c/R-1001/t/?until=2020-01-01").content.decode()

    assert every.count("He was arrested.") == 2
    assert "An ordinary call." in every
    assert "An ordinary call." not in key
    assert "Nothing here fits" in before


def test_words_are_found_without_standing_in_an_address(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        written(cast, "The solicitor rang.")
        written(cast, "The school rang.")

    page = client_of(cast.ines).post("/c/R-1001/t/find/", {"words": "SOLICITOR"})

    assert "The solicitor rang." in page.content.decode()
    assert "The school rang." not in page.content.decode()


def test_colleagues_see_who_is_writing_and_not_what(cast: Cast) -> None:
    client_of(cast.mara).post(f"/unsaved/record/{cast.amira.pk}/", {"text": "Half a thought"})

    words = client_of(cast.ines).get("/c/R-1001/t/").content.decode()

    assert "Mara Example is writing here now" in words
    assert "Half a thought" not in words


def test_anonymous_goes_to_sign_in(db: None) -> None:
    for path in PAGES:
        assert Client().get(path)["Location"].startswith("/in/")


@pytest.mark.parametrize("name", ["ada", "cora", "kay"])
def test_the_wrong_role_finds_nothing(cast: Cast, name: str) -> None:
    browser = client_of(getattr(cast, name))
    assert [browser.get(path).status_code for path in PAGES] == [404] * 4


def test_a_busy_stranger_does_not_find_it(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        note = written(cast)
    browser = client_of(cast.bo)
    assert "school" not in browser.get("/c/R-1001/t/").content.decode()
    assert browser.get(f"/c/R-1001/t/{note.pk}/").status_code == 404


def test_a_double_click_writes_one_note(cast: Cast) -> None:
    browser = client_of(cast.ines)
    form = {"once": "5f0c8e0e-5d57-4f0b-8f43-0a8f6f3f1c11", "happened": "other", "text": "Once."}

    answers = [browser.post("/c/R-1001/t/new/", form).status_code for _ in "12"]

    assert answers == [302, 302]
    with enter(cast.alder, by=cast.ines):
        assert Note.objects.count() == 1


def test_a_timeline_asks_the_same_number_of_questions_for_many_entries(cast: Cast) -> None:
    browser = client_of(cast.ines)
    with enter(cast.alder, by=cast.ines):
        written(cast)
    browser.get("/c/R-1001/t/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/c/R-1001/t/")
    with enter(cast.alder, by=cast.ines):
        for day in range(12):
            contacts.record(
                case=cast.amira, at=NOW - datetime.timedelta(days=day), mode=Mode.TEXT,
                outcome=Outcome.NO_ANSWER, by=cast.ines,
            )  # fmt: skip
            written(cast)
    with CaptureQueriesContext(connection) as many:
        browser.get("/c/R-1001/t/")
    assert len(many) == len(few)


def test_the_latest_few_are_those_on_top_of_the_whole_timeline(in_alder: Cast) -> None:
    case, ines = in_alder.amira, in_alder.ines
    hour = datetime.timedelta(hours=1)
    for number in range(8):
        note = notes.write(
            case=case, happened=Happened.CALL, happened_at=NOW - 2 * number * hour,
            text=f"She rang, {number}.", by=ines,
        )  # fmt: skip
        # One was made long before its note says, one has no note, and one note is corrected.
        contacts.record(
            case=case, at=NOW - (90 if number == 2 else 2 * number) * hour, mode=Mode.PHONE,
            outcome=Outcome.SPOKE, note=None if number == 4 else note, by=ines,
        )  # fmt: skip
        if number == 1:
            notes.correct(note=note, text="She wrote.", is_key=False, by=ines)
    for number in range(12):
        contacts.record(
            case=case, at=NOW - 3 * number * hour, mode=Mode.PHONE, outcome=Outcome.SPOKE, by=ines
        )
    step = steps.add(case=case, text="Ring", due_on=NOW.date(), owner=ines, by=ines)
    steps.finish(step=step, state=StepState.DONE, at=NOW - 3 * hour, expected_version=1, by=ines)
    seen = sight.of(ines, Case.objects.visible_to(ines).with_reach(ines).get(pk=case.pk))
    whole = timeline.items_of(case, seen)

    for most in (1, 2, 3, 5, 8, len(whole)):
        assert [_told(one) for one in timeline.latest_of(case, seen, most)] == [
            _told(one) for one in whole[:most]
        ]


def _told(item: Item) -> tuple[object, ...]:
    return (item.subject, item.title, item.words(), item.by, item.corrected, item.correction)
