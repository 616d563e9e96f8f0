"""Another user of the same machine gets nowhere near the private database."""

from __future__ import annotations

import os
import pwd
import socket
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from config.private_postgres import ensure_running, remove
from tests.setup.conftest import pid_of, place_of

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")


def as_nobody(attempt: Callable[[], object]) -> str:
    """The name of the error that the attempt meets as the account nobody, or "succeeded"."""
    account = pwd.getpwnam("nobody")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setresgid(account.pw_gid, account.pw_gid, account.pw_gid)
        os.setresuid(account.pw_uid, account.pw_uid, account.pw_uid)
        try:
            attempt()
            os.write(writing, b"succeeded")
        except OSError as error:
            os.write(writing, type(error).__name__.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    return told


@needs_root
def test_another_user_cannot_read_the_data(shared_home: Path) -> None:
    place = place_of(shared_home)
    attempts = [place, place / "data", place / "data" / "base", place / "socket"]
    assert {as_nobody(lambda at=at: list(at.iterdir())) for at in attempts} == {"PermissionError"}  # type: ignore[misc]
    assert as_nobody((place / "log").read_bytes) == "PermissionError"


@needs_root
def test_another_user_cannot_read_the_passwords(shared_home: Path) -> None:
    record = shared_home / "database" / "connection.json"
    assert as_nobody(record.read_bytes) == "PermissionError"


@needs_root
def test_another_user_cannot_even_knock_at_the_socket(shared_home: Path) -> None:
    path = str(Path(ensure_running(shared_home).host) / ".s.PGSQL.5432")

    def knock() -> None:
        with socket.socket(socket.AF_UNIX) as knocking:
            knocking.connect(path)

    assert as_nobody(knock) == "PermissionError"


@needs_root
def test_the_server_listens_on_no_network_address(shared_home: Path) -> None:
    folder = Path("/proc") / str(pid_of(shared_home)) / "fd"
    mine = {link.readlink().name for link in folder.iterdir() if "socket:" in str(link.readlink())}
    tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
    listening = "".join(table.read_text() for table in tables if table.exists())
    numbers = {name.removeprefix("socket:[").rstrip("]") for name in mine}
    assert [line for line in listening.splitlines() if line.split()[9] in numbers] == []


@needs_root
def test_the_server_runs_as_a_number_that_no_account_has(shared_home: Path) -> None:
    number = (Path("/proc") / str(pid_of(shared_home))).stat().st_uid
    assert number != 0
    with pytest.raises(KeyError):
        pwd.getpwuid(number)


def test_the_folders_above_and_the_accounts_stay_as_they_were(tmp_path: Path) -> None:
    home = tmp_path / "closed" / "home"
    home.parent.mkdir(mode=0o700)
    before = _modes_above(home), Path("/etc/passwd").read_bytes(), _accounts()
    ensure_running(home, for_tests=True)
    after = _modes_above(home), Path("/etc/passwd").read_bytes(), _accounts()
    remove(home)
    assert after == before


def _modes_above(path: Path) -> list[tuple[str, int, int]]:
    seen = [(str(above), above.stat()) for above in (*path.parents, Path("/var/lib"))]
    return [(name, stat.S_IMODE(found.st_mode), found.st_uid) for name, found in seen]


def _accounts() -> str:
    return subprocess.run(["id"], capture_output=True, text=True, check=True).stdout + str(
        [entry.pw_name for entry in pwd.getpwall()]
    )
