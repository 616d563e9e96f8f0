"""A new installation begins with its first command; a lost key is never replaced."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.private_postgres import remove

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def manage(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in an installation of its own."""
    environment = {**os.environ, "ROWAN_HOME": str(home), "ROWAN_FOR_TESTS": "1"}
    environment.pop("ROWAN_KEY_FILE", None)
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT, env=environment, text=True, capture_output=True, check=False,
    )  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    remove(tmp_path / "home")


def test_the_first_command_sets_the_installation_up(home: Path) -> None:
    done = manage(home, "derive_return", "--all", "--year", "2022-23", "--format", "json")
    assert (done.returncode, done.stdout) == (0, "")
    assert f"A new installation begins in {home}." in done.stderr
    assert (home / "keys" / "root.key").stat().st_mode & 0o777 == 0o600


def test_a_second_command_says_nothing_of_it(home: Path) -> None:
    assert manage(home, "set_up").stdout.endswith("Ready.\n")
    again = manage(home, "derive_return", "--all", "--year", "2022-23", "--format", "json")
    assert (again.returncode, again.stderr) == (0, "")


def test_a_lost_root_key_is_refused_and_not_replaced(home: Path) -> None:
    manage(home, "set_up")
    (home / "keys" / "root.key").unlink()
    for command in (["derive_return", "--all", "--year", "2022-23"], ["set_up"]):
        refused = manage(home, *command)
        assert refused.returncode == 1
        assert refused.stderr.startswith("rowan: ")
        assert "Traceback" not in refused.stderr
    assert not (home / "keys" / "root.key").exists()


def test_a_database_that_was_started_without_a_key_is_set_up(home: Path) -> None:
    manage(home, "showmigrations", "--database", "owner")
    assert not (home / "keys").exists()
    done = manage(home, "set_up")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Ready.\n")


def test_plain_migrate_sets_a_new_installation_up(home: Path) -> None:
    done = manage(home, "migrate")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert manage(home, "audit_verify").returncode == 0


def test_tables_that_are_not_there_are_said_in_one_sentence(home: Path) -> None:
    home.mkdir()
    (home / "installation.ready").touch()
    done = manage(home, "derive_return", "--all", "--year", "2022-23")
    assert done.returncode == 1
    assert done.stderr == (
        "rowan: the tables are not up to date here: run ./manage.py set_up first.\n"
    )
