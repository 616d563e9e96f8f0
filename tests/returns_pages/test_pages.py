"""Pages of the annual return: whose figures, what stands behind them, and the files."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tenancy import enter
from audit.models import Event
from jobs.models import Job
from returns import services
from returns.models import ReturnAnswer
from tests.pages import GIVEAWAYS, assert_well_made, client_of
from tests.scenes import COUNCIL, YEAR, Scene

RETURN = f"/y/{YEAR}/{COUNCIL}/"
FIGURE = f"{RETURN}A1-1/"
CHECK = f"{RETURN}check/identity-incomplete/"
ANSWER = f"{RETURN}answer/G1-1/"
FILES = [f"{RETURN}file/{form}/" for form in ("csv", "xlsx", "ods", "json")]
READING = ["/y/", RETURN, FIGURE, CHECK, ANSWER, f"{RETURN}progress/", *FILES]


@pytest.mark.parametrize("path", READING)
def test_a_stranger_is_asked_to_sign_in(path: str, db: None) -> None:
    assert Client().get(path)["Location"].startswith("/in/")


@pytest.mark.parametrize("path", READING)
def test_a_role_without_the_return_finds_nothing(path: str, scene: Scene) -> None:
    assert client_of(scene.cast.ines).get(path).status_code == 404


@pytest.mark.parametrize("path", READING[1:])
def test_a_busy_stranger_finds_nothing(path: str, scene: Scene) -> None:
    assert client_of(scene.cast.bea).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/y/", RETURN, FIGURE, CHECK])
def test_the_provider_opens_their_own_part(path: str, scene: Scene) -> None:
    response = client_of(scene.cast.mara).get(path)

    assert response.status_code == 200
    assert_well_made(response, path)


@pytest.mark.parametrize("path", [f"/y/2022-24/{COUNCIL}/", "/y/2022-23/E99999999/",
                                  f"/y/2090-91/{COUNCIL}/", f"{RETURN}A9-1/",
                                  f"{RETURN}file/exe/"])  # fmt: skip
def test_an_unknown_year_authority_or_figure_is_not_there(path: str, scene: Scene) -> None:
    response = client_of(scene.cast.mara).get(path)

    assert response.status_code == 404
    assert b"There is nothing here that you can open." in response.content


def test_a_figure_leads_to_the_records_behind_it(scene: Scene) -> None:
    client = client_of(scene.cast.mara)
    figures = assert_well_made(client.get(RETURN), RETURN)
    assert FIGURE in figures.addresses

    page = assert_well_made(client.get(FIGURE), FIGURE)

    assert page.text.count("Counted because") == 3
    assert f"/c/{scene.cast.amira.reference}/" in page.addresses
    assert f"/c/{scene.left.reference}/" in page.addresses


def test_what_is_close_says_why_it_is_not_counted(scene: Scene) -> None:
    path = f"{RETURN}A2-1/"

    page = assert_well_made(client_of(scene.cast.mara).get(path), path)

    assert "Not counted because" in page.text


def test_a_check_leads_to_the_records_that_cause_it(scene: Scene) -> None:
    client = client_of(scene.cast.mara)
    assert CHECK in assert_well_made(client.get(RETURN), RETURN).addresses

    page = assert_well_made(client.get(CHECK), CHECK)

    assert scene.cast.amira.reference in page.text


def test_no_page_of_the_return_shows_a_name(scene: Scene) -> None:
    client = client_of(scene.cast.mara)

    for path in (RETURN, FIGURE, CHECK):
        words = client.get(path).content.decode()
        assert not any(name in words for name in ("Amira", "Mira", "Grace", "Yusuf"))


def test_figures_not_known_from_the_form_are_marked(scene: Scene) -> None:
    page = assert_well_made(client_of(scene.cast.mara).get(RETURN), RETURN)

    assert "provisional" in page.text
    assert "inferred" in page.text


def test_no_address_on_the_page_says_what_it_is_about(scene: Scene) -> None:
    page = assert_well_made(client_of(scene.cast.mara).get(RETURN), RETURN)

    assert [one for one in page.addresses if GIVEAWAYS.search(one)] == []


def test_last_years_figure_stands_beside(scene: Scene) -> None:
    page = assert_well_made(client_of(scene.cast.mara).get(RETURN), RETURN)

    assert "2021-22" in page.text


def test_the_commissioner_sees_what_was_counted_and_no_record(scene: Scene) -> None:
    services.derive_all(year=YEAR)
    client = client_of(scene.cast.cora)

    page = assert_well_made(client.get(RETURN), RETURN)

    assert "Counted" in page.text
    assert FIGURE not in page.addresses
    assert not [one for one in page.addresses if one.startswith("/c/")]
    assert client.get(FIGURE).status_code == 404
    assert client.get(CHECK).status_code == 404


def test_the_commissioners_page_opens_no_record(scene: Scene) -> None:
    services.derive_all(year=YEAR)
    with CaptureQueriesContext(connection) as asked:
        client_of(scene.cast.cora).get(RETURN)

    tables = " ".join(query["sql"] for query in asked)
    assert "cases_person" not in tables
    assert "encryption_subjectkey" not in tables


def test_there_is_no_progress_of_a_counting_that_nobody_asked_for(scene: Scene) -> None:
    assert client_of(scene.cast.cora).get(f"{RETURN}progress/").status_code == 404


def test_before_anything_is_counted_the_commissioner_is_told(scene: Scene) -> None:
    page = assert_well_made(client_of(scene.cast.cora).get(RETURN), RETURN)

    assert "This return has not been counted yet." in page.text


def test_counting_again_queues_the_job_once_and_shows_it(scene: Scene) -> None:
    client = client_of(scene.cast.cora)

    first = client.send(f"{RETURN}again/", {})
    client.send(f"{RETURN}again/", {})

    assert first["Location"] == RETURN
    assert Job.objects.filter(task="returns.derive_all", arguments={"year": YEAR}).count() == 1
    assert "Waiting to be counted" in assert_well_made(client.get(RETURN), RETURN).text
    assert b"Waiting to be counted" in client.get(f"{RETURN}progress/").content


def test_what_has_been_counted_is_shown_without_more_words(scene: Scene) -> None:
    client = client_of(scene.cast.cora)
    client.send(f"{RETURN}again/", {})
    Job.objects.update(state="done", finished_at=timezone.now())

    assert b'id="progress"' not in client.get(RETURN).content
    assert b"Show the figures" in client.get(f"{RETURN}progress/").content


def test_a_provider_cannot_have_everything_counted(scene: Scene) -> None:
    assert client_of(scene.cast.mara).send(f"{RETURN}again/", {}).status_code == 404


@pytest.mark.parametrize("path", FILES)
def test_each_file_has_a_neutral_name_and_is_not_kept(path: str, scene: Scene) -> None:
    response = client_of(scene.cast.mara).get(path)

    form = path.rstrip("/").rpartition("/")[2]
    assert (
        response["Content-Disposition"] == f'attachment; filename="annual_{YEAR}_{COUNCIL}.{form}"'
    )
    assert response["Cache-Control"] == "no-store"
    assert len(response.content) > 500


def test_the_file_says_what_the_page_says(scene: Scene) -> None:
    client = client_of(scene.cast.mara)

    derived = json.loads(client.get(FILES[-1]).content)

    assert derived["cells"]["A1.total"] == 3
    assert ">3<span" in client.get(RETURN).content.decode()


def test_the_commissioner_answers_a_question(scene: Scene) -> None:
    client = client_of(scene.cast.cora)
    assert_well_made(client.get(ANSWER), ANSWER)

    client.send(ANSWER, {"value": "no"})

    assert ReturnAnswer.objects.get(cell="G1.in_house").value == "no"


def test_a_provider_cannot_answer_for_the_authority(scene: Scene) -> None:
    assert client_of(scene.cast.mara).get(ANSWER).status_code == 404
    assert client_of(scene.cast.mara).send(ANSWER, {"value": "no"}).status_code == 404


def test_looking_at_figures_is_recorded(scene: Scene) -> None:
    client_of(scene.cast.mara).get(RETURN)

    with enter(scene.cast.alder, by=None):
        event = Event.objects.get(verb="return.see")
    assert event.actor_id == scene.cast.mara.pk
    assert event.purpose == f"{COUNCIL} {YEAR}"
