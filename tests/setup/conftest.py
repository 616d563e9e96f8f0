"""Homes of their own for the tests of the private server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from config.private_postgres import Connection, ensure_running, remove
from config.private_postgres.connection import read_record

Row = tuple[object, ...]
Ask = Callable[[Connection, str, str], list[Row]]


def place_of(home: Path) -> Path:
    """The folder with the data of a home's server."""
    record = read_record(home / "database" / "connection.json")
    assert record is not None
    return Path(record.place)


def pid_of(home: Path) -> int:
    """The server's process number."""
    return int((place_of(home) / "data" / "postmaster.pid").read_text().split()[0])


def rows(connection: Connection, role: str, statement: str) -> list[Row]:
    """What a role gets for a statement; an insertion and the like give nothing."""
    with psycopg.connect(**connection.as_role(role)) as opened:  # type: ignore[arg-type]
        cursor = opened.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home without a server; whatever is started in it is removed afterwards."""
    yield tmp_path / "home"
    remove(tmp_path / "home")


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a running server, for tests that leave it as it was."""
    folder = tmp_path_factory.mktemp("shared")
    ensure_running(folder, for_tests=True)
    yield folder
    remove(folder)


@pytest.fixture
def server(shared_home: Path) -> Connection:
    """The shared home's server."""
    return ensure_running(shared_home)
