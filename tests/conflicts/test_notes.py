"""A note about somebody whom its writer cannot find: the same answer and the same work, always."""

import datetime
import re
from unittest.mock import patch

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from accounts.choices import ReviewKind
from accounts.models import ReviewItem, ReviewNotice, User
from accounts.tenancy import enter
from audit.models import Event
from cases import restriction
from cases.conflicts import notes
from cases.conflicts.services import set_conflict
from cases.models import Case, PassedNote
from cases.services import NewPerson, close_case, open_case
from encryption.wrapping import ClassKey
from tests.cast import Cast, hire
from tests.conflicts.people import declare, sees
from tests.pages import assert_well_made, client_of, said

IDS = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
HEARD = {"said_at": "2026-11-20T09:30", "danger": "no", "words": "She rang from a shop"}


@pytest.fixture
def dee(cast: Cast) -> User:
    """The data protection lead of Alder."""
    return hire("Dee", cast.alder, roles.DataProtectionLead)


@pytest.fixture
def rita(cast: Cast) -> User:
    """Who answers the telephone at Alder."""
    return hire("Rita", cast.alder, roles.Reception)


def hand_on(cast: Cast, about: str, by: User) -> PassedNote:
    """Pass a note on."""
    with enter(cast.alder, by=by):
        return notes.pass_on(
            about=about, words="She rang", danger="no", said_at=timezone.now(), by=by
        )


@pytest.mark.parametrize(
    "about",
    ["R-1001", "r-1001.", "1001, I think", "Amira Khalid", "a Mrs Khaled, Ameera", "Mira Khalid"],
)
def test_a_note_finds_its_case(cast: Cast, rita: User, about: str) -> None:
    assert cast.amira.reference == "R-1001"

    assert hand_on(cast, about, rita).case_id == cast.amira.pk


@pytest.mark.parametrize("about", ["Amira", "somebody called Sue Bell", "R-9999", "Tolu Ade", "R"])
def test_a_note_that_names_nobody_for_sure_waits(cast: Cast, rita: User, about: str) -> None:
    assert hand_on(cast, about, rita).case_id is None


def test_of_two_cases_the_open_one_is_meant_and_of_two_open_ones_none(
    cast: Cast, rita: User
) -> None:
    def again() -> Case:
        with enter(cast.alder, by=cast.mara):
            return open_case(
                survivor=NewPerson(given_name="Amira", family_name="Khalid"),
                opened_on=datetime.date(2026, 11, 1), by=cast.mara,
            )  # fmt: skip

    with enter(cast.alder, by=cast.mara):
        day = datetime.date(2026, 10, 31)
        close_case(case=cast.amira, closed_on=day, expected_version=1, by=cast.mara)
    second = again()
    assert hand_on(cast, "Amira Khalid", rita).case_id == second.pk

    again()
    assert hand_on(cast, "Amira Khalid", rita).case_id is None


def test_the_worker_whom_the_case_is_kept_from_passes_a_note_to_it(cast: Cast) -> None:
    declare(cast.ines, cast.alder)
    browser = client_of(cast.ines)
    assert_well_made(browser.get("/n/new/"), "/n/new/")

    response = browser.send("/n/new/", HEARD | {"about": "Amira Khalid"})

    page = assert_well_made(response, "/n/new/")
    assert "She rang from a shop" in page.text
    path = f"/c/{cast.amira.reference}/n/"
    assert browser.get(path).status_code == 404
    theirs = assert_well_made(client_of(cast.mara).get(path), path)
    assert "She rang from a shop" in theirs.text
    assert "1 note from somebody" in client_of(cast.mara).get(f"/c/{cast.amira.reference}/").text


def test_its_writer_never_reads_it_again(cast: Cast) -> None:
    hand_on(cast, "R-1001", cast.ines)
    assert sees(cast.ines, cast.amira)

    page = client_of(cast.ines).get(f"/c/{cast.amira.reference}/n/").content.decode()

    assert "She rang" not in page


def test_a_note_that_waits_is_placed_by_the_data_protection_lead(cast: Cast, dee: User) -> None:
    note = hand_on(cast, "a woman in Room 4", cast.ines)
    browser, path = client_of(dee), f"/n/{note.pk}/"
    assert "a woman in Room 4" in assert_well_made(browser.get("/n/"), "/n/").text
    assert_well_made(browser.get(path), path)

    for wrong in ("R-9999", cast.stranger_case.reference + "7"):
        answer = browser.send(path, {"reference": wrong}).content.decode()
        assert "There is no case with this reference" in answer
    browser.send(path, {"reference": " r-1001"})

    assert browser.get(path).status_code == 404
    with enter(cast.alder, by=None):
        assert PassedNote.objects.get().placed_by == dee
    assert client_of(cast.mara).get(path).status_code == 404


def test_the_lead_places_nothing_in_a_case_kept_from_her(cast: Cast, dee: User) -> None:
    note = hand_on(cast, "somebody", cast.ines)
    with enter(cast.alder, by=cast.mara):
        set_conflict(case=cast.amira, user=dee, reason="Kin", by=cast.mara)

    answer = client_of(dee).send(f"/n/{note.pk}/", {"reference": "R-1001"}).content.decode()

    assert "There is no case with this reference" in answer


def test_only_the_data_protection_lead_reads_what_waits(cast: Cast, rita: User) -> None:
    note = hand_on(cast, "somebody", rita)

    for user in (cast.mara, cast.ines, rita, cast.ada, cast.bea):
        assert client_of(user).get("/n/").status_code == 404
        assert client_of(user).get(f"/n/{note.pk}/").status_code == 404


def test_a_role_that_takes_no_calls_passes_nothing_on(cast: Cast) -> None:
    for user in (cast.ada, cast.cora):
        assert client_of(user).get("/n/new/").status_code == 404


def test_the_lead_is_told_of_every_note(cast: Cast, dee: User, rita: User) -> None:
    for about in ("R-1001", "nobody known"):
        hand_on(cast, about, rita)

    with enter(cast.alder, by=None):
        items = ReviewItem.objects.filter(kind=ReviewKind.PASSED_ON, about=rita)
        assert {item.case_id for item in items} == {cast.amira.pk, None}
        assert [notice.user for notice in ReviewNotice.objects.all()] == [dee, dee]


def test_danger_is_due_at_once(cast: Cast, rita: User) -> None:
    with enter(cast.alder, by=rita):
        notes.pass_on(about="x", words="y", danger="yes", said_at=timezone.now(), by=rita)
        item = ReviewItem.objects.get(kind=ReviewKind.PASSED_ON)
        assert item.due_at == item.raised_at


def test_neither_answer_nor_work_tells_whether_there_is_a_case(
    cast: Cast, dee: User, rita: User
) -> None:
    with enter(cast.alder, by=cast.mara):
        set_conflict(case=cast.amira, user=rita, reason="Kin", by=cast.mara)
    hand_on(cast, "whoever", rita)  # makes her keys
    seen, moment = set(), timezone.now()
    for about in (
        "R-1001 Amira Khalid",
        "R-1001 Amina Khan!!",
        "R-9999 Amira Khalid",
        "R-9999 Nobody At All",
    ):
        browser = client_of(rita)
        browser.get("/n/new/")
        unwraps = ClassKey.unwrap
        with (
            CaptureQueriesContext(connection) as queries,
            patch.object(ClassKey, "unwrap", autospec=True, side_effect=unwraps) as keys,
            time_machine.travel(moment, tick=False),
        ):
            response = browser.send("/n/new/", HEARD | {"about": about})
        work = tuple(IDS.sub("", query["sql"])[:60] for query in queries)
        seen.add((*said(response, about)[:2], keys.call_count, work))

    assert len(seen) == 1


def test_who_passed_it_on_stands_in_the_trail_without_the_case(cast: Cast, rita: User) -> None:
    note = hand_on(cast, "R-1001", rita)

    with enter(cast.alder, by=None):
        hers = Event.objects.filter(actor_id=rita.pk, verb="note.pass_on").get()
        assert hers.subjects == [note.pk]
        assert not Event.objects.filter(
            actor_id=rita.pk, subjects__contains=[cast.amira.pk]
        ).exists()


def test_the_lead_learns_of_no_restricted_case_by_its_reference(cast: Cast, dee: User) -> None:
    note = hand_on(cast, "somebody", cast.ines)
    with enter(cast.alder, by=cast.mara):
        restriction.restrict(
            case=cast.amira, reason="Her brother works here", at=timezone.now(),
            expected_version=1, by=cast.mara,
        )  # fmt: skip
    browser, path = client_of(dee), f"/n/{note.pk}/"

    hidden, absent = (browser.send(path, {"reference": one}) for one in ("R-1001", "R-9999"))

    assert "There is no case with this reference" in hidden.content.decode()
    assert said(hidden, "R-1001") == said(absent, "R-9999")
    with enter(cast.alder, by=None):
        assert PassedNote.objects.get().placed_at is None


def test_a_note_still_finds_its_restricted_case_by_itself(cast: Cast, rita: User) -> None:
    with enter(cast.alder, by=cast.mara):
        restriction.restrict(
            case=cast.amira, reason="Her brother works here", at=timezone.now(),
            expected_version=1, by=cast.mara,
        )  # fmt: skip

    assert hand_on(cast, "R-1001", rita).case_id == cast.amira.pk
