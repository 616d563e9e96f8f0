"""The root key is refused wherever it must not be, each time in one clear sentence."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from encryption import installation
from encryption.custody import custodian
from encryption.errors import RootKeyRefused
from encryption.primitives import new_key


@pytest.fixture
def key(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A good root key in a home of its own."""
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    settings.ROWAN_HOME = tmp_path
    settings.ROWAN_KEY_FILE = tmp_path / "keys" / "root.key"
    custodian().create(new_key())
    return Path(settings.ROWAN_KEY_FILE)


def load() -> bytes:
    """The root key as a starting process loads it."""
    return custodian().roots()[0]


def test_a_new_key_has_32_bytes_that_only_we_can_read(key: Path) -> None:
    assert len(load()) == 32
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.parent.stat().st_mode & 0o777 == 0o700


def test_a_key_is_made_with_mode_0600_under_any_umask(tmp_path: Path, settings: Settings) -> None:
    settings.ROWAN_HOME = tmp_path
    settings.ROWAN_KEY_FILE = tmp_path / "root.key"
    before = os.umask(0o777)
    try:
        custodian().create(new_key())
    finally:
        os.umask(before)

    assert (tmp_path / "root.key").stat().st_mode & 0o777 == 0o600


def test_an_existing_key_is_never_written_over(key: Path) -> None:
    before = key.read_bytes()

    with pytest.raises(RootKeyRefused, match="it stays"):
        custodian().create(new_key())

    assert key.read_bytes() == before


def test_a_disk_that_is_full_leaves_no_half_key(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    settings.ROWAN_HOME = tmp_path
    settings.ROWAN_KEY_FILE = tmp_path / "root.key"
    monkeypatch.setattr("encryption.custody.places.os.fsync", full)

    with pytest.raises(RootKeyRefused, match="No space left"):
        custodian().create(new_key())

    assert not (tmp_path / "root.key").exists()


def make_folder(key: Path) -> None:
    """Put a folder where the key was."""
    key.unlink()
    key.mkdir()


def make_pipe(key: Path) -> None:
    """Put a pipe where the key was; opening it must not wait for a writer."""
    key.unlink()
    os.mkfifo(key, 0o600)


REFUSALS: list[tuple[Callable[[Path], object], str]] = [
    (lambda key: key.unlink(), "There is no root key"),
    (lambda key: key.chmod(0o640), "Others can reach"),
    (lambda key: key.chmod(0o604), "Others can reach"),
    (lambda key: key.chmod(0o666), "Others can reach"),
    (lambda key: key.write_bytes(b""), "has 0 bytes"),
    (lambda key: key.write_bytes(bytes(31)), "has 31 bytes"),
    (lambda key: key.write_bytes(bytes(33)), "has 33 bytes"),
    (make_folder, "not an ordinary file"),
    (make_pipe, "not an ordinary file"),
    (lambda key: (key.parent / "PG_VERSION").write_text("18"), "database's folder"),
]


@pytest.mark.parametrize(("spoil", "sentence"), REFUSALS)
def test_a_spoilt_key_is_refused(key: Path, spoil: Callable[[Path], object], sentence: str) -> None:
    spoil(key)

    with pytest.raises(RootKeyRefused, match=sentence):
        load()


def test_a_key_of_mode_0400_is_as_good(key: Path) -> None:
    key.chmod(0o400)

    assert len(load()) == 32


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
def test_a_key_that_belongs_to_another_user_is_refused(key: Path) -> None:
    os.chown(key, 65534, 65534)

    with pytest.raises(RootKeyRefused, match="belongs to another user"):
        load()


def test_a_key_in_the_checkout_is_refused(key: Path, settings: Settings) -> None:
    settings.BASE_DIR = key.parent
    settings.ROWAN_HOME = key.parent / "var"

    with pytest.raises(RootKeyRefused, match="lies in the checkout"):
        load()


def test_a_link_into_the_checkout_is_refused(key: Path, tmp_path: Path, settings: Settings) -> None:
    settings.BASE_DIR = tmp_path / "checkout"
    settings.BASE_DIR.mkdir()
    key.rename(settings.BASE_DIR / "root.key")
    key.symlink_to(settings.BASE_DIR / "root.key")
    settings.ROWAN_HOME = tmp_path / "checkout" / "var"

    with pytest.raises(RootKeyRefused, match="lies in the checkout"):
        load()


def test_a_key_under_a_home_inside_the_checkout_is_taken(
    key: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.BASE_DIR = tmp_path.parent

    assert len(load()) == 32


@pytest.mark.parametrize("variable", ["ROWAN_KEY", "ROWAN_ROOT_KEY", "ROWAN_KEY_PASSPHRASE"])
def test_a_key_in_the_environment_is_refused(
    key: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "0" * 64)

    with pytest.raises(RootKeyRefused, match="does not belong in the environment"):
        load()


def test_a_key_given_in_place_of_its_path_is_refused_and_not_repeated(
    key: Path, settings: Settings
) -> None:
    settings.ROWAN_KEY_FILE = "5a" * 32

    with pytest.raises(RootKeyRefused, match="must name a file") as refused:
        load()

    assert "5a5a" not in str(refused.value)


def test_a_systemd_credential_comes_before_the_file(
    key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir(mode=0o700)
    (credentials / "rowan-root-key").write_bytes(b"c" * 32)
    (credentials / "rowan-root-key").chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))

    assert load() == b"c" * 32


@pytest.mark.django_db
def test_the_key_of_another_installation_is_refused(key: Path) -> None:
    with pytest.raises(RootKeyRefused, match="not the one that this database was made with"):
        installation.verify()
    installation.forget()


@pytest.mark.django_db
def test_the_key_of_this_installation_is_taken() -> None:
    installation.verify()
