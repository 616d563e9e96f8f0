"""The one box: what it finds, for whom, and what it tells nobody."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from accounts.field_classes import FieldClass
from accounts.models import Opening
from accounts.settings import services as settings_services
from accounts.tenancy import enter
from audit import events
from audit.errors import AuditUnavailable
from audit.models import Event
from cases import grants, restriction, services
from cases.choices import DisclosureBasis
from cases.conflicts import services as conflicts
from cases.models import Case, Person, SearchRecord
from cases.search.finding import find
from cases.search.keeping import rebuild
from cases.search.reading import read
from cases.services import NewPerson
from encryption import subjects
from tests.cast import Cast, hire
from tests.pages import Browser, assert_well_made, client_of, said

PATH = "/c/find/"
GRACE = NewPerson(
    given_name="Siobhán", family_name="O’Brien-Łuczak", known_as="Shiv",
    date_of_birth=datetime.date(1990, 5, 3), phone="+44 (0)7700 900123", postcode="ZZ1 1ZZ",
)  # fmt: skip
# Found by the same words, and for sure somebody else.
NAMESAKE = replace(GRACE, date_of_birth=datetime.date(1961, 9, 20), phone="", postcode="")


def opened(cast: Cast, new: NewPerson = GRACE) -> Case:
    """Open a case that Ines works on."""
    with enter(cast.alder, by=cast.ines):
        return services.open_case(
            survivor=new, opened_on=datetime.date(2026, 11, 1), worker=cast.ines, by=cast.ines
        )


def asked(browser: Browser, term: str) -> tuple[tuple[int, bytes, list[str]], int]:
    """Search at the page; return what it says, and how often it asked the database."""
    with CaptureQueriesContext(connection) as queries:
        response = browser.post(PATH, {"term": term})
    return said(response), len(queries)


def found_by(cast: Cast, user: Any, term: str) -> list[str]:
    """Search as somebody; return the references that are shown."""
    with enter(cast.alder, by=user):
        return [hit.case.reference for hit in find(term, by=user).hits]


@pytest.mark.parametrize(
    "term",
    [
        "Siobhan", "shivaun", "O'Brien", "obrien luczak", "Luczak Siobhan", "shiv", "siobhan obri",
        "07700 900123", "+44 7700 900123", "0044-7700-900123", "(07700) 900 123", "900123", "0123",
        "03/05/1990", "3.5.90", "3 May 1990", "May 3, 1990", "1990-05-03", "03051990",
        "3rd may 1990",
        "zz11zz", "ZZ1 1ZZ", "zz1", "Siobhan 3/5/1990", "Shiv ZZ1 1ZZ",
    ],
)  # fmt: skip
def test_one_box_finds_her_however_it_is_written(cast: Cast, term: str) -> None:
    case = opened(cast)

    assert found_by(cast, cast.ines, term)[:1] == [case.reference]


def test_a_reference_in_any_writing_finds_the_survivor(cast: Cast) -> None:
    digits = cast.amira.reference[2:]

    for term in (cast.amira.reference, f"r{digits}", digits):
        assert found_by(cast, cast.ines, term) == [cast.amira.reference]


@pytest.mark.parametrize("term", ["Bartholomew", "01632 960999", "4/4/1964", "zz9 9zz", "R-99999"])
def test_what_nobody_has_finds_nobody(cast: Cast, term: str) -> None:
    opened(cast)

    assert found_by(cast, cast.ines, term) == []


def test_whoever_may_not_see_the_case_finds_nobody(cast: Cast) -> None:
    assert found_by(cast, cast.kay, "Amira") == []
    assert found_by(cast, cast.ada, "Amira") == []
    with enter(cast.birch, by=cast.bea):
        assert not find("Amira", by=cast.bea).hits


def test_a_name_put_right_is_found_at_once_and_the_old_one_is_not(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        person = Person.objects.get(case_people__case=cast.amira, case_people__role="survivor")
        services.change_person(
            person=person, changes={"given_name": "Zofia", "known_as": ""}, expected_version=1,
            by=cast.ines,
        )  # fmt: skip

    assert found_by(cast, cast.ines, "Zofia") == [cast.amira.reference]
    assert found_by(cast, cast.ines, "Amira") == []


def test_a_reception_finds_names_and_contact_and_opens_nothing(cast: Cast) -> None:
    opened(cast)
    rita = hire("Rita", cast.alder, roles.Reception)

    response = client_of(rita).post(PATH, {"term": "siobhan"})

    page = assert_well_made(response, PATH)
    assert "Siobhán" in page.text
    assert "Not checked" in page.text
    assert "900123" not in page.text
    # What leads to a number that is covered, and nothing else of the case.
    assert {one.rpartition("/h/")[2].split("/")[2] for one in page.addresses if "/c/R-" in one} == {
        "open"
    }
    assert found_by(cast, rita, "ZZ1 1ZZ") == []
    assert found_by(cast, rita, "Yusuf") == []


def test_what_a_grant_does_not_show_finds_nobody(cast: Cast) -> None:
    case = opened(cast)
    pat = hire("Pat", cast.alder, roles.Partner)
    with enter(cast.alder, by=cast.mara):
        grants.give_to_partner(
            case=case, user=pat, field_classes=[FieldClass.SAFE_CONTACT], reason="To ring her",
            starts_at=timezone.now(), ends_at=timezone.now() + datetime.timedelta(days=1),
            to_organisation_id=cast.birch.pk, basis=DisclosureBasis.CONSENT, by=cast.mara,
        )  # fmt: skip

    assert found_by(cast, pat, "Siobhan") == []
    assert found_by(cast, pat, "900123") == [case.reference]
    with enter(cast.alder, by=pat):
        [hit] = find("900123", by=pat).hits
    assert (hit.name, hit.born, hit.known_as) == ("Not shown to your role", None, "")


def test_somebody_hidden_changes_nothing(cast: Cast) -> None:
    shown = opened(cast)
    browser = client_of(cast.ines)
    before, asked_before = asked(browser, "siobhan obrien")
    with enter(cast.alder, by=cast.mara):
        hidden, restricted, _ = [
            services.open_case(
                survivor=survivor, opened_on=datetime.date(2026, 11, 1), worker=worker, by=cast.mara
            )
            for survivor, worker in (
                (NAMESAKE, cast.ines), (GRACE, cast.mara), (GRACE, cast.mara)
            )
        ]  # fmt: skip
        conflicts.set_conflict(case=hidden, user=cast.ines, reason="A cousin", by=cast.mara)
        restriction.restrict(
            case=restricted, reason="She works here", at=timezone.now(),
            expected_version=restricted.version, by=cast.mara,
        )  # fmt: skip
    after, asked_after = asked(browser, "siobhan obrien")

    assert before == after
    assert asked_before == asked_after
    assert shown.reference.encode() in before[1]


def test_many_are_found_with_the_questions_that_one_takes(cast: Cast) -> None:
    browser = client_of(cast.ines)
    opened(cast)
    (_, one, _), for_one = asked(browser, "siobhan")
    for _ in range(25):
        opened(cast)
    (_, many, _), for_many = asked(browser, "siobhan")

    assert [page.count(b'<th scope="row"') for page in (one, many)] == [1, 20]
    assert for_one == for_many


def test_a_search_leaves_what_was_asked_for_and_who_was_shown(cast: Cast) -> None:
    case = opened(cast)
    found_by(cast, cast.ines, "Siobhan 3/5/1990")

    with enter(cast.alder, by=None):
        asked, shown = Event.objects.filter(verb__startswith="search.").order_by("at")
    assert (asked.verb, asked.fields, asked.subjects) == (
        "search.ask", ["date_of_birth", "name"], [],
    )  # fmt: skip
    assert shown.verb == "search.show"
    assert case.pk in shown.subjects
    assert "iobh" not in f"{asked.__dict__}{shown.__dict__}"


def test_no_trail_no_search(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*args: object) -> None:
        raise AuditUnavailable

    monkeypatch.setattr(events, "_store", down)
    response = client_of(cast.ines).post(PATH, {"term": "Amira"})

    assert response.status_code == 503
    assert b"Amira" not in response.content.replace(b'value="Amira"', b"")


def test_reading_everybody_counts_for_nobody_and_what_is_shown_counts(cast: Cast) -> None:
    case = opened(cast)
    found_by(cast, cast.ines, "Siobhan")

    with enter(cast.alder, by=None):
        names = Opening.objects.filter(user=cast.ines, is_name=True)
        person = SearchRecord.objects.get(person__case_people__case=case).person_id
        assert set(names.values_list("record_id", flat=True)) >= {person}
        yusuf = Person.objects.get(case_people__case=cast.amira, case_people__role="child")
        assert not names.filter(record_id=yusuf.pk).exists()


def test_an_erased_person_is_found_by_nobody(cast: Cast) -> None:
    case = opened(cast)
    assert found_by(cast, cast.ines, "Siobhan") == [case.reference]
    with enter(cast.alder, by=None):
        events.write("test.erase", by=None, subjects=[case.pk])
        subjects.erase(SearchRecord.objects.get(person__case_people__case=case).person_id)

    assert found_by(cast, cast.ines, "Siobhan") == []


def test_a_rebuild_makes_everybody_findable(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        events.write("test.remove", by=None, subjects=())
        SearchRecord.objects.all().delete()
    assert found_by(cast, cast.ines, "Amira") == []

    with enter(cast.alder, by=None):
        assert rebuild() == 2

    assert found_by(cast, cast.ines, "Amira") == [cast.amira.reference]


def test_the_page_finds_and_says_what_to_try(cast: Cast) -> None:
    browser = client_of(cast.ines)

    empty = assert_well_made(browser.get(PATH), PATH)
    short = assert_well_made(browser.post(PATH, {"term": "Am"}), PATH)
    hit = assert_well_made(browser.post(PATH, {"term": "Ameera"}), PATH)
    none = assert_well_made(browser.post(PATH, {"term": "Bartholomew"}), PATH)

    assert "a name in any spelling" in empty.text
    assert "Type 3 letters or digits at least." in short.text
    assert f"/c/{cast.amira.reference}/" in hit.addresses
    assert "Nothing that you can open matches what you typed." in none.text
    assert all("meera" not in one for one in hit.addresses)


def test_whoever_sees_no_cases_has_no_search(cast: Cast) -> None:
    for user in (cast.ada, cast.cora):
        assert client_of(user).post(PATH, {"term": "Amira"}).status_code == 404
    assert client_of(cast.ada).get("/z/").content.count(b'id="find"') == 0


def test_too_many_searches_wait(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada):
        settings_services.change("searches_per_hour", to=20, by=cast.ada)
    browser = client_of(cast.ines)
    for _ in range(20):
        assert browser.post(PATH, {"term": "Amira"}).status_code == 200

    refused = browser.post(PATH, {"term": "Amira"})

    assert refused.status_code == 429
    assert b"Khalid" not in refused.content
    with enter(cast.alder, by=None):
        assert Event.objects.filter(verb="search.refuse", actor_id=cast.ines.pk).exists()


@pytest.mark.parametrize("term", ["LS1 4AP", "07700 900123", "1 March 1991", "Sorrel"])
def test_what_cannot_be_a_reference_is_not_asked_of_the_database(term: str) -> None:
    assert not read(term, today=datetime.date(2026, 11, 1)).reference


@pytest.mark.parametrize("term", ["R-2417", "r2417", "2417", "W-00012"])
def test_what_can_be_one_is(term: str) -> None:
    assert read(term, today=datetime.date(2026, 11, 1)).reference
