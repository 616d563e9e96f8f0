"""Start, stop and remove the private server of a home, one at a time under a lock."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.private_postgres import cluster, place, process, programs
from config.private_postgres.connection import (
    Connection,
    Record,
    new_passwords,
    read_record,
    write_record,
)
from config.private_postgres.errors import PrivatePostgresError


def ensure_running(
    home: Path, *, binaries: Path | None = None, for_tests: bool | None = None
) -> Connection:
    """The connection to this home's server, made and started when needed.

    `binaries`: the folder of other PostgreSQL programs, 15 or later. `for_tests` makes a fast
    server that may lose data when the machine stops; it counts only when the server is made, and
    follows `ROWAN_FOR_TESTS=1` when left out. Raises PrivatePostgresError with one sentence.
    """
    with _sentences_for_the_disk(home), _locked(home) as folder:
        record = read_record(folder / "connection.json")
        if record is not None:
            where = place.at(Path(record.place))
            if where.made.exists():
                return _running_again(folder, record, where, binaries)
            _throw_away(record)
        if for_tests is None:
            for_tests = os.environ.get("ROWAN_FOR_TESTS") == "1"
        return _made_anew(folder, binaries, for_tests=for_tests)


def exists(home: Path) -> bool:
    """Whether this home has a server of its own, running or not."""
    return (home / "database").is_dir()


def is_running(home: Path) -> bool:
    """Whether this home's server runs; starts nothing and waits for nobody."""
    record = read_record(home / "database" / "connection.json")
    return record is not None and process.running(place.at(Path(record.place))) is not None


def stop(home: Path) -> bool:
    """Stop this home's server; False when none was running."""
    if not exists(home):
        return False
    with _locked(home) as folder:
        record = read_record(folder / "connection.json")
        if record is None or not Path(record.place).exists():
            return False
        return process.stop(place.at(Path(record.place)))


def remove(home: Path) -> None:
    """Stop this home's server and remove its data, wherever it lies."""
    if not exists(home):
        return
    with _locked(home) as folder:
        record = read_record(folder / "connection.json")
        if record is not None and Path(record.place).exists():
            _throw_away(record)
        shutil.rmtree(folder)


def _made_anew(folder: Path, binaries: Path | None, *, for_tests: bool) -> Connection:
    found = programs.find(binaries)
    where = place.make(folder)
    # The record comes first: whatever is interrupted later is found through it and removed.
    record = Record(str(where.folder), "", for_tests, new_passwords())
    write_record(folder / "connection.json", record)
    usable = _usable(found, where)
    cluster.make_data(where, usable, record)
    record = _start(folder, record, where, usable)
    # Only here: removing an installation must work without any installed package.
    from config.private_postgres import roles

    roles.make(record.connection())
    where.made.touch(mode=0o600)
    return record.connection()


def _running_again(
    folder: Path, record: Record, where: place.Place, binaries: Path | None
) -> Connection:
    if process.answers(where, Path(record.socket_folder)):
        return record.connection()
    process.stop(where)
    found = programs.find(binaries)
    made_by = (where.data / "PG_VERSION").read_text(encoding="utf-8").strip()
    if made_by != str(found.major):
        raise PrivatePostgresError(
            f"The data in {where.folder} is of PostgreSQL {made_by}, the programs are "
            f"{found.version}: use programs of version {made_by} (ROWAN_POSTGRES_BIN)."
        )
    return _start(folder, record, where, _usable(found, where)).connection()


def _usable(found: programs.Programs, where: place.Place) -> programs.Programs:
    if where.account.number is None:
        return found
    return programs.copy_for_another_user(found, where.folder)


def _start(folder: Path, record: Record, where: place.Place, usable: programs.Programs) -> Record:
    sockets = Path(record.socket_folder) if record.socket_folder else None
    if sockets is None or not place.socket_folder_is_ours(sockets, where.account):
        sockets = place.make_socket_folder(where)
        record = Record(record.place, str(sockets), record.for_tests, record.passwords)
        write_record(folder / "connection.json", record)
    cluster.write_configuration(where, record)
    cluster.make_log(where)
    process.start(where, usable, sockets)
    return record


def _throw_away(record: Record) -> None:
    where = place.at(Path(record.place))
    process.stop(where)
    if record.socket_folder:
        place.remove_socket_folder(Path(record.socket_folder), where.account)
    place.remove(where.folder)


@contextmanager
def _locked(home: Path) -> Iterator[Path]:
    """The home's database folder, with other starters waiting until we are done."""
    home = home.absolute()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = home / "database"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        raise PrivatePostgresError(
            f"The database in {folder} belongs to user number {owner}: run Rowan as that user, "
            "or set ROWAN_HOME to a folder of your own."
        )
    with (folder / "lock").open("a") as lock:
        (folder / "lock").chmod(0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


@contextmanager
def _sentences_for_the_disk(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise PrivatePostgresError(
                f"The disk that holds {error.filename or home} is full: the database cannot start."
            ) from error
        if error.errno == errno.ENAMETOOLONG:
            raise PrivatePostgresError(
                f"The path {home} is too long for this system: set ROWAN_HOME to a shorter one."
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise PrivatePostgresError(
                f"{error.filename or home} cannot be written: set ROWAN_HOME to a folder of your "
                "own."
            ) from error
        raise
