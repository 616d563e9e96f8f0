"""The pages of settings: what each does, what holds, and changing it."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import Service
from accounts.settings import Scope, Setting, change, declaring, register, value_of
from accounts.settings.kinds import Lines
from accounts.tenancy import enter
from tests.cast import Cast
from tests.pages import Page, assert_well_made, client_of

PATH = "/z/settings/"
IDLE = f"{PATH}idle_lock_minutes/"
QUOTA = f"{PATH}records_per_hour/"


@pytest.mark.parametrize("path", [PATH, IDLE, f"{QUOTA}idva/"])
def test_a_stranger_is_asked_to_sign_in(path: str, db: None) -> None:
    assert Client().get(path)["Location"].startswith("/in/")


@pytest.mark.parametrize("path", [PATH, IDLE, f"{QUOTA}idva/"])
@pytest.mark.parametrize("who", ["ines", "kay", "mara", "cora", "bo"])
def test_the_wrong_role_finds_nothing(who: str, path: str, cast: Cast) -> None:
    assert client_of(getattr(cast, who)).get(path).status_code == 404


@pytest.mark.parametrize("path", [f"{PATH}no_such/", f"{QUOTA}no_such/", f"{IDLE}idva/"])
def test_what_is_not_declared_is_not_there(path: str, cast: Cast) -> None:
    assert client_of(cast.ada).get(path).status_code == 404


def test_an_administrator_reads_every_setting_in_words(cast: Cast) -> None:
    page = assert_well_made(client_of(cast.ada).get(PATH), PATH)

    for group, settings in declaring.every_setting().items():
        assert group in page.text
        assert all(setting.about in page.text for setting in settings)
    assert "15 minutes" in page.text
    assert "Monday, Tuesday, Wednesday, Thursday and Friday" in page.text


def test_a_change_says_from_what_to_what_and_stands_in_the_history(cast: Cast) -> None:
    client = client_of(cast.ada)

    sent = client.send(IDLE, {"value": "10", "version": "1"})
    page = assert_well_made(client.get(sent["Location"]), IDLE)

    assert "changed from 15 minutes to 10 minutes" in page.text
    assert "Ada Example 15 minutes (the default) 10 minutes" in page.text
    with enter(cast.alder, by=None):
        assert value_of("idle_lock_minutes") == 10


def test_what_cannot_be_is_said_and_nothing_typed_is_lost(cast: Cast) -> None:
    client = client_of(cast.ada)

    answer = client.send(IDLE, {"value": "600", "version": "1"})

    assert "Enter a whole number from 1 to 60" in Page(answer).text
    assert 'value="600"' in answer.content.decode()


def test_two_administrators_do_not_overwrite_each_other_unseen(cast: Cast) -> None:
    client = client_of(cast.ada)
    client.send(IDLE, {"value": "10", "version": "1"})

    answer = client.send(IDLE, {"value": "20", "version": "1"})

    assert "Somebody changed this meanwhile. It is now 10 minutes." in Page(answer).text
    assert 'name="version" value="2"' in answer.content.decode()
    with enter(cast.alder, by=None):
        assert value_of("idle_lock_minutes") == 10


def test_the_same_again_is_no_change(cast: Cast) -> None:
    client = client_of(cast.ada)

    sent = client.send(IDLE, {"value": "15", "version": "1"})

    assert "it is 15 minutes already" in Page(client.get(sent["Location"])).text


def test_a_number_for_one_role_is_set_and_taken_back(cast: Cast) -> None:
    client = client_of(cast.ada)

    client.send(f"{QUOTA}idva/", {"value": "90", "version": "1"})
    assert "IDVA : 90 records" in Page(client.get(QUOTA)).text
    client.send(f"{QUOTA}idva/", {"value": "90", "version": "2", "take_back": "yes"})

    assert "IDVA : as for everybody" in Page(client.get(QUOTA)).text


def test_an_app_may_tell_a_setting_apart_by_service(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(declaring, "_SETTINGS", dict(declaring._SETTINGS))
    register(
        Setting(
            key="probe_words", group="Probe", name="Words", about="Of a service.",
            kind=Lines(), default=[], scope=Scope.SERVICE,
        )
    )  # fmt: skip
    client = client_of(cast.ada)

    client.send(f"{PATH}probe_words/{cast.house.pk}/", {"value": "one\ntwo", "version": "1"})

    assert "Alder House : one, two" in Page(client.get(f"{PATH}probe_words/")).text
    with enter(cast.alder, by=None):
        assert value_of("probe_words", service=Service.objects.get().pk) == ["one", "two"]
    foreign = f"{PATH}probe_words/{cast.birch_house.pk}/"
    assert client.get(foreign).status_code == 404


def test_the_page_of_settings_costs_the_same_however_many_were_changed(cast: Cast) -> None:
    client = client_of(cast.ada)
    with CaptureQueriesContext(connection) as before:
        client.get(PATH)
    with enter(cast.alder, by=cast.ada):
        for number in range(2, 12):
            change("idle_lock_minutes", to=number, by=cast.ada)
            change("dormant_days", to=number + 10, by=cast.ada)

    with CaptureQueriesContext(connection) as after:
        client.get(PATH)

    assert len(after) == len(before)


def test_a_fault_page_gives_the_organisations_own_number(cast: Cast, settings: Settings) -> None:
    settings.FAILURE_TELEPHONE = "01632 960000"
    with enter(cast.alder, by=cast.ada):
        change("failure_telephone", to="01632 960111", by=cast.ada)

    with patch("web.views.my_day", side_effect=RuntimeError("a fault")):
        at_alder = client_of(cast.ines).get("/d/")
        elsewhere = client_of(cast.bo).get("/d/")

    assert (at_alder.status_code, elsewhere.status_code) == (500, 500)
    assert "01632 960111" in Page(at_alder).text
    assert "01632 960000" in Page(elsewhere).text


def test_a_fault_of_the_database_still_gives_a_number(cast: Cast, settings: Settings) -> None:
    settings.FAILURE_TELEPHONE = "01632 960000"
    client = client_of(cast.ines)
    with (
        patch("web.views.my_day", side_effect=RuntimeError("a fault")),
        patch("web.errors.enter", side_effect=OperationalError("gone")),
    ):
        answer = client.get("/d/")

    assert "01632 960000" in Page(answer).text
