"""Recovery takes two colleagues, and neither of them can become the person."""

import re
import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.access import permissions
from accounts.models import Recovery, User
from accounts.permissions import Permission
from accounts.sign_in import recovery
from accounts.tenancy import enter
from tests.api.asking import Program, make_token
from tests.cast import Cast
from tests.pages import Browser, client_of
from tests.sign_in.people import PASSWORD, code, enrolled, enter_code, enter_password

pytestmark = pytest.mark.django_db

OVER = b"This link is over"


@pytest.fixture(autouse=True)
def no_attempts_yet(db: None) -> None:
    cache.clear()


def act(by: User, about: User, what: str) -> str:
    """Press a button on a person's page; what the page then says."""
    answer = client_of(by).send(f"/z/access/{about.pk}/", {"act": what})
    return str(answer.content.decode())


def help_of_two(cast: Cast) -> tuple[str, str]:
    """Ada asks, Mara agrees: the path of the link that Ada has, and the code that Mara has."""
    act(cast.ada, cast.ines, "ask")
    told = re.search(r"<code>(\d{8})</code>", act(cast.mara, cast.ines, "agree"))
    link = re.search(r"<code>http://[^/]+(/in/anew/[^<]+)</code>", act(cast.ada, cast.ines, "link"))
    assert told
    assert link
    return link[1], told[1]


def open_link(client: Client, path: str, **given: str) -> Any:
    return client.post(path, given)


def test_link_code_and_password_lead_to_enrolling_anew(cast: Cast) -> None:
    enrolled(cast.ines)
    path, told = help_of_two(cast)
    client = Client()

    answer = open_link(client, path, code=told, password=PASSWORD)

    assert answer["Location"] == "/"
    assert client.get("/d/")["Location"] == "/in/app/"
    secret = client.get("/in/app/").context["form"].secret
    client.post("/in/app/", {"code": code(secret=secret)})
    assert Authenticator.objects.filter(user=cast.ines, type="totp").count() == 1


def test_what_she_signed_in_with_before_is_dead(cast: Cast) -> None:
    device = client_of(enrolled(cast.ines))
    path, told = help_of_two(cast)

    open_link(Client(), path, code=told, password=PASSWORD)

    thief = Client()
    enter_password(thief, cast.ines)
    assert device.get("/d/").status_code == 302
    assert enter_code(thief).status_code == 302
    assert thief.get("/d/").status_code == 302


def test_no_token_of_before_goes_on(cast: Cast) -> None:
    _, text = make_token(enrolled(cast.mara), cast.alder)
    act(cast.ada, cast.mara, "ask")
    going_on = Recovery.objects.get()
    Recovery.objects.update(agreed_by=cast.kay, agreed_at=timezone.now())

    recovery.use(recovery=going_on, new_password=None, now=timezone.now())

    assert Program(text).get("/api/token/").status_code == 401


def test_a_forgotten_password_is_set_anew(cast: Cast) -> None:
    path, told = help_of_two(cast)

    open_link(Client(), path, code=told, new_password="a kettle under the moon")

    cast.ines.refresh_from_db()
    assert cast.ines.check_password("a kettle under the moon")


def test_a_manager_cannot_enrol_her_own_key_with_the_link_alone(cast: Cast) -> None:
    enrolled(cast.ines)
    path, _ = help_of_two(cast)

    answer = open_link(Client(), path, code="00000000", new_password="a kettle under the moon")

    assert b"That is not the code" in answer.content
    assert Authenticator.objects.filter(user=cast.ines, type="totp").exists()


def test_a_helper_who_is_signed_in_gets_nothing_even_with_both(cast: Cast) -> None:
    enrolled(cast.ines)
    path, told = help_of_two(cast)

    for helper in (cast.ada, cast.mara, cast.kay):
        answer = client_of(helper).post(path, {"code": told, "password": PASSWORD})
        assert (answer.status_code, OVER in answer.content) == (404, True)
    assert Authenticator.objects.filter(user=cast.ines, type="totp").exists()


def test_the_browser_of_a_helper_gets_nothing_even_signed_out(cast: Cast) -> None:
    path, told = help_of_two(cast)
    client = Client()
    enter_password(client, enrolled(cast.ada))
    enter_code(client)
    client.get("/d/")
    client.post("/out/")

    answer = open_link(client, path, code=told, new_password="a kettle under the moon")

    assert OVER in answer.content


def test_the_one_who_asked_cannot_agree(cast: Cast) -> None:
    act(cast.ada, cast.ines, "ask")

    page = act(cast.ada, cast.ines, "agree")

    assert "The code" not in page
    assert Recovery.objects.get().agreed_by is None


def test_the_one_who_agreed_does_not_get_the_link(cast: Cast) -> None:
    act(cast.ada, cast.ines, "ask")
    act(cast.mara, cast.ines, "agree")

    assert "/in/anew/" not in act(cast.mara, cast.ines, "link")


def test_before_the_second_agrees_there_is_no_link(cast: Cast) -> None:
    act(cast.ada, cast.ines, "ask")

    assert "/in/anew/" not in act(cast.ada, cast.ines, "link")


def test_the_link_and_the_code_are_shown_once(cast: Cast) -> None:
    help_of_two(cast)

    assert "/in/anew/" not in act(cast.ada, cast.ines, "link")
    assert "The code" not in act(cast.mara, cast.ines, "agree")


def test_nobody_helps_herself(cast: Cast) -> None:
    act(cast.mara, cast.mara, "ask")
    assert not Recovery.objects.exists()

    act(cast.ada, cast.mara, "ask")
    act(cast.mara, cast.mara, "agree")
    assert Recovery.objects.get().agreed_by is None


@pytest.mark.parametrize("wrong", ["asked_by", "agreed_by"])
def test_the_database_refuses_one_person_in_two_parts(cast: Cast, wrong: str) -> None:
    now = timezone.now()
    parts = {"user": cast.ines, "asked_by": cast.ada, "agreed_by": cast.mara, "asked_at": now}
    for other in {"user", "asked_by", "agreed_by"} - {wrong}:
        with pytest.raises(IntegrityError), transaction.atomic():
            Recovery.objects.create(**(parts | {wrong: parts[other]}))


@pytest.mark.parametrize("by", ["kay", "bea", "cora"])
def test_others_cannot_help(cast: Cast, by: str) -> None:
    answer = client_of(getattr(cast, by)).send(f"/z/access/{cast.ines.pk}/", {"act": "ask"})

    assert answer.status_code == 404


def test_after_a_quarter_of_an_hour_it_is_over(cast: Cast) -> None:
    path, told = help_of_two(cast)

    with time_machine.travel(time.time() + 15 * 60 + 1):
        answer = open_link(Client(), path, code=told, new_password="a kettle under the moon")

    assert OVER in answer.content


def test_it_works_once(cast: Cast) -> None:
    path, told = help_of_two(cast)
    open_link(Client(), path, code=told, new_password="a kettle under the moon")

    answer = open_link(Client(), path, code=told, new_password="a spoon under the moon")

    assert OVER in answer.content


def test_five_wrong_codes_or_passwords_end_it(cast: Cast) -> None:
    path, told = help_of_two(cast)
    for number in range(3):
        open_link(Client(), path, code=f"0000000{number}", password=PASSWORD)
    for _ in range(2):
        open_link(Client(), path, code=told, password="not these words")

    assert OVER in open_link(Client(), path, code=told, password=PASSWORD).content


def test_the_database_holds_neither_link_nor_code(cast: Cast) -> None:
    path, told = help_of_two(cast)

    held = str(Recovery.objects.values().get())

    assert told not in held
    assert path.split("/")[-2] not in held


def test_for_a_day_nothing_is_exported_in_her_name(cast: Cast) -> None:
    act(cast.ada, cast.mara, "ask")
    with enter(cast.alder, by=cast.ada):
        going_on = recovery.waiting(cast.mara, now=timezone.now())
        assert going_on
        going_on.agreed_by, going_on.agreed_at = cast.kay, timezone.now()
        going_on.save()
    recovery.use(recovery=going_on, new_password=None, now=timezone.now())

    with enter(cast.alder, by=cast.mara):
        mara = User.objects.get(pk=cast.mara.pk)
        assert Permission.BUNDLE_EXPORT not in permissions(mara)
        with time_machine.travel(time.time() + 86_401):
            assert Permission.BUNDLE_EXPORT in permissions(mara)


def test_all_three_are_told(cast: Cast) -> None:
    path, told = help_of_two(cast)
    open_link(Client(), path, code=told, new_password="a kettle under the moon")

    hers = client_of(User.objects.get(pk=cast.ines.pk)).get("/me/").content.decode()
    assert "Ada Example and Mara Example helped on" in hers
    assert "the link ended" in hers
    for helper in (cast.ada, cast.mara):
        assert "You helped Ines Example" in client_of(helper).get("/me/").content.decode()


def test_a_stranger_with_a_made_up_link_learns_nothing(client: Client) -> None:
    answer = client.get("/in/anew/made-up/")

    assert (answer.status_code, OVER in answer.content) == (404, True)
    assert isinstance(Browser(), Client)
