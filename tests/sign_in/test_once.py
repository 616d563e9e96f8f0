"""A request to write is carried out once, however often it comes."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts import once
from accounts.models import OnceKey, Service
from accounts.tenancy import enter
from tests.cast import Cast
from tests.sign_in.people import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.sign_in.once_urls")]


@pytest.fixture
def ada(client: Client, cast: Cast) -> Client:
    return signed_in(client, cast.ada)


def services(cast: Cast) -> int:
    with enter(cast.alder, by=None):
        return Service.objects.count()


def send(client: Client, key: str, name: str = "North", **more: str) -> HttpResponse:
    return client.post("/t/add/", {"name": name, "once": key, **more})  # type: ignore[return-value]


def test_without_a_key_nothing_is_done(ada: Client, cast: Cast) -> None:
    before = services(cast)

    answer = ada.post("/t/add/", {"name": "North"})

    assert answer.status_code == 400
    assert b"This form cannot be sent twice" in answer.content
    assert services(cast) == before


@pytest.mark.parametrize("key", ["", "1", "not a key", "0" * 400])
def test_a_key_that_is_none_is_refused(ada: Client, cast: Cast, key: str) -> None:
    assert send(ada, key).status_code == 400


def test_sent_twice_it_is_done_once_and_answered_alike(ada: Client, cast: Cast) -> None:
    before, key = services(cast), str(uuid4())

    first, second = send(ada, key), send(ada, key)

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert services(cast) == before + 1


def test_another_form_token_does_not_make_it_another_request(ada: Client, cast: Cast) -> None:
    key = str(uuid4())

    first = send(ada, key, csrfmiddlewaretoken="a")
    second = send(ada, key, csrfmiddlewaretoken="b")

    assert first["Location"] == second["Location"]


def test_the_header_serves_as_well_as_the_field(ada: Client, cast: Cast) -> None:
    before, key = services(cast), str(uuid4())

    for _ in range(2):
        ada.post("/t/add/", {"name": "North"}, headers={"Idempotency-Key": key})

    assert services(cast) == before + 1


def test_a_key_with_something_else_in_the_form_is_refused_in_words(ada: Client, cast: Cast) -> None:
    key = str(uuid4())
    send(ada, key, "North")
    before = services(cast)

    answer = send(ada, key, "South")

    assert answer.status_code == 409
    assert b"already sent with something else in it" in answer.content
    assert services(cast) == before


def test_a_key_at_another_address_is_refused(ada: Client, cast: Cast) -> None:
    key = str(uuid4())
    send(ada, key)

    assert ada.post("/t/quiet/", {"name": "North", "once": key}).status_code == 409


def test_a_form_that_was_shown_again_may_be_sent_again_with_its_key(
    ada: Client, cast: Cast
) -> None:
    key = str(uuid4())

    shown_again = send(ada, key, "")

    assert shown_again.status_code == 200
    assert send(ada, key, "North").status_code == 302


def test_work_that_failed_leaves_its_key_free(cast: Cast) -> None:
    client = signed_in(Client(raise_request_exception=False), cast.ada)
    before, key = services(cast), str(uuid4())

    assert send(client, key, "fault").status_code == 500

    assert services(cast) == before
    assert not OnceKey.objects.exists()


def test_work_without_a_redirect_is_done_once_too(ada: Client, cast: Cast) -> None:
    before, key = services(cast), str(uuid4())

    first = ada.post("/t/quiet/", {"once": key})
    second = ada.post("/t/quiet/", {"once": key})

    assert (first.status_code, second.status_code) == (201, 201)
    assert b"This is already saved" in second.content
    assert services(cast) == before + 1


def test_two_people_may_have_the_same_key(cast: Cast) -> None:
    before, key = services(cast), str(uuid4())

    for user in (cast.ada, cast.mara):
        send(signed_in(Client(), user), key)

    assert services(cast) == before + 2


def test_a_file_is_part_of_what_was_sent(ada: Client, cast: Cast) -> None:
    before, key = services(cast), str(uuid4())

    def send_file(content: bytes) -> int:
        file = SimpleUploadedFile("list.csv", content)
        return ada.post("/t/file/", {"file": file, "once": key}).status_code

    assert [send_file(b"one"), send_file(b"one"), send_file(b"two")] == [302, 302, 409]
    assert services(cast) == before + 1


def test_what_was_sent_cannot_be_guessed_from_what_is_kept(ada: Client, cast: Cast) -> None:
    for name in ("yes", "yes"):
        send(ada, str(uuid4()), name)

    first, second = OnceKey.objects.all()

    assert len(bytes(first.fingerprint)) == 32
    assert bytes(first.fingerprint) == bytes(second.fingerprint)
    assert b"yes" not in bytes(first.fingerprint)


def test_old_keys_are_removed(ada: Client, cast: Cast) -> None:
    send(ada, str(uuid4()))

    once.forget_old(now=timezone.now() + timedelta(days=1))
    assert OnceKey.objects.count() == 1

    once.forget_old(now=timezone.now() + timedelta(days=3))
    assert not OnceKey.objects.exists()


@pytest.mark.two_connections
@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_a_double_click_on_two_connections_is_done_once(cast: Cast) -> None:
    before, key = services(cast), str(uuid4())
    clients = [signed_in(Client(), cast.ada) for _ in range(2)]
    together = threading.Barrier(2)

    def click(client: Client) -> tuple[int, str]:
        together.wait(10)
        try:
            answer = send(client, key, "slow")
            return answer.status_code, answer["Location"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(click, clients))

    assert answers[0] == answers[1]
    assert answers[0][0] == 302
    assert services(cast) == before + 1
