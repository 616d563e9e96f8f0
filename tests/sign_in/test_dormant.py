"""An account that lay unused stays shut until somebody opens it again."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts import settings
from accounts.models import User
from accounts.tenancy import enter
from tests.cast import Cast
from tests.pages import client_of
from tests.sign_in.people import enrolled, enter_code, enter_password
from tests.sign_in.test_passkeys import browser, enter_passkey, key_of

pytestmark = pytest.mark.django_db

SHUT = b"Your account lay unused for long"
DAY = 86_400


@pytest.fixture(autouse=True)
def no_attempts_yet(db: None) -> None:
    cache.clear()


def unused_since(user: User, days: int) -> User:
    """Somebody who was added and last signed in so many days ago."""
    long_ago = timezone.now() - timedelta(days=days)
    User.objects.filter(pk=user.pk).update(joined_at=long_ago, last_login=long_ago)
    return enrolled(User.objects.get(pk=user.pk))


def try_to_sign_in(user: User) -> bytes:
    client = Client()
    enter_password(client, user)
    return enter_code(client).content


@pytest.mark.parametrize(("days", "shut"), [(44, False), (46, True)])
def test_after_45_days_sign_in_is_refused(cast: Cast, days: int, shut: bool) -> None:
    ines = unused_since(cast.ines, days)

    assert (SHUT in try_to_sign_in(ines)) == shut


def test_a_passkey_does_not_open_it_either(cast: Cast) -> None:
    key = key_of(enrolled(cast.ines))
    User.objects.filter(pk=cast.ines.pk).update(joined_at=timezone.now() - timedelta(days=400))
    with time_machine.travel(time.time() + 46 * DAY):
        client = browser()

        assert SHUT in enter_passkey(client, key).content
        assert client.get("/d/").status_code == 302


def test_the_page_comes_only_after_both_steps(cast: Cast) -> None:
    ines = unused_since(cast.ines, 46)

    assert enter_password(Client(), ines, "not these words").status_code == 200
    assert enter_password(Client(), ines)["Location"] == "/in/code/"


def test_an_administrator_opens_it_again(cast: Cast) -> None:
    ines = unused_since(cast.ines, 46)

    client_of(cast.ada).send(f"/z/access/{ines.pk}/", {"act": "open"})

    assert SHUT not in try_to_sign_in(User.objects.get(pk=ines.pk))


def test_the_organisation_sets_how_long(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada):
        settings.change("dormant_days", to=90, number=1, by=cast.ada)

    assert SHUT not in try_to_sign_in(unused_since(cast.ines, 89))
    cache.clear()
    assert SHUT in try_to_sign_in(unused_since(cast.ines, 91))


def test_where_no_administrator_is_left_the_operator_opens_it(cast: Cast) -> None:
    ines = unused_since(cast.ines, 46)

    call_command("open_account", "Ines@example.org")

    assert SHUT not in try_to_sign_in(User.objects.get(pk=ines.pk))
    with pytest.raises(CommandError):
        call_command("open_account", "nobody@example.org")


def test_the_list_of_people_says_who_lies_unused(cast: Cast) -> None:
    unused_since(cast.ines, 46)
    enrolled(cast.kay)

    page = client_of(cast.mara).get("/z/access/").content.decode()

    assert page.count("lies unused, and shut") == 1
    assert "invited" in page
