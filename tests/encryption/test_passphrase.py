"""The root key behind a passphrase, and each way in which it is refused; and systemd's."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from encryption import installation
from encryption.custody import custodian, passphrases
from encryption.errors import RootKeyRefused

WORDS = "six words chosen by dice are long"
ROOT = bytes(range(32))


def tell(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Have the passphrase come through a file descriptor, as in a process that starts now."""
    passphrases.forget()
    ours, theirs = os.pipe()
    os.write(theirs, words.encode() + b"\n")
    os.close(theirs)
    monkeypatch.setenv("ROWAN_KEY_PASSPHRASE_FD", str(ours))


@pytest.fixture
def sealed(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A root key behind a passphrase."""
    settings.ROWAN_KEY_FILE = tmp_path / "keys" / "root.key"
    settings.ROWAN_KEY_CUSTODY = "passphrase"
    tell(monkeypatch, WORDS)
    custodian().create(ROOT)
    yield tmp_path / "keys" / "root.sealed"
    passphrases.forget()


def test_the_passphrase_opens_the_root_key(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(monkeypatch, WORDS)

    assert custodian().roots() == [ROOT]
    assert custodian().roots() == [ROOT]  # asked for once
    assert sealed.stat().st_mode & 0o777 == 0o600


def test_the_file_holds_the_parameters_and_neither_key_nor_passphrase(sealed: Path) -> None:
    held = json.loads(sealed.read_text())

    assert (held["memory_kib"], held["passes"], held["lanes"]) == (65536, 3, 4)
    assert ROOT not in bytes.fromhex(held["root"])
    assert WORDS not in sealed.read_text()


def test_another_passphrase_is_refused(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(monkeypatch, WORDS + "x")

    with pytest.raises(RootKeyRefused, match="does not open the root key"):
        custodian().roots()


def weaken(path: Path) -> None:
    """Say that fewer passes are enough."""
    path.write_text(json.dumps({**json.loads(path.read_text()), "passes": 1}))


SPOILT: list[tuple[Callable[[Path], object], str]] = [
    (lambda path: path.unlink(), "There is no root key"),
    (lambda path: path.chmod(0o640), "Others can reach"),
    (lambda path: path.chmod(0o604), "Others can reach"),
    (lambda path: path.write_bytes(b""), "not a whole root key"),
    (lambda path: path.write_bytes(path.read_bytes()[:-40]), "not a whole root key"),
    (lambda path: path.write_text("{}"), "not a whole root key"),
    (weaken, "or the file was altered"),
]


@pytest.mark.parametrize(("spoil", "sentence"), SPOILT)
def test_a_spoilt_file_is_refused(
    sealed: Path, spoil: Callable[[Path], object], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(sealed)
    tell(monkeypatch, WORDS)

    with pytest.raises(RootKeyRefused, match=sentence):
        custodian().roots()


def test_with_nobody_to_ask_it_is_refused(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passphrases.forget()
    monkeypatch.delenv("ROWAN_KEY_PASSPHRASE_FD")
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    with pytest.raises(RootKeyRefused, match="start Rowan on a terminal"):
        custodian().roots()


@pytest.mark.parametrize("number", ["999", "none"])
def test_a_descriptor_that_is_none_is_refused(
    sealed: Path, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    passphrases.forget()
    monkeypatch.setenv("ROWAN_KEY_PASSPHRASE_FD", number)

    with pytest.raises(RootKeyRefused, match="no file descriptor that can be read"):
        custodian().roots()


def test_on_a_terminal_it_is_asked_for(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passphrases.forget()
    monkeypatch.delenv("ROWAN_KEY_PASSPHRASE_FD")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(passphrases, "getpass", lambda words: WORDS)

    assert custodian().roots() == [ROOT]


@pytest.mark.parametrize("name", ["ROWAN_KEY_PASSPHRASE", "ROWAN_PASSPHRASE"])
def test_the_passphrase_itself_in_the_environment_is_refused(
    sealed: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, WORDS)

    with pytest.raises(RootKeyRefused, match="does not belong in the environment") as refused:
        custodian()
    assert WORDS not in str(refused.value)


def test_a_root_key_that_is_replaced_is_opened_without_asking_again(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(monkeypatch, WORDS)
    keeper = custodian()
    following = keeper.prepare()

    assert keeper.prepare() == following
    assert keeper.roots() == [ROOT, following]
    keeper.replace()
    assert keeper.roots() == [following]
    assert [path.name for path in sealed.parent.iterdir()] == ["root.sealed"]


def test_a_custody_that_there_is_not_is_refused(settings: Settings) -> None:
    settings.ROWAN_KEY_CUSTODY = "cloud"

    with pytest.raises(RootKeyRefused, match="it is one of file, passphrase, credential"):
        custodian()


@pytest.fixture
def credentials(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What systemd gives to the service."""
    settings.ROWAN_KEY_CUSTODY = "credential"
    folder = tmp_path / "credentials"
    folder.mkdir(mode=0o700)
    (folder / "rowan-root-key").write_bytes(ROOT)
    (folder / "rowan-root-key").chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return folder


def test_a_credential_is_refused_where_it_is_missing_open_or_cut_short(
    credentials: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = credentials / "rowan-root-key"
    assert custodian().roots() == [ROOT]

    key.write_bytes(ROOT[:31])
    with pytest.raises(RootKeyRefused, match="has 31 bytes"):
        custodian().roots()
    key.chmod(0o444)
    with pytest.raises(RootKeyRefused, match="Others can reach"):
        custodian().roots()
    key.unlink()
    with pytest.raises(RootKeyRefused, match="There is no root key"):
        custodian().roots()
    monkeypatch.delenv("CREDENTIALS_DIRECTORY")
    with pytest.raises(RootKeyRefused, match="the unit needs LoadCredential"):
        custodian().roots()


@pytest.mark.django_db
def test_a_credential_of_another_installation_is_refused(credentials: Path) -> None:
    with pytest.raises(RootKeyRefused, match="not the one that this database was made with"):
        installation.verify()
    installation.forget()


def test_the_next_credential_is_named_when_it_is_missing(credentials: Path) -> None:
    with pytest.raises(RootKeyRefused, match="a second credential, rowan-root-key-next"):
        custodian().prepare()
    (credentials / "rowan-root-key-next").write_bytes(bytes(32))
    (credentials / "rowan-root-key-next").chmod(0o400)

    assert custodian().prepare() == bytes(32)
    assert custodian().roots() == [ROOT, bytes(32)]
    assert "destroy the old one" in custodian().replace()
