"""A backup of the database in one file, and a database put back from one.

The values in it are sealed as they are in the database, so the file says of nobody who they are;
it is not sealed once more. Neither the root key nor the ledger of erased people is in it: each is
kept apart. What comes before the dump says what it is and how long, so that a file that was cut
short, altered or made by another release is refused before anything is touched.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from config import private_postgres
from config.database import from_url
from config.installation import is_private, mark_ready
from config.private_postgres import programs

_FORMAT = "rowan backup 1"
_LONGEST_HEADER = 100_000
_PIECE = 1 << 20
_OUR_TABLES = (
    "select count(*) from pg_tables where schemaname = 'public' and tablename <> 'django_cache'"
)


class BackupRefused(Exception):
    """A backup that cannot be made or put back; the sentence says why."""


@dataclass(frozen=True)
class Header:
    """What a backup says of itself, in its first line."""

    format: str
    made_at: str
    postgres: str
    migrations: list[str]
    bytes: int
    sha256: str


def make(path: Path) -> Header:
    """Write a backup of the database as it is at one moment, while people work."""
    if path.exists():
        raise BackupRefused(f"There is something at {path} already; it stays.")
    found = programs.find(None)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        dump = Path(folder) / "dump"
        reach = _reach("rowan_backup", "DATABASE_BACKUP_URL")
        _run(found, "pg_dump", reach, ["--format=custom", f"--file={dump}"])
        header = Header(
            format=_FORMAT,
            made_at=timezone.now().isoformat(),
            postgres=found.version,
            migrations=_applied(),
            bytes=dump.stat().st_size,
            sha256=_digest(dump, 0),
        )
        whole = Path(folder) / "whole"
        descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file, dump.open("rb") as content:
            file.write(json.dumps(asdict(header)).encode() + b"\n")
            while piece := content.read(_PIECE):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        whole.replace(path)
    return header


def check(path: Path) -> tuple[Header, int]:
    """What a backup says of itself and where its dump begins; BackupRefused unless it is whole."""
    try:
        with path.open("rb") as file:
            line = file.readline(_LONGEST_HEADER)
    except OSError as error:
        raise BackupRefused(f"{path} cannot be read: {error.strerror}.") from None
    if not line:
        raise BackupRefused(f"{path} is empty.")
    try:
        header = Header(**json.loads(line))
    except (ValueError, TypeError):
        raise BackupRefused(f"{path} is no backup of Rowan.") from None
    if header.format != _FORMAT:
        raise BackupRefused(f"{path} is a backup in another form than this Rowan reads.")
    size = path.stat().st_size - len(line)
    if size != header.bytes:
        raise BackupRefused(f"{path} is not whole: {size:,} bytes of {header.bytes:,} are there.")
    if _digest(path, len(line)) != header.sha256:
        raise BackupRefused(f"{path} was altered, or its medium is failing: its sum differs.")
    _refuse_other_release(path, header)
    return header, len(line)


def put_back(path: Path, say: Callable[[str], None]) -> Header:
    """Fill an empty database from a backup: all of it, or nothing."""
    header, begins = check(path)
    if is_private():
        say("Starting the private PostgreSQL ...")
        private_postgres.ensure_running(settings.ROWAN_HOME)
    with connections["owner"].cursor() as cursor:
        cursor.execute(_OUR_TABLES)
        if cursor.fetchone()[0]:
            raise BackupRefused(
                "This database is not empty. A backup is put back into a new one: name another "
                "ROWAN_HOME, or another database."
            )
    connections["owner"].close()
    say(f"Putting back {header.bytes:,} bytes, made at {header.made_at} ...")
    options = ["--no-owner", "--exit-on-error", "--single-transaction"]
    options.append(f"--dbname={connections['owner'].settings_dict['NAME']}")
    # In an order of its own the program would look for places counted from the file's beginning.
    with path.open("rb") as file:
        file.seek(begins)
        reach = _reach("rowan_owner", "DATABASE_OWNER_URL")
        _run(programs.find(None), "pg_restore", reach, options, given=file)
    say("Putting up the walls ...")
    call_command("migrate", database="owner", verbosity=0)
    settings.STATIC_ROOT.mkdir(mode=0o700, exist_ok=True)
    connections.close_all()
    mark_ready(settings.ROWAN_HOME)
    return header


def _refuse_other_release(path: Path, header: Header) -> None:
    ours, theirs = set(_known()), set(header.migrations)
    if theirs - ours:
        raise BackupRefused(f"{path} was made by a later Rowan than this one: update first.")
    if ours - theirs:
        raise BackupRefused(
            f"{path} was made by an older Rowan, which lacks {len(ours - theirs)} changes of the "
            "tables: put it back with that release, and update afterwards."
        )


def _applied() -> list[str]:
    """Each change of the tables that the database has seen."""
    loader = MigrationLoader(connections["default"])
    return _named(loader.applied_migrations)


def _known() -> list[str]:
    """Each change of the tables that this release knows."""
    return _named(MigrationLoader(None).disk_migrations)


def _named(migrations: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(f"{app}.{name}" for app, name in migrations)


def _digest(path: Path, begins: int) -> str:
    with path.open("rb") as file:
        file.seek(begins)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reach(role: str, variable: str) -> dict[str, str]:
    """How PostgreSQL's own programs reach the database, as variables of theirs."""
    if is_private():
        held: dict[str, Any] = private_postgres.ensure_running(settings.ROWAN_HOME).as_role(role)
        host, port, user, password = (held[each] for each in ("host", "port", "user", "password"))
    else:
        url = os.environ.get(variable)
        if not url:
            raise BackupRefused(f"{variable} must name the database with the role {role}.")
        found = from_url(url)
        host, port, user, password = (found[each] for each in ("HOST", "PORT", "USER", "PASSWORD"))
    name = str(connections["owner"].settings_dict["NAME"])
    named = {"PGHOST": host, "PGPORT": port, "PGUSER": user, "PGPASSWORD": password}
    return {**{key: str(value) for key, value in named.items() if value}, "PGDATABASE": name}


def _run(
    found: programs.Programs,
    program: str,
    reach: dict[str, str],
    options: list[str],
    *,
    given: BinaryIO | None = None,
) -> None:
    """Run one of PostgreSQL's programs; what is given comes to it through a pipe."""
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC", **reach}
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [found.path(program), *options],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        ) as process,
    ):
        if process.stdin is not None:
            with contextlib.suppress(BrokenPipeError), process.stdin as pipe:
                shutil.copyfileobj(given or io.BytesIO(), pipe, _PIECE)
        process.wait()
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
    if process.returncode != 0:
        raise BackupRefused(f"{program} stopped: {lines[0] if lines else 'no reason given'}")
