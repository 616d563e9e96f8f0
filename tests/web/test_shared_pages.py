"""Home, help, the gallery, hiding names, and pages for what went wrong."""

from unittest.mock import patch

import pytest
from django.test import Client
from pytest_django import Settings

from audit.errors import AuditUnavailable
from tests.cast import Cast
from tests.matrix.asking import Answer
from tests.pages import assert_well_made, client_of

SHARED = ["/d/", "/d/waits/", "/h/", "/h/accessibility/", "/h/well/"]


@pytest.mark.parametrize("path", [*SHARED, "/", "/z/gallery/"])
def test_a_stranger_is_asked_to_sign_in(path: str, db: None) -> None:
    response = Client().get(path)

    assert response.status_code == 302
    assert response["Location"].startswith("/in/")


@pytest.mark.parametrize("path", SHARED)
@pytest.mark.parametrize("who", ["ines", "kay", "mara", "cora", "ada"])
def test_everybody_who_works_here_can_read_the_shared_pages(
    path: str, who: str, cast: Cast
) -> None:
    response = client_of(getattr(cast, who)).get(path)

    assert response.status_code == 200
    assert_well_made(response, path)


@pytest.mark.parametrize(
    ("who", "expected"), [("ines", "/d/"), ("kay", "/d/"), ("mara", "/d/"), ("cora", "/y/")]
)
def test_the_front_door_leads_to_the_page_of_the_role(who: str, expected: str, cast: Cast) -> None:
    response = client_of(getattr(cast, who)).get("/")

    assert response["Location"] == expected


def test_home_names_the_workers_own_cases(cast: Cast) -> None:
    page = assert_well_made(client_of(cast.ines).get("/d/"), "/d/")

    assert cast.amira.reference in page.text
    assert "Mira K." in page.text


def test_home_shows_no_case_of_another_organisation(cast: Cast) -> None:
    page = assert_well_made(client_of(cast.bea).get("/d/"), "/d/")

    assert "Amira" not in page.text


def test_the_navigation_has_at_most_six_places(cast: Cast) -> None:
    response = client_of(cast.mara).get("/d/")

    navigation = response.content.decode().split('aria-label="Main"')[1].split("</nav>")[0]
    assert 1 <= navigation.count("<li>") <= 6


def test_a_commissioner_is_not_sent_to_an_empty_day(cast: Cast) -> None:
    page = assert_well_made(client_of(cast.cora).get("/y/"), "/y/")

    assert "/d/" not in page.addresses
    assert "/y/" in page.addresses


def test_a_commissioner_has_no_find_box(cast: Cast) -> None:
    response = client_of(cast.cora).get("/h/")

    assert b'id="find"' not in response.content


def test_the_gallery_is_for_those_who_manage_rowan(cast: Cast) -> None:
    assert client_of(cast.ines).get("/z/gallery/").status_code == 404
    response = client_of(cast.ada).get("/z/gallery/")
    assert response.status_code == 200
    assert_well_made(response, "/z/gallery/")


def test_names_stay_hidden_on_the_next_page(cast: Cast) -> None:
    client = client_of(cast.ines)

    answer = client.post("/d/names/", {"back": "/d/"})

    assert answer["Location"] == "/d/"
    assert b'class="names-hidden"' in client.get("/d/").content


def test_hiding_names_never_leads_to_another_site(cast: Cast) -> None:
    answer = client_of(cast.ines).post("/d/names/", {"back": "https://example.org/"})

    assert answer["Location"] == "/"


@pytest.mark.parametrize("path", ["/nowhere/", "/c/R-99999/"])
def test_absent_pages_say_one_sentence(path: str, cast: Cast) -> None:
    response = client_of(cast.ines).get(path)

    assert response.status_code == 404
    assert b"There is nothing here that you can open." in response.content


def test_absent_and_not_yours_look_the_same(cast: Cast) -> None:
    client = client_of(cast.ines)

    absent = client.get("/c/R-99999/")
    not_hers = client_of(cast.bo).get("/c/R-99999/")

    assert Answer(absent, []).like("/c/R-99999/") == Answer(not_hers, []).like("/c/R-99999/")


def test_nothing_is_shown_when_the_look_cannot_be_recorded(cast: Cast, settings: Settings) -> None:
    settings.FAILURE_TELEPHONE = "01632 960000"
    client = client_of(cast.ines)

    with patch("audit.events.read", side_effect=AuditUnavailable):
        response = client.get(f"/c/{cast.amira.reference}/")

    assert response.status_code == 503
    assert b"cannot record who looked, so nothing is shown" in response.content
    assert b"01632 960" in response.content
    assert b"Amira" not in response.content


def test_a_fault_shows_no_detail(cast: Cast) -> None:
    client = client_of(cast.mara)

    with patch("web.views.home_page", side_effect=ZeroDivisionError("secret words")):
        response = client.get("/d/")

    assert response.status_code == 500
    assert b"secret words" not in response.content
    assert b"Traceback" not in response.content


def test_an_old_form_is_refused_in_plain_words(cast: Cast) -> None:
    client = client_of(cast.ines, enforce_csrf_checks=True)

    response = client.post("/d/names/", {"back": "/d/"})

    assert response.status_code == 400
    assert b"This form is too old to be sent." in response.content


def test_the_lock_button_leads_back_to_this_page_after_unlocking(cast: Cast) -> None:
    response = client_of(cast.ines).get("/c/?show=all")

    form = response.content.decode().split('action="/lock/"')[1].split("</form>")[0]
    assert 'name="back" value="/c/?show=all"' in form


@pytest.mark.parametrize("path", ["/d/names/", "/lock/open/"])
def test_an_address_of_a_form_says_so_when_it_is_opened(path: str, cast: Cast) -> None:
    response = client_of(cast.ines).get(path)

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "There is no page at this address." in response.content.decode()
