"""The drill of docs/recovery.md: a backup and two sheets make a working system on a bare machine.

And what is no whole backup of this release is refused before anything is touched.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from pytest_django import Settings

from config import backups
from config.private_postgres import starter
from encryption.custody import custodian
from tests.cast import Cast
from tests.sign_in.people import enrolled

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
]


@pytest.fixture
def backup(transactional_db: None, cast: Cast, tmp_path: Path) -> Path:
    """A backup of a small installation in which Ines can sign in."""
    cache.clear()
    enrolled(cast.ines)
    path = tmp_path / "rowan.backup"
    call_command("backup", str(path))
    return path


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """The bare machine."""
    home = tmp_path / "home"
    yield home
    starter.remove(home)


def command(home: Path, *arguments: str) -> str:
    """Run a program of ours on the bare machine; what it said."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ROWAN_")}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**kept, "ROWAN_HOME": str(home), "ROWAN_FOR_TESTS": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_backup_and_two_sheets_are_enough(
    backup: Path, home: Path, tmp_path: Path, cast: Cast
) -> None:
    call_command("key_shares", "2-of-3", "--into", str(tmp_path / "sheets"))
    one, _, three = sorted((tmp_path / "sheets").iterdir())

    put_back = command(home, "manage.py", "restore_backup", str(backup))
    command(home, "manage.py", "recover_root", str(three), str(one))
    verified = command(home, "manage.py", "audit_verify")
    page = command(
        home, "-m", "tests.recovery.on_the_new_machine", cast.ines.email, cast.amira.reference
    )

    assert "Now the root key" in put_back
    assert "The trail holds" in verified
    assert "Amira" in page
    assert (home / "keys" / "root.key").read_bytes() == custodian().roots()[0]


def test_nothing_of_who_stands_in_a_backup(backup: Path) -> None:
    dump = backups.check(backup)[0]
    assert dump.bytes > 10_000
    assert b"Khalid" not in backup.read_bytes()
    assert backup.stat().st_mode & 0o777 == 0o600


def spoilt(backup: Path, **values: object) -> Path:
    """The same backup, which says something else of itself."""
    line, _, dump = backup.read_bytes().partition(b"\n")
    backup.write_bytes(json.dumps({**json.loads(line), **values}).encode() + b"\n" + dump)
    return backup


def refused(backup: Path, sentence: str) -> None:
    """It is refused, and the sentence says why."""
    with pytest.raises(CommandError, match=sentence):
        call_command("restore_backup", str(backup))


def test_a_backup_that_is_not_whole_is_refused(backup: Path) -> None:
    whole = backup.read_bytes()

    backup.write_bytes(whole[:-1000])
    refused(backup, "is not whole: .* bytes of .* are there")
    backup.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    refused(backup, "was altered, or its medium is failing")
    backup.write_bytes(b"")
    refused(backup, "is empty")
    backup.write_bytes(b"PGDMP and so on")
    refused(backup, "is no backup of Rowan")


def test_a_backup_of_another_release_is_refused(backup: Path) -> None:
    migrations = json.loads(backup.read_bytes().partition(b"\n")[0])["migrations"]

    refused(spoilt(backup, migrations=migrations[:-2]), "older Rowan, which lacks 2 changes")
    refused(spoilt(backup, migrations=[*migrations, "cases.9999_later"]), "by a later Rowan")
    refused(spoilt(backup, format="rowan backup 9"), "in another form")


def test_a_database_that_holds_something_is_never_written_over(
    backup: Path, settings: Settings
) -> None:
    refused(backup, "This database is not empty")


def test_a_file_that_is_there_is_never_written_over(backup: Path) -> None:
    with pytest.raises(CommandError, match="already; it stays"):
        call_command("backup", str(backup))
