"""The installation's own key and what is sealed under it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from encryption import installation
from encryption.errors import DecryptionFailed, RootKeyRefused
from encryption.models import InstallationKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    installation.forget()
    yield
    installation.forget()


def test_a_secret_comes_back_at_its_own_place_alone() -> None:
    sealed = installation.seal("authenticator.secret", 7, b"a secret")

    assert installation.open("authenticator.secret", 7, sealed) == b"a secret"
    assert b"a secret" not in sealed
    for tag, row in (("authenticator.secret", 8), ("authenticator.codes", 7)):
        with pytest.raises(DecryptionFailed, match=tag):
            installation.open(tag, row, sealed)


def test_secrets_of_all_lengths_up_to_60_bytes_look_alike() -> None:
    lengths = {len(installation.seal("a.b", 1, bytes(size))) for size in range(61)}

    assert len(lengths) == 1


def test_an_altered_secret_is_refused() -> None:
    sealed = bytearray(installation.seal("a.b", 1, b"a secret"))
    sealed[20] ^= 1

    with pytest.raises(DecryptionFailed):
        installation.open("a.b", 1, bytes(sealed))


def test_a_purpose_key_stays_the_same_in_the_next_process() -> None:
    first = installation.purpose_key("audit-mac")
    installation.forget()

    assert installation.purpose_key("audit-mac") == first
    assert installation.purpose_key("something else") != first


def test_a_database_that_was_set_up_is_not_set_up_again() -> None:
    assert InstallationKey.objects.count() == 1
    assert installation.establish() is False


def test_a_process_without_the_root_key_is_refused_at_its_first_connection(
    settings: Settings, tmp_path: Path
) -> None:
    settings.ROWAN_KEY_FILE = tmp_path / "root.key"

    with pytest.raises(RootKeyRefused, match="There is no root key"):
        installation.refuse_wrong_root_key(connection=connection)


def test_a_database_that_is_not_set_up_yet_is_let_through(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ROWAN_KEY_FILE = tmp_path / "root.key"
    monkeypatch.setattr(installation, "_is_set_up", lambda connection: False)

    installation.refuse_wrong_root_key(connection=connection)
