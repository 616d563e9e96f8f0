"""Pages of cases: who may open them, what they show, and what they write."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.tenancy import enter
from audit.models import Event
from cases.models import Case
from cases.services import NewPerson, open_case
from tests.cast import Cast
from tests.pages import assert_well_made, client_of

OF_A_CASE = ["", "now/", "close/", "p/", "p/new/", "a/new/"]


def second_case_of_birch(cast: Cast) -> Case:
    """Open a case at Birch whose reference Alder does not have."""
    with enter(cast.birch, by=cast.bo):
        return open_case(
            survivor=NewPerson(given_name="Efua"),
            opened_on=datetime.date(2026, 9, 1),
            worker=cast.bo,
            by=cast.bo,
        )


def path_of(case: Case, rest: str = "") -> str:
    return f"/c/{case.reference}/{rest}"


@pytest.mark.parametrize("path", ["/c/", "/c/new/", *(f"/c/R-1001/{end}" for end in OF_A_CASE)])
def test_a_stranger_is_asked_to_sign_in(path: str, db: None) -> None:
    assert Client().get(path)["Location"].startswith("/in/")


@pytest.mark.parametrize("end", OF_A_CASE)
def test_a_role_without_cases_finds_nothing(end: str, cast: Cast) -> None:
    assert client_of(cast.ada).get(path_of(cast.amira, end)).status_code == 404


@pytest.mark.parametrize("end", OF_A_CASE)
def test_a_busy_stranger_finds_nothing(end: str, cast: Cast) -> None:
    theirs = second_case_of_birch(cast)

    assert client_of(cast.bo).get(path_of(theirs)).status_code == 200
    response = client_of(cast.ines).get(path_of(theirs, end))

    assert response.status_code == 404


@pytest.mark.parametrize("end", OF_A_CASE)
def test_the_worker_opens_each_page(end: str, cast: Cast) -> None:
    response = client_of(cast.ines).get(path_of(cast.amira, end))

    assert response.status_code == 200
    page = assert_well_made(response, path_of(cast.amira, end))
    assert page.title.startswith(cast.amira.reference)


def test_the_list_and_a_new_case_are_well_made(cast: Cast) -> None:
    for path in ("/c/", "/c/?whose=all&state=closed", "/c/new/"):
        response = client_of(cast.ines).get(path)
        assert response.status_code == 200
        assert_well_made(response, path)


def test_the_list_is_not_for_a_role_without_cases(cast: Cast) -> None:
    assert client_of(cast.cora).get("/c/").status_code == 404
    assert client_of(cast.cora).get("/c/new/").status_code == 404


def test_the_list_shows_own_cases_and_no_other(cast: Cast) -> None:
    hers = assert_well_made(client_of(cast.ines).get("/c/"), "/c/")
    strangers = assert_well_made(client_of(cast.bea).get("/c/?whose=all"), "/c/")

    assert "Amira Khalid" in hers.text
    assert "Amira" not in strangers.text
    assert "Tolu Ade" in strangers.text


def test_an_empty_list_says_so(cast: Cast) -> None:
    page = assert_well_made(client_of(cast.mara).get("/c/?whose=mine"), "/c/")

    assert "You have no open cases." in page.text


@pytest.mark.parametrize("path", ["/c/", "/d/"])
def test_a_list_asks_as_much_of_the_database_for_one_case_as_for_many(
    path: str, cast: Cast
) -> None:
    client = client_of(cast.ines)
    with CaptureQueriesContext(connection) as for_one:
        client.get(path)

    many_cases(cast, 8)
    with CaptureQueriesContext(connection) as for_nine:
        page = assert_well_made(client.get(path), path)

    assert "Person 7" in page.text
    assert len(for_nine) == len(for_one)


def test_the_list_asks_at_most_ten_times_more_than_an_empty_page(cast: Cast) -> None:
    client = client_of(cast.ines)
    with CaptureQueriesContext(connection) as for_help:
        client.get("/h/")
    with CaptureQueriesContext(connection) as for_the_list:
        client.get("/c/?whose=all")

    assert len(for_the_list) - len(for_help) <= 10


def test_looking_at_a_case_is_recorded_with_everybody_in_it(cast: Cast) -> None:
    client_of(cast.ines).get(path_of(cast.amira))

    with enter(cast.alder, by=None):
        event = Event.objects.get(verb="case.see")
        people = set(cast.amira.case_people.values_list("person_id", flat=True))
    assert event.actor_id == cast.ines.pk
    assert set(event.subjects) == {cast.amira.pk} | people


def test_a_person_causing_harm_is_marked_never_contact(cast: Cast) -> None:
    client, path = client_of(cast.ines), path_of(cast.amira, "a/new/")
    client.send(path, {"given_name": "Imran", "relationship": "husband", "phone": "07700 900999"})

    for end in ("", "p/"):
        page = assert_well_made(client.get(path_of(cast.amira, end)), path_of(cast.amira, end))
        assert "Imran" in page.text
        assert "Never contact" in page.text
        assert "07700 900999" not in page.text


def test_a_person_causing_harm_is_changed(cast: Cast) -> None:
    client = client_of(cast.ines)
    client.send(path_of(cast.amira, "a/new/"), {"given_name": "Imran"})
    with enter(cast.alder, by=cast.ines):
        harm = cast.amira.people_causing_harm.get()

    client.send(path_of(cast.amira, f"a/{harm.pk}/"), {"known_as": "Immy", "version": "1"})

    with enter(cast.alder, by=cast.ines):
        assert cast.amira.people_causing_harm.get().known_as == "Immy"


def test_a_child_has_a_page_and_an_adult_has_none(cast: Cast) -> None:
    client = client_of(cast.ines)
    with enter(cast.alder, by=cast.ines):
        child = cast.amira.case_people.get(role="child").person_id
        survivor = cast.amira.case_people.get(role="survivor").person_id

    path = path_of(cast.amira, f"k/{child}/")
    page = assert_well_made(client.get(path), path)

    assert "Yusuf Khalid" in page.text
    assert client.get(path_of(cast.amira, f"k/{survivor}/")).status_code == 404


def test_a_person_and_what_they_told_are_changed_together(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        survivor = cast.amira.case_people.get(role="survivor").person
    path = path_of(cast.amira, f"p/{survivor.pk}/")
    assert_well_made(client_of(cast.ines).get(path), path)

    sent = {"given_name": "Amira", "phone": "07700 900321", "gender": "woman",
            "recourse_to_public_funds": "no", "version": "1"}  # fmt: skip
    client_of(cast.ines).send(path, sent)

    with enter(cast.alder, by=cast.ines):
        changed = type(survivor).objects.select_related("profile").get(pk=survivor.pk)
        assert changed.contact == {"phone": "07700 900321"}
        assert changed.profile.answer("gender") == "woman"
        assert changed.profile.answer("recourse_to_public_funds") == "no"


def test_two_people_changing_one_person_see_both(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        survivor = cast.amira.case_people.get(role="survivor").person_id
    path = path_of(cast.amira, f"p/{survivor}/")
    client_of(cast.mara).send(path, {"given_name": "Ameera", "version": "1"})

    response = client_of(cast.ines).send(path, {"given_name": "Amirah", "version": "1"})

    page = assert_well_made(response, path)
    assert response.status_code == 409
    assert "Ameera" in page.text
    assert "Amirah" in page.text


NEW = {
    "opened_on": "2026-11-20",
    "summary": "Staying with her sister.",
    "survivor-given_name": "Grace",
    "survivor-family_name": "Obi",
    "survivor-phone": "07700 900123",
    "child-TOTAL_FORMS": "2",
    "child-INITIAL_FORMS": "0",
    "child-0-given_name": "Ada",
    "child-0-date_of_birth": "2019-05-02",
    "child-1-given_name": "",
}


def test_a_new_case_is_opened_with_a_child_and_is_the_workers_own(cast: Cast) -> None:
    answer = client_of(cast.ines).send("/c/new/", NEW | {"service": str(cast.house.pk)})

    with enter(cast.alder, by=cast.ines):
        case = Case.objects.exclude(pk=cast.amira.pk).get()
        people = case.case_people.select_related("person").order_by("role")
        assert answer["Location"] == path_of(case)
        assert [(part.role, part.person.given_name) for part in people] == [
            ("child", "Ada"), ("survivor", "Grace"),
        ]  # fmt: skip
        assert case.summary == "Staying with her sister."
        assert case.allocations.get().worker_id == cast.ines.pk


def test_adding_a_child_keeps_what_was_written_and_writes_nothing(cast: Cast) -> None:
    sent = NEW | {"service": str(cast.house.pk), "add_child": "1"}

    response = client_of(cast.ines).send("/c/new/", sent)

    assert response.content.count(b"<legend>Child ") == 3
    assert b'value="Grace"' in response.content
    assert b"There is something to put right" not in response.content
    with enter(cast.alder, by=cast.ines):
        assert Case.objects.count() == 1


def test_a_new_case_that_is_being_written_is_there_again_with_its_children(cast: Cast) -> None:
    client = client_of(cast.ines)
    assert b'data-unsaved="/unsaved/new-case/"' in client.get("/c/new/").content

    client.post("/unsaved/new-case/", NEW)

    words = client.get("/c/new/").content
    assert b'value="Grace"' in words
    assert b'value="Ada"' in words
    client.send("/c/new/", NEW | {"service": str(cast.house.pk)})
    assert b'value="Grace"' not in client.get("/c/new/").content


def test_what_is_missing_is_said_beside_the_field_and_above(cast: Cast) -> None:
    wrong = {"child-TOTAL_FORMS": "1", "child-INITIAL_FORMS": "0", "opened_on": "2099-01-01"}

    response = client_of(cast.ines).send("/c/new/", wrong)

    page = assert_well_made(response, "/c/new/")
    assert page.text.count("Date must be today or earlier") == 2
    assert page.text.count("Enter a name, or what they like to be called") == 2
    assert 'aria-invalid="true"' in response.content.decode()


def test_a_service_of_another_organisation_is_no_choice(cast: Cast) -> None:
    sent = NEW | {"service": str(cast.birch_house.pk)}

    response = client_of(cast.ines).send("/c/new/", sent)

    assert response.status_code == 200
    with enter(cast.alder, by=cast.ines):
        assert Case.objects.count() == 1


def test_where_things_are_is_written(cast: Cast) -> None:
    sent = {"summary": "Home again.", "version": str(cast.amira.version)}

    client_of(cast.ines).send(path_of(cast.amira, "now/"), sent)

    with enter(cast.alder, by=cast.ines):
        assert Case.objects.get(pk=cast.amira.pk).summary == "Home again."


def test_two_people_writing_see_both_versions_and_nothing_is_lost(cast: Cast) -> None:
    path, version = path_of(cast.amira, "now/"), str(cast.amira.version)
    client_of(cast.mara).send(path, {"summary": "Moved on Monday.", "version": version})

    response = client_of(cast.ines).send(path, {"summary": "Court Friday.", "version": version})

    page = assert_well_made(response, path)
    assert response.status_code == 409
    assert "Someone changed this while you were writing" in page.text
    assert page.text.count("Moved on Monday.") == 1
    assert page.text.count("Court Friday.") == 2
    with enter(cast.alder, by=cast.ines):
        assert Case.objects.get(pk=cast.amira.pk).summary == "Moved on Monday."


def test_after_looking_at_both_the_second_writer_can_save(cast: Cast) -> None:
    path, client = path_of(cast.amira, "now/"), client_of(cast.ines)
    client_of(cast.mara).send(path, {"summary": "Theirs.", "version": "1"})
    clash = client.send(path, {"summary": "Ours.", "version": "1"})

    assert b'name="version" value="2"' in clash.content
    answer = client.send(path, {"summary": "Theirs. Ours.", "version": "2"})

    assert answer["Location"] == path_of(cast.amira)


def test_a_case_is_closed_after_reading_what_stops(cast: Cast) -> None:
    path = path_of(cast.amira, "close/")
    unread = client_of(cast.ines).send(path, {"closed_on": "2026-11-20", "version": "1"})
    assert b"Say that you have read what stays and what stops" in unread.content

    sent = {
        "closed_on": "2026-11-20", "agreed": "on", "version": "1", "reason": "complete",
        "planned": "yes", "final_assessment": "done", "then_0": "none_needed",
    }  # fmt: skip
    client_of(cast.ines).send(path, sent)

    with enter(cast.alder, by=cast.ines):
        assert Case.objects.get(pk=cast.amira.pk).closed_on == datetime.date(2026, 11, 20)


def test_a_case_is_not_closed_before_it_was_opened(cast: Cast) -> None:
    sent = {"closed_on": "2026-10-01", "agreed": "on", "version": "1"}

    response = client_of(cast.ines).send(path_of(cast.amira, "close/"), sent)

    assert b"Date must be on or after the day the case was opened" in response.content


def test_every_page_of_a_case_is_never_kept_by_the_browser(cast: Cast) -> None:
    response = client_of(cast.ines).get(path_of(cast.amira))

    assert "no-store" in response["Cache-Control"]


def many_cases(cast: Cast, count: int) -> None:
    """Open more cases for Ines."""
    with enter(cast.alder, by=cast.ines):
        for number in range(count):
            open_case(
                survivor=NewPerson(given_name=f"Person {number}"),
                children=[NewPerson(given_name="Kim")],
                opened_on=datetime.date(2026, 1, 1),
                worker=cast.ines,
                by=cast.ines,
            )
