"""The page of roles: every role in words, for those who answer for who may see what."""

import pytest
from django.test import Client

from accounts.permissions import Permission
from accounts.role_words import WORDS, in_words
from accounts.roles import ROLES, Reception
from tests.cast import Cast
from tests.pages import assert_well_made, client_of

PATH = "/z/roles/"


def test_a_stranger_is_asked_to_sign_in(db: None) -> None:
    assert Client().get(PATH)["Location"].startswith("/in/")


@pytest.mark.parametrize("who", ["ines", "kay", "cora", "bo"])
def test_the_wrong_role_finds_nothing(who: str, cast: Cast) -> None:
    client = client_of(getattr(cast, who))

    assert client.get(PATH).status_code == 404
    assert PATH not in client.get("/h/").content.decode()


@pytest.mark.parametrize("who", ["mara", "ada"])
def test_whoever_answers_for_it_reads_every_role(who: str, cast: Cast) -> None:
    client = client_of(getattr(cast, who))

    page = assert_well_made(client.get(PATH), PATH)

    assert all(role.display_name in page.text for role in ROLES.values())
    assert all(role.description in page.text for role in ROLES.values())
    assert PATH in page.addresses


def test_every_permission_has_words_of_its_own() -> None:
    assert set(WORDS) == set(Permission)
    assert len(set(WORDS.values())) == len(WORDS)


def test_a_role_is_told_with_all_that_it_may_do_and_no_more() -> None:
    for role in ROLES.values():
        told = {words for permission, words in WORDS.items() if permission in role.permissions}
        assert set(in_words(role).may) == told
    assert WORDS[Permission.CASE_SEE] not in in_words(Reception).may
