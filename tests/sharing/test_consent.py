"""What somebody agreed to: recorded, said in a sentence, ended, and asked again."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.tenancy import enter
from audit import events
from cases.models import CasePerson
from cases.refusals import Refused
from sharing import consents
from sharing.choices import Answer, Mode, Purpose
from sharing.models import Consent
from sharing.words import NOTHING, sentence
from tests.cast import Cast
from tests.pages import assert_well_made, client_of

DAY = datetime.date(2026, 11, 2)


def page(cast: Cast, end: str = "") -> str:
    return f"/c/{cast.amira.reference}/x/{end}"


def survivor_of(cast: Cast) -> CasePerson:
    return CasePerson.objects.select_related("person").get(case=cast.amira, role="survivor")


def ask(
    cast: Cast,
    *,
    purpose: Purpose = Purpose.HOUSING,
    answer: Answer = Answer.AGREED,
    given_on: datetime.date = DAY,
    expires_on: datetime.date | None = None,
    **details: str,
) -> Consent:
    with enter(cast.alder, by=cast.ines):
        return consents.record(
            case=cast.amira, person=survivor_of(cast).person, purpose=purpose, answer=answer,
            mode=Mode.SPOKEN, details=details or {"whom": "the council", "what": "her needs"},
            given_on=given_on, expires_on=expires_on, by=cast.ines,
        )  # fmt: skip


def held(cast: Cast, day: datetime.date) -> str:
    with enter(cast.alder, by=cast.ines):
        return sentence(Consent.objects.filter(case=cast.amira).holding_on(day))


def test_with_nothing_recorded_nothing_may_be_shared(cast: Cast) -> None:
    assert held(cast, DAY) == NOTHING
    assert NOTHING in client_of(cast.ines).get(page(cast)).content.decode()


def test_a_worker_records_an_answer_and_the_page_says_it_in_a_sentence(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        person = survivor_of(cast).person_id
    browser = client_of(cast.ines)
    today = timezone.localdate()
    sent = browser.send(page(cast, "ok/"), {
        "person": str(person), "purpose": "housing", "answer": "agreed", "mode": "spoken",
        "whom": "Testshire housing", "what": "Name and need", "without": "the school",
        "given_on": today.isoformat(), "expires_on": (today + datetime.timedelta(90)).isoformat(),
    })  # fmt: skip
    assert sent.status_code == 302
    shown = assert_well_made(browser.get(page(cast)), page(cast))
    assert "May be shared now: housing, with Testshire housing: Name and need" in shown.text
    assert "but not the school" in shown.text


def test_an_agreement_needs_whom_what_and_until_when(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        person = survivor_of(cast).person_id
    given = {
        "person": str(person), "purpose": "health", "answer": "agreed", "mode": "spoken",
        "given_on": DAY.isoformat(),
    }  # fmt: skip
    text = client_of(cast.ines).send(page(cast, "ok/"), given).content.decode()
    for words in ("Write with whom", "Write what may be shared", "Enter until when"):
        assert words in text


def test_a_refusal_is_said_too(cast: Cast) -> None:
    ask(cast, purpose=Purpose.POLICE, answer=Answer.REFUSED)
    assert "they did not agree for the police" in held(cast, DAY)


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (30, True), (31, False)])
def test_an_agreement_holds_from_its_first_day_to_its_last(
    cast: Cast, days: int, holds: bool
) -> None:
    consent = ask(cast, expires_on=DAY + datetime.timedelta(30))
    day = DAY + datetime.timedelta(days)
    assert ("housing" in held(cast, day)) is holds
    assert consent.holds_on(day) is holds


def test_what_is_taken_back_holds_no_more_on_that_day(cast: Cast) -> None:
    consent = ask(cast)
    browser = client_of(cast.ines)
    given = {"ended_on": DAY.isoformat(), "words": "Told the council", "version": "1"}
    assert browser.send(page(cast, f"ok/{consent.pk}/"), given).status_code == 302
    assert held(cast, DAY) == NOTHING
    assert "Told the council" in browser.get(page(cast)).content.decode()


def test_a_new_answer_ends_the_one_before(cast: Cast) -> None:
    ask(cast)
    ask(cast, answer=Answer.REFUSED, given_on=DAY + datetime.timedelta(5))
    assert "did not agree for housing" in held(cast, DAY + datetime.timedelta(5))
    assert "May be shared now: housing" in held(cast, DAY + datetime.timedelta(4))


def test_an_older_answer_does_not_end_a_later_one(cast: Cast) -> None:
    ask(cast)
    with pytest.raises(Refused):
        ask(cast, given_on=DAY - datetime.timedelta(1))
    assert "May be shared now" in held(cast, DAY)


def test_the_database_holds_one_answer_for_a_purpose(cast: Cast) -> None:
    first = ask(cast)
    with enter(cast.alder, by=cast.ines), pytest.raises(IntegrityError), transaction.atomic():
        events.write("consent.record", by=cast.ines, subjects=[first.pk])
        Consent(
            organisation=cast.alder, case=cast.amira, person=first.person, purpose="housing",
            answer="agreed", mode="spoken", given_on=DAY,
        ).save(force_insert=True)  # fmt: skip


def test_my_day_says_it_before_an_agreement_ends(cast: Cast) -> None:
    ask(cast, expires_on=timezone.localdate() + datetime.timedelta(10))
    text = client_of(cast.ines).get("/d/").content.decode()
    assert "Ask again what may be shared for housing" in text


def test_anonymous_goes_to_sign_in(cast: Cast) -> None:
    assert Client().get(page(cast))["Location"].startswith("/in/")


@pytest.mark.parametrize("name", ["ada", "cora"])
def test_whoever_opens_no_case_finds_no_page(cast: Cast, name: str) -> None:
    consent = ask(cast)
    browser = client_of(getattr(cast, name))
    for end in ("", "ok/", f"ok/{consent.pk}/", "new/"):
        assert browser.get(page(cast, end)).status_code == 404


@pytest.mark.parametrize("name", ["bo", "bea"])
def test_a_busy_stranger_sees_none_of_it_at_the_same_reference(cast: Cast, name: str) -> None:
    consent = ask(cast, whom="Testshire housing", what="Her needs")
    browser = client_of(getattr(cast, name))
    assert "Testshire housing" not in browser.get(page(cast)).content.decode()
    assert browser.get(page(cast, f"ok/{consent.pk}/")).status_code == 404
