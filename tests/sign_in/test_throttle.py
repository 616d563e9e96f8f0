"""Guessing: ten times in five minutes, and the person on call still gets in."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.sign_in import throttle
from tests.cast import make_user
from tests.sign_in.people import PASSWORD, code, enrolled, enter_code, enter_password
from tests.sign_in.test_passkeys import browser, enter_passkey, key_of

pytestmark = pytest.mark.django_db

TOO_MANY = b"Too many attempts"
WINDOW = 300


@pytest.fixture(autouse=True)
def no_attempts_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def ines() -> User:
    return enrolled(make_user("Ines"))


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every run of Argon2."""
    runs: list[str] = []
    for name in ("encode", "verify", "harden_runtime"):
        run: Callable[..., Any] = getattr(Argon2PasswordHasher, name)

        def counted(*args: Any, _run: Callable[..., Any] = run, **kwargs: Any) -> Any:
            runs.append(_run.__name__)
            return _run(*args, **kwargs)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    return runs


def hammer(user: User, times: int = 30) -> None:
    """Guess at somebody's password from many addresses."""
    for number in range(times):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(
            "/in/", {"login": user.email, "password": f"guess {number}"}
        )


def most_in_one_window(times: list[float]) -> int:
    return max(sum(start <= at < start + WINDOW for at in times) for start in times)


def guesses(number: int, *, addresses: int) -> Iterator[float]:
    """When a guess was taken, of so many tried three a second from so many addresses."""
    begin = 1_800_000_000.0
    factory = RequestFactory()
    with time_machine.travel(begin, tick=False) as clock:
        for one in range(number):
            clock.move_to(begin + one / 3)
            request = factory.post("/in/", REMOTE_ADDR=f"192.0.2.{one % addresses}")
            if throttle.guess(request, account="ines@example.org"):
                yield begin + one / 3


@pytest.mark.parametrize("addresses", [1, 200])
def test_of_a_thousand_guesses_ten_in_five_minutes_are_taken(addresses: int) -> None:
    taken = list(guesses(1_000, addresses=addresses))

    assert most_in_one_window(taken) == 10
    assert len(taken) == 20


@pytest.mark.soak
def test_of_ten_thousand_guesses_ten_in_five_minutes_are_taken() -> None:
    taken = list(guesses(10_000, addresses=250))

    assert most_in_one_window(taken) == 10
    assert len(taken) <= 10 * (10_000 / 3 // WINDOW + 1)


def test_only_those_ten_are_looked_at(ines: User, hashes: list[str]) -> None:
    hammer(ines)

    assert len(hashes) == 10


def test_ten_guesses_from_one_address_at_ten_accounts_are_the_last_from_there() -> None:
    for number in range(10):
        enter_password(Client(), make_user(f"P{number}"), "a guess")

    other, ines = make_user("Other"), enrolled(make_user("Ines"))
    assert TOO_MANY in enter_password(Client(), other, "a guess").content
    assert enter_password(Client(REMOTE_ADDR="192.0.2.9"), ines)["Location"] == "/in/code/"


def test_codes_are_counted_with_passwords(ines: User) -> None:
    client = Client()
    enter_password(client, ines)
    for _ in range(10):
        enter_code(client, code(at=0))

    assert TOO_MANY in enter_code(client).content
    assert TOO_MANY in enter_password(Client(REMOTE_ADDR="192.0.2.9"), ines).content


def test_right_passwords_are_not_counted(ines: User) -> None:
    for _ in range(12):
        answer = enter_password(Client(), ines)

    assert answer["Location"] == "/in/code/"


def test_the_browser_she_knows_lets_her_in_while_somebody_hammers_her_account(ines: User) -> None:
    client = Client()
    enter_password(client, ines)
    with time_machine.travel(time.time() - 120):
        enter_code(client)
    client.post("/out/")
    hammer(ines)

    enter_password(client, ines)
    answer = enter_code(client)

    assert answer["Location"] == "/"
    assert TOO_MANY in enter_password(Client(), ines).content


def test_a_passkey_lets_her_in_while_somebody_hammers_her_account(ines: User) -> None:
    key, client = key_of(ines), browser()
    hammer(ines)

    assert enter_passkey(client, key)["Location"] == "/"


def test_what_is_guessed_outside_does_not_close_a_locked_screen(ines: User) -> None:
    client = Client()
    enter_password(client, ines)
    enter_code(client)
    client.post("/lock/", {"back": "/d/"})
    hammer(ines)

    assert client.post("/lock/open/", {"password": PASSWORD})["Location"] == "/d/"


def test_in_the_browser_she_knows_there_are_ten_guesses_too(ines: User) -> None:
    client = Client()
    enter_password(client, ines)
    enter_code(client)
    client.post("/out/")
    for _ in range(10):
        enter_password(client, ines, "a guess")

    assert TOO_MANY in enter_password(client, ines).content


def test_the_cookie_of_a_known_browser_is_out_of_reach_and_says_nothing(ines: User) -> None:
    client = Client()
    enter_password(client, ines)
    assert "rowan-device" not in client.cookies
    enter_code(client)
    client.get("/d/")

    cookie = client.cookies["rowan-device"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "ines" not in cookie.value.lower()


def test_a_cookie_of_ones_own_making_is_a_strangers(ines: User) -> None:
    client = Client()
    client.cookies["rowan-device"] = "eyJhIjoiYiJ9:1abcde:made-up"
    hammer(ines)

    assert TOO_MANY in enter_password(client, ines).content


def test_an_unknown_address_a_wrong_password_and_a_leaver_cost_the_same_work(
    ines: User, hashes: list[str]
) -> None:
    left, invited = enrolled(make_user("Left")), make_user("Invited")
    User.objects.filter(pk=left.pk).update(is_active=False)
    done: list[tuple[list[str], int, bytes]] = []
    for address, password in (
        ("nobody@example.org", PASSWORD),
        (ines.email, "not these words"),
        (left.email, PASSWORD),
        (invited.email, PASSWORD),
    ):
        hashes.clear()
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = Client().post("/in/", {"login": address, "password": password})
        shapes = [re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in asked.captured_queries]
        page = answer.content.replace(address.encode(), b"")
        done.append((shapes, len(hashes), re.sub(rb'(?:value|nonce)="[^"]*"', b"", page)))

    assert all(one[1] == 1 for one in done)
    for one in done[1:]:
        assert one[0] == done[0][0]
        assert one[2] == done[0][2]
