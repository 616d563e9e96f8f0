"""The pages about meetings."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts import roles
from accounts.tenancy import enter
from marac import services
from marac.models import Action, MaracReferral, Meeting
from tests.cast import hire
from tests.marac.scene import Scene
from tests.pages import assert_well_made, client_of


@pytest.fixture
def paths(scene: Scene) -> list[str]:
    """Return the host's pages, with a meeting, a listed referral and an action on them."""
    referral = scene.refer(on=timezone.localdate())
    soon = timezone.localdate() + datetime.timedelta(days=7)
    with enter(scene.host, by=scene.cleo):
        meeting = services.plan_meeting(
            area=scene.host_area(), held_on=soon, list_closes_on=soon, by=scene.cleo
        )
        referral = MaracReferral.objects.get()
        services.put_on_list(
            referral=referral, meeting=meeting, on=timezone.localdate(), expected_version=1,
            by=scene.cleo,
        )  # fmt: skip
        action = services.agree_action(
            referral=referral, agency="Police", text="Marker", due_on=soon, by=scene.cleo
        )
    return [
        "/m/", "/m/new/", "/m/actions/", f"/m/actions/{action.pk}/",
        f"/m/{meeting.pk}/", f"/m/r/{referral.pk}/",
    ]  # fmt: skip


def test_anonymous_goes_to_sign_in(paths: list[str]) -> None:
    for path in [*paths, "/c/R-1001/m/", "/c/R-1001/m/new/"]:
        assert Client().get(path)["Location"].startswith("/in/")


@pytest.mark.parametrize("name", ["kay", "ada", "cora"])
def test_the_wrong_role_finds_nothing(scene: Scene, paths: list[str], name: str) -> None:
    browser = client_of(getattr(scene.cast, name))
    assert {browser.get(path).status_code for path in paths} == {404}


def test_a_coordinator_of_another_host_finds_no_record(scene: Scene, paths: list[str]) -> None:
    other = hire("Otto", scene.cast.birch, roles.MaracCoordinator)
    browser = client_of(other)
    assert [browser.get(path).status_code for path in paths[3:]] == [404] * 3
    assert "Amira" not in browser.get("/m/").content.decode()


def test_a_representative_reads_and_does_not_run(scene: Scene, paths: list[str]) -> None:
    rep = hire("Rae", scene.host, roles.MaracRepresentative)
    browser = client_of(rep)
    assert browser.get("/m/").status_code == 200
    assert browser.get("/m/new/").status_code == 404
    assert browser.send(f"{paths[5]}action/", {"agency": "Police"}).status_code == 404


def test_the_coordinator_opens_every_page(scene: Scene, paths: list[str]) -> None:
    browser = client_of(scene.cleo)
    for path in paths:
        response = browser.get(path)
        assert response.status_code == 200
        assert_well_made(response, path)


def test_a_meeting_is_planned_listed_and_followed_by_pages_alone(scene: Scene) -> None:
    scene.refer(on=timezone.localdate())
    browser = client_of(scene.cleo)
    day = (timezone.localdate() + datetime.timedelta(days=7)).isoformat()
    form = {"area": str(scene.area.id), "held_on": day, "list_closes_on": day}
    assert browser.send("/m/new/", form)["Location"] == "/m/"
    with enter(scene.host, by=None):
        meeting, referral = Meeting.objects.get(), MaracReferral.objects.get()
    browser.send(f"/m/r/{referral.pk}/list/", {"meeting": str(meeting.pk), "version": "1"})
    assert "Amira Khalid" in browser.get(f"/m/{meeting.pk}/").content.decode()
    action = {"agency": "Housing", "text": "Change the locks", "due_on": day}
    browser.send(f"/m/r/{referral.pk}/action/", action)
    with enter(scene.host, by=None):
        made = Action.objects.get()
    today = timezone.localdate().isoformat()
    ended = {"state": "not_possible", "closed_on": today, "version": "1"}
    assert browser.send(f"/m/actions/{made.pk}/", ended)["Location"] == "/m/actions/"
    assert "No actions" in browser.get("/m/actions/").content.decode()


def test_a_worker_puts_a_case_to_a_meeting(scene: Scene) -> None:
    browser = client_of(scene.cast.ines)
    form = {
        "area": str(scene.area.id), "criteria": "judgement", "basis": "consent",
        "reasons": "She fears he will come to the school", "agreed": "on",
    }  # fmt: skip
    assert browser.send("/c/R-1001/m/new/", form)["Location"] == "/c/R-1001/m/"
    page = assert_well_made(browser.get("/c/R-1001/m/"), "/c/R-1001/m/")
    assert "Host" in page.text


def test_a_referral_without_its_ground_is_refused_in_words(scene: Scene) -> None:
    response = client_of(scene.cast.ines).send("/c/R-1001/m/new/", {"reasons": "x"})
    text = response.content.decode()
    assert "Choose on what ground it is shared" in text
    assert "Choose an area" in text


def test_a_second_meeting_on_one_day_is_refused_in_words(scene: Scene, paths: list[str]) -> None:
    day = (timezone.localdate() + datetime.timedelta(days=7)).isoformat()
    form = {"area": str(scene.area.id), "held_on": day, "list_closes_on": day}
    response = client_of(scene.cleo).send("/m/new/", form)
    assert "has a meeting on that day already" in response.content.decode()
