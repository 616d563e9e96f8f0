"""My day: what is due, on whom, and the record beside it."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from accounts.tenancy import enter
from cases import cover
from cases.services import NewPerson, open_case
from contact import services as contact
from contact.choices import Channel
from contact.rules import Rule
from diary import appointments, steps
from diary.choices import AppointmentKind
from diary.models import ContactMade, NextStep, Note
from tests.cast import Cast, hire
from tests.pages import assert_well_made, client_of

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)


def put_down(cast: Cast, text: str, days: int) -> NextStep:
    due_on = timezone.localdate() + days * DAY
    with enter(cast.alder, by=cast.ines):
        return steps.add(case=cast.amira, text=text, due_on=due_on, owner=cast.ines, by=cast.ines)


def test_what_is_late_stands_first_and_is_said_in_words(cast: Cast) -> None:
    put_down(cast, "Ring the council", 0)
    put_down(cast, "Tell her the bail outcome", -1)

    page = assert_well_made(client_of(cast.ines).get("/d/"), "/d/")

    assert page.text.index("Tell her the bail outcome") < page.text.index("Ring the council")
    assert "1 day late" in page.text
    assert "Nothing else is due today" in page.text


def test_a_call_is_recorded_from_the_queue_and_ends_its_step(cast: Cast) -> None:
    step = put_down(cast, "Tell her the bail outcome", -1)
    browser = client_of(cast.ines)
    form = {
        "case": "Mira K. · R-1001", "step": str(step.pk), "done": "on", "happened": "call",
        "spoken": "yes", "text": "She is safe at her sister's.", "then": "week",
    }  # fmt: skip

    assert browser.send(f"/d/new/?r=R-1001&s={step.pk}", form)["Location"] == "/d/"

    with enter(cast.alder, by=cast.ines):
        note, contact = Note.objects.get(), ContactMade.objects.get()
        done, following = NextStep.objects.order_by("due_on")
    assert (contact.note_id, contact.spoken_to, contact.mode) == (note.pk, True, "phone")
    assert (done.state, following.due_on) == ("done", timezone.localdate() + 7 * DAY)


@pytest.mark.parametrize("typed", ["mira", "R-1001", "1001", "Mira K. · R-1001"])
def test_a_case_is_found_by_what_is_typed(cast: Cast, typed: str) -> None:
    form = {"case": typed, "happened": "agency", "text": "The council rang."}

    client_of(cast.ines).send("/d/new/", form)

    with enter(cast.alder, by=cast.ines):
        assert Note.objects.get().case_id == cast.amira.pk


def test_a_case_that_is_not_theirs_is_not_there(cast: Cast) -> None:
    form = {"case": "R-1001", "happened": "agency", "text": "Not ours."}

    browser = client_of(cast.kay)

    assert browser.send("/d/new/", form).status_code == 404
    assert client_of(cast.bo).send("/d/new/", form).status_code == 302  # Birch's own R-1001
    with enter(cast.alder, by=cast.ines):
        assert not Note.objects.exists()


def test_what_is_missing_is_asked_for_in_words(cast: Cast) -> None:
    page = client_of(cast.ines).send("/d/new/?r=R-1001", {"case": "R-1001", "happened": "call"})

    words = page.content.decode()
    assert 'Choose whether you spoke to <span class="name">Mira</span>' in words
    assert "Write what happened" in words


def test_anonymous_goes_to_sign_in(db: None) -> None:
    assert Client().post("/d/new/")["Location"].startswith("/in/")


def open_cases(cast: Cast, *names: str) -> None:
    with enter(cast.alder, by=cast.ines):
        for name in names:
            case = open_case(
                survivor=NewPerson(given_name=name), opened_on=timezone.localdate(),
                worker=cast.ines, by=cast.ines,
            )  # fmt: skip
            steps.add(
                case=case, text="Ring", due_on=timezone.localdate(), owner=cast.ines, by=cast.ines
            )


def test_my_day_asks_the_same_number_of_questions_for_many_cases(cast: Cast) -> None:
    browser = client_of(cast.ines)
    open_cases(cast, "Grace", "Zoe")
    browser.get("/d/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/d/")
    open_cases(cast, "Sadia", "Rachel", "Leanne")
    with CaptureQueriesContext(connection) as many:
        browser.get("/d/")

    assert len(many) == len(few)


def test_a_check_in_that_did_not_come_is_told_by_reference_alone(cast: Cast) -> None:
    now = timezone.now()
    with enter(cast.alder, by=cast.ines):
        held = appointments.book(
            case=cast.amira, kind=AppointmentKind.VISIT, starts_at=now - 3 * HOUR,
            check_in_by=now - HOUR, worker=cast.ines, place="12 Larch Road", by=cast.ines,
        )  # fmt: skip

    told = client_of(cast.kay).get("/d/").content.decode()
    assert "Ines Example</b> has not checked in from R-1001" in told
    assert "Larch" not in told
    assert "Mira" not in told
    assert "Ines" not in client_of(cast.bo).get("/d/").content.decode()

    client_of(cast.ines).send(f"/c/R-1001/d/at/{held.pk}/in/", {})
    assert "has not checked in" not in client_of(cast.kay).get("/d/").content.decode()


def test_the_cases_of_a_colleague_who_is_away_join_the_queue_and_are_marked(cast: Cast) -> None:
    nell = hire("Nell", cast.alder, roles.IDVA)
    put_down(cast, "Tell her the bail outcome", 0)
    today = timezone.localdate()
    with enter(cast.alder, by=cast.mara):
        cover.give(
            colleague=cast.ines, worker=nell, starts_on=today, ends_on=today, today=today,
            by=cast.mara,
        )  # fmt: skip

    page = assert_well_made(client_of(nell).get("/d/"), "/d/")

    assert "You stand in for Ines Example" in page.text
    assert "Tell her the bail outcome" in page.text
    assert "Covering" in page.text


def test_the_week_moves_a_step(cast: Cast) -> None:
    step = put_down(cast, "Ring the council", 0)
    browser = client_of(cast.ines)
    assert_well_made(browser.get("/d/week/"), "/d/week/")
    tomorrow = timezone.localdate() + DAY

    answer = browser.send(
        f"/c/R-1001/d/{step.pk}/move/",
        {"due_on": tomorrow.isoformat(), "version": "1", "back": "/d/week/"},
    )

    assert answer["Location"] == "/d/week/"
    with enter(cast.alder, by=cast.ines):
        assert NextStep.objects.get().due_on == tomorrow


def test_asking_again_how_contact_is_safe_is_due_before_the_check_is_too_old(cast: Cast) -> None:
    today = timezone.localdate()
    with enter(cast.alder, by=cast.ines):
        for channel in (Channel.MOBILE, Channel.SMS):
            contact.record(
                person=cast.amira.case_people.get(role="survivor").person, channel=channel,
                rule=Rule(allowed=True), checked_on=today - 56 * DAY, expected_version=0,
                by=cast.ines,
            )  # fmt: skip

    page = client_of(cast.ines).get("/d/").content.decode()

    assert page.count("Ask again how contact is safe") == 1  # one line for both ways


def test_a_new_referral_begins_from_my_day_for_who_takes_them(cast: Cast) -> None:
    children = hire("Chi", cast.alder, roles.ChildrensWorker)

    assert 'href="/i/new/"' in client_of(cast.ines).get("/d/").content.decode()
    assert 'href="/i/new/"' not in client_of(children).get("/d/").content.decode()
