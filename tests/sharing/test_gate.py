"""Nothing leaves unlooked at: what would tell something is shown, taken out, and recorded."""

import datetime
import json
import re
from typing import Any

import pytest
import typst
from django.db import IntegrityError, transaction
from django.utils import timezone

from accommodation import services as rooms
from accounts.reviews import NotTheirs
from accounts.tenancy import enter
from audit import events
from cases import outgoing
from cases.models import Person
from cases.outgoing import NoGate, Outgoing
from cases.services import record_harm
from contact.choices import Channel
from contact.rules import Rule
from contact.services import record as record_contact
from diary import notes
from diary.choices import Happened
from family import childhood, network
from marac import services as meetings
from marac.models import MaracReferral
from sharing import releases
from sharing.leaks import TAKEN_OUT
from sharing.models import Artefact, Release
from sharing.secrets import Kind, secrets_of
from tests.cast import Cast
from tests.pages import assert_well_made, client_of

AT = datetime.datetime(2026, 11, 20, 10, tzinfo=datetime.UTC)
PRINT = "/c/R-1001/t/print/"
ASKED = {"to": "Testshire Family Court", "called": "names", "which": "all"}
PLACE, NUMBER = "14 Larch Road\nTestford ZZ9 9ZZ", "01632 960123"
SCHOOL = "Larchfield Primary"


def person_of(cast: Cast, role: str) -> Person:
    return Person.objects.get(case_people__case=cast.amira, case_people__role=role)


@pytest.fixture
def known(cast: Cast) -> Cast:
    """Let a number, an address and a school be recorded, and stand in one note."""
    with enter(cast.alder, by=cast.ines):
        survivor, child = person_of(cast, "survivor"), person_of(cast, "child")
        said: dict[str, Any] = {"rule": Rule(allowed=True), "checked_on": None, "by": cast.ines}
        record_contact(
            person=survivor, channel=Channel.POST, expected_version=0, place=PLACE, **said
        )
        record_contact(
            person=survivor, channel=Channel.WORK, expected_version=0, number=NUMBER, **said
        )
        childhood.describe(
            case=cast.amira, person=child, changes={"school": {"name": SCHOOL}},
            expected_version=0, by=cast.ines,
        )  # fmt: skip
        write(cast, f"Moved to 14 Larch Rd, zz99zz. Rings {NUMBER.replace(' ', '')}. {SCHOOL}.")
    return cast


def write(cast: Cast, text: str) -> None:
    notes.write(
        case=cast.amira, happened=Happened.OTHER, happened_at=AT, text=text, is_key=True,
        by=cast.ines,
    )  # fmt: skip


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return all that went into a PDF."""
    found: list[str] = []
    compile_page = typst.compile

    def compile_and_keep(*args: Any, **options: Any) -> bytes:
        found.append(json.dumps(json.loads(options["sys_inputs"]["content"]), ensure_ascii=False))
        made: bytes = compile_page(*args, **options)
        return made

    monkeypatch.setattr(typst, "compile", compile_and_keep)
    return found


def answered(page: Any, **given: str) -> dict[str, str]:
    """Return the form that the page of the gate sends, with what somebody answers."""
    text = page.content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))
    hidden.pop("once"), hidden.pop("csrfmiddlewaretoken")
    return hidden | given


def test_what_would_tell_something_is_shown_with_its_place_first(
    known: Cast, printed: list[str]
) -> None:
    page = assert_well_made(client_of(known.ines).send(PRINT, ASKED), PRINT)
    assert "Before this leaves" in page.text
    assert page.text.count("where the family lives, stays or goes to school") == 2
    assert "a telephone number of the family" in page.text
    assert "20 November 2026" in page.text
    assert printed == []
    with enter(known.alder, by=known.ines):
        assert not Artefact.objects.exists()


def test_places_and_numbers_are_taken_out_of_the_chronology(
    known: Cast, printed: list[str]
) -> None:
    browser = client_of(known.ines)
    page = browser.send(PRINT, ASKED)
    made = browser.send(PRINT, answered(page, gate_numbers="out", gate_reason=""))
    assert made["Content-Type"] == "application/pdf"
    assert TAKEN_OUT in printed[0]
    for secret in ("Larch", "zz99zz", "960123", "Larchfield"):
        assert secret not in printed[0]
    assert "For Testshire Family Court." in printed[0]


def test_a_number_stays_in_for_a_reason_and_a_place_never_does(
    known: Cast, printed: list[str]
) -> None:
    browser = client_of(known.ines)
    page = browser.send(PRINT, ASKED)
    without = browser.send(PRINT, answered(page, gate_numbers="in", gate_reason=""))
    assert "Say in a few words why they stay in" in without.content.decode()
    assert printed == []
    browser.send(PRINT, answered(page, gate_numbers="in", gate_reason="The court rings her there"))
    assert "01632960123" in printed[0]
    assert "Larch" not in printed[0]
    with enter(known.alder, by=known.ines):
        artefact = Artefact.objects.get()
        assert artefact.left_in == 1
        assert artefact.details["reason"] == "The court rings her there"
    assert "The court rings her there" in browser.get("/c/R-1001/x/").content.decode()


def test_an_answer_about_other_places_is_no_answer(known: Cast, printed: list[str]) -> None:
    browser = client_of(known.ines)
    page = browser.send(PRINT, ASKED)
    with enter(known.alder, by=known.ines):
        write(known, "Again: 14 Larch Road")
    again = browser.send(PRINT, answered(page, gate_numbers="out", gate_reason=""))
    assert "Before this leaves" in again.content.decode()
    assert printed == []


def test_with_nothing_to_take_out_it_is_made_at_once_and_recorded(
    cast: Cast, printed: list[str]
) -> None:
    assert client_of(cast.ines).send(PRINT, ASKED)["Content-Type"] == "application/pdf"
    with enter(cast.alder, by=cast.ines):
        artefact = Artefact.objects.get()
        assert (artefact.kind, artefact.taken_out) == ("chronology", 0)


@pytest.mark.parametrize("to", ["Mr Karim KHALID", "khalid, karim", "Samir Stone (his brother)"])
def test_nothing_is_made_for_whoever_must_not_have_it(
    cast: Cast, printed: list[str], to: str
) -> None:
    with enter(cast.alder, by=cast.ines):
        record_harm(case=cast.amira, given_name="Karim", family_name="Khalid", by=cast.ines)
        network.add(
            case=cast.amira, kind="not_to_tell", name="Samir Stone", details={},
            last_involved_on=None, by=cast.ines,
        )  # fmt: skip
    page = client_of(cast.ines).send(PRINT, ASKED | {"to": to}).content.decode()
    assert "Nothing is made for them" in page
    assert printed == []


def test_the_house_in_which_they_stay_is_a_secret_of_theirs(cast: Cast) -> None:
    with enter(cast.alder, by=cast.mara):
        provision = rooms.create_provision(
            service=cast.house, accommodation_type="refuge", bedspaces=3,
            authority_code="E10000030", commissioned_from=datetime.date(2022, 4, 1), by=cast.mara,
        )  # fmt: skip
        rooms.start_episode(
            case=cast.amira, provision=provision, started_on=datetime.date(2026, 11, 1),
            people=Person.objects.filter(case_people__case=cast.amira), by=cast.mara,
        )  # fmt: skip
        assert "Alder House" in {one.text for one in secrets_of(cast.amira)}


def test_who_may_not_see_places_is_kept_from_printing_them_all_the_same(
    known: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is compared is compared by Rowan itself, whatever the role opens."""
    with enter(known.alder, by=known.ada):
        kinds = {secret.kind for secret in secrets_of(known.amira)}
    assert kinds == {Kind.PLACE, Kind.POSTCODE, Kind.NUMBER}


def test_without_a_gate_nothing_leaves(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, printed: list[str]
) -> None:
    monkeypatch.setattr(outgoing, "_GATES", [])
    asked = Outgoing(kind="chronology", case=cast.amira, to="", pieces=[], back="")
    with pytest.raises(NoGate):
        outgoing.pass_on(None, asked)  # type: ignore[arg-type]
    assert client_of(cast.ines).send(PRINT, ASKED).status_code == 500
    assert printed == []


def test_a_referral_to_a_meeting_passes_the_gate_too(known: Cast) -> None:
    with enter(known.birch, by=None):
        area = meetings.create_area(name="Testshire", by=None)
    given = {"area": str(area.pk), "basis": "consent", "criteria": ["judgement"],
             "reasons": "He knows 14 Larch Road", "agreed": "on"}  # fmt: skip
    browser = client_of(known.ines)
    address = "/c/R-1001/m/new/"
    page = browser.send(address, given)
    assert "Before this leaves" in page.content.decode()
    browser.send(address, answered(page))
    with enter(known.birch, by=None):
        assert MaracReferral.objects.get().copy["reasons"] == f"He knows {TAKEN_OUT}"


def test_a_place_leaves_once_by_a_release_that_two_people_agreed(
    known: Cast, printed: list[str]
) -> None:
    today = timezone.localdate().isoformat()
    asked = {"to": "testshire family court", "what": "14 Larch Road", "expires_on": today,
             "why": "The order is served there"}  # fmt: skip
    browser = client_of(known.ines)
    assert browser.send("/c/R-1001/x/by/", asked).status_code == 302
    with enter(known.alder, by=known.ines):
        release = Release.objects.get()
    address = f"/c/R-1001/x/by/{release.pk}/"
    assert address in client_of(known.mara).get(f"/z/reviews/{release.review_id}/").content.decode()
    given = {"answer": "yes", "words": "", "version": "1"}
    assert browser.send(address, given).status_code == 404
    assert client_of(known.mara).send(address, given).status_code == 302
    for _ in range(2):
        page = browser.send(PRINT, ASKED)
        browser.send(PRINT, answered(page, gate_numbers="out", gate_reason=""))
    first, second = printed
    assert "14 Larch Rd" in first
    assert "zz99zz" not in first
    assert "Larch" not in second


def test_a_release_is_for_its_recipient_until_its_day(known: Cast) -> None:
    day = timezone.localdate()
    with enter(known.alder, by=known.ines):
        release = releases.ask(
            case=known.amira, what="14 Larch Road", to="The court", why="To serve the order",
            expires_on=day, at=AT, by=known.ines,
        )  # fmt: skip
        assert releases.usable_for(known.amira, "The court", on=day) == []
        with pytest.raises(NotTheirs):
            releases.answer(
                release=release, agreed=True, words="", at=AT, expected_version=1, by=known.ines
            )
    with enter(known.alder, by=known.mara):
        releases.answer(
            release=release, agreed=True, words="", at=AT, expected_version=1, by=known.mara
        )
        assert releases.usable_for(known.amira, "the COURT", on=day) == [release]
        assert releases.usable_for(known.amira, "The solicitor", on=day) == []
        after = day + datetime.timedelta(days=1)
        assert releases.usable_for(known.amira, "The court", on=after) == []


def test_the_database_lets_nobody_agree_with_herself(known: Cast) -> None:
    with enter(known.alder, by=known.ines), pytest.raises(IntegrityError), transaction.atomic():
        events.write("release.ask", by=known.ines, subjects=[known.amira.pk])
        Release(
            organisation=known.alder, case=known.amira, asked_by=known.ines, asked_at=AT,
            answered_by=known.ines, answered_at=AT, agreed=True, expires_on=AT.date(),
        ).save(force_insert=True)  # fmt: skip
