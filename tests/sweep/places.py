"""Every place where something may come to rest, with what lies there."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.conf import settings
from django.core import mail
from django.db import connections

from config.private_postgres import ensure_running, programs
from config.private_postgres.connection import read_record

_AT_ONCE = 1 << 26


def dump() -> Iterator[tuple[str, bytes]]:
    """Give what a dump of the database holds."""
    server = ensure_running(settings.ROWAN_HOME)
    tool = programs.find(None).path("pg_dump")
    connection = server.as_role("rowan_backup")
    database = connections["default"].settings_dict["NAME"]
    environment = {**os.environ, "PGPASSWORD": str(connection["password"])}
    done = subprocess.run(
        [tool, "--host", server.host, "--port", str(server.port), "--username", "rowan_backup",
         str(database)],
        env=environment, capture_output=True, check=True,
    )  # fmt: skip
    yield "the dump", done.stdout
    for line in done.stdout.splitlines():
        yield from _bytea(line)


def _bytea(line: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the bytes of each bytea column of a line of a dump, which writes them in hex."""
    for cell in line.split(b"\t"):
        if cell.startswith(b"\\\\x"):
            yield "the dump", bytes.fromhex(cell[3:].decode())


def cells(dumped: bytes) -> Iterator[tuple[str, bytes]]:
    """Give each cell of a dump with its table and column."""
    table, columns = "", list[str]()
    for line in dumped.splitlines():
        if line.startswith(b"COPY public."):
            table, _, rest = line.decode().removeprefix("COPY public.").partition(" (")
            columns = rest.removesuffix(") FROM stdin;").split(", ")
        elif line == rb"\.":
            columns = []
        elif columns:
            for column, cell in zip(columns, line.split(b"\t"), strict=True):
                yield f"{table}.{column}", cell


def data_directory(since: float) -> Iterator[tuple[str, bytes]]:
    """Give the server's files, write-ahead log and server log included, after a checkpoint."""
    server = ensure_running(settings.ROWAN_HOME)
    with psycopg.connect(**server.as_role("rowan_admin"), autocommit=True) as admin:  # type: ignore[arg-type]
        admin.execute("CHECKPOINT")
    record = read_record(settings.ROWAN_HOME / "database" / "connection.json")
    assert record is not None
    yield from files(Path(record.place), since)


def files(folder: Path, since: float) -> Iterator[tuple[str, bytes]]:
    """Give each file below a folder that was written since then."""
    for path in folder.rglob("*"):
        try:
            if path.is_file() and path.stat().st_mtime >= since:
                yield str(path), path.read_bytes()
        except FileNotFoundError:
            continue  # the server removed it meanwhile


def process() -> Iterator[tuple[str, bytes]]:
    """Give this process's environment, and the mail that it sent."""
    yield "the environment", Path("/proc/self/environ").read_bytes()
    for message in mail.outbox:
        yield "the mail", message.message().as_bytes() + str(message.message()).encode()
