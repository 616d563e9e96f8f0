"""Tokens: bound to a person, a role, a purpose and a time; dead the moment any of them is."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts import roles
from accounts.api import tokens
from accounts.api.guards import Nobody
from accounts.choices import ApiScope
from accounts.models import ApiToken
from accounts.services import create_membership, end_membership
from accounts.tenancy import enter
from audit.models import Event
from tests.api.asking import DAY, Program, make_token
from tests.cast import LONG_AGO, Cast
from tests.pages import client_of

ME = "/api/token/"
CASES = "/api/cases/"


def test_without_a_token_nothing_opens_and_a_session_is_no_token(cast: Cast) -> None:
    for client in (Client(), client_of(cast.mara)):
        for path in (ME, CASES, "/api/"):
            assert client.get(path).status_code == 401, path


def test_a_token_says_whose_it_is(cast: Cast) -> None:
    _, text = make_token(cast.mara, cast.alder)

    told = Program(text).get(ME).json()

    assert told["person"] == "Mara Example"
    assert told["role"] == "Service manager"
    assert told["purpose"] == "board figures"


def test_only_the_hash_is_kept(cast: Cast) -> None:
    token, text = make_token(cast.mara, cast.alder)

    kept = ApiToken.objects.get(pk=token.pk)
    assert text.encode() not in bytes(kept.digest)
    assert text not in str(vars(kept))


def test_a_token_is_dead_at_its_very_end(cast: Cast) -> None:
    token, text = make_token(cast.mara, cast.alder)

    with time_machine.travel(token.expires_at - datetime.timedelta(seconds=1), tick=False):
        assert Program(text).get(ME).status_code == 200
    with time_machine.travel(token.expires_at, tick=False):
        assert Program(text).get(ME).status_code == 401


def test_an_ended_token_and_a_changed_one_open_nothing(cast: Cast) -> None:
    token, text = make_token(cast.mara, cast.alder)
    assert Program(text + "x").get(ME).status_code == 401

    with enter(cast.alder, by=cast.mara):
        tokens.end(token=token, at=timezone.now(), by=cast.mara)
    assert Program(text).get(ME).status_code == 401


def test_whoever_leaves_leaves_no_token_behind(cast: Cast) -> None:
    _, text = make_token(cast.mara, cast.alder)
    with enter(cast.alder, by=None):
        held = cast.mara.memberships.get()
        end_membership(membership=held, ends_on=timezone.localdate() - DAY, by=None)

    assert Program(text).get(CASES).status_code == 401


def test_a_token_works_in_its_one_role_whatever_else_its_person_may_do(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        create_membership(user=cast.ines, role=roles.Commissioner, starts_on=LONG_AGO, by=None)
    _, text = make_token(cast.ines, cast.alder, role=roles.Commissioner)

    assert Program(text).get(ME).status_code == 200
    assert Program(text).get(f"{CASES}{cast.amira.reference}/").status_code == 404


def test_a_token_opens_what_its_scopes_name(cast: Cast) -> None:
    _, text = make_token(cast.mara, cast.alder, ApiScope.ROOMS_READ)
    program = Program(text)

    assert program.get("/api/houses/").status_code == 200
    assert program.get(CASES).status_code == 403
    assert program.send(f"{CASES}{cast.amira.reference}/close/", {}).status_code == 403


@pytest.mark.parametrize("days", [0, 91])
def test_a_token_without_a_near_end_is_not_made(cast: Cast, days: int) -> None:
    with pytest.raises(tokens.TokenRefused):
        make_token(cast.mara, cast.alder, days=days)


def test_nobody_makes_a_token_for_a_role_that_they_do_not_hold(cast: Cast) -> None:
    with pytest.raises(tokens.TokenRefused):
        make_token(cast.ines, cast.alder)
    with pytest.raises(tokens.TokenRefused):
        make_token(cast.ines, cast.alder, role=roles.IDVA)


def test_an_operation_that_names_nobody_is_closed() -> None:
    from rest_framework.settings import api_settings

    assert [Nobody] == api_settings.DEFAULT_PERMISSION_CLASSES


def test_the_page_makes_a_token_and_ends_it(cast: Cast) -> None:
    browser = client_of(cast.mara)
    sent = {"purpose": "board figures", "role": "service_manager", "scopes": "cases.read"}
    page = browser.send("/me/tokens/", sent | {"days": "30"}).content.decode()

    text = page.split('<code class="words">')[1].split("</code>")[0]
    assert Program(text).get(ME).status_code == 200
    token = ApiToken.objects.get()
    assert text not in browser.get("/me/tokens/").content.decode()
    assert browser.send(f"/me/tokens/{token.pk}/end/", {}).status_code == 302
    assert Program(text).get(ME).status_code == 401


def test_the_administrator_ends_anybodys_token_of_her_organisation_alone(cast: Cast) -> None:
    ours, _ = make_token(cast.mara, cast.alder)
    theirs, _ = make_token(cast.bea, cast.birch)
    browser = client_of(cast.ada)

    assert browser.send(f"/me/tokens/{theirs.pk}/end/", {}).status_code == 404
    assert browser.send(f"/me/tokens/{ours.pk}/end/", {}).status_code == 302


def test_every_read_is_in_the_trail_with_its_purpose(cast: Cast) -> None:
    _, text = make_token(cast.mara, cast.alder)

    Program(text).get(f"{CASES}{cast.amira.reference}/")

    with enter(cast.alder, by=None):
        event = Event.objects.get(verb="case.see")
    assert event.actor_id == cast.mara.pk
    assert event.purpose == "board figures"
    assert cast.amira.pk in event.subjects
