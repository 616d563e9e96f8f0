"""Advisory locks on a database connection of their own.

PostgreSQL lets go of them when the connection ends, however the process died: a job whose lock is
free while its row says running has lost its worker and can be taken again at once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

# The server notices within about a minute that the other machine is gone.
_KEEPALIVE = (
    "tcp_keepalives_idle = 30",
    "tcp_keepalives_interval = 10",
    "tcp_keepalives_count = 3",
)


def lock_number(name: str) -> int:
    """The 64-bit number of a named advisory lock."""
    digest = hashlib.sha256(f"rowan.jobs:{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


class Locks:
    """The locks of one worker. Safe to use from its heartbeat thread as well."""

    def __init__(self, session: psycopg.Connection[tuple[object, ...]]) -> None:
        self._session = session

    def take(self, name: str) -> bool:
        """Take the lock if it is free; False when another worker holds it."""
        row = self._session.execute(
            "SELECT pg_try_advisory_lock(%s)", [lock_number(name)]
        ).fetchone()
        return bool(row and row[0])

    def release(self, name: str) -> None:
        """Let go of a lock that this worker took."""
        self._session.execute("SELECT pg_advisory_unlock(%s)", [lock_number(name)])

    def extend_lease(self, job_id: uuid.UUID, attempts: int, until: dt.datetime) -> bool:
        """Say that the work is still going on; False when somebody else has taken it over."""
        updated = self._session.execute(
            "UPDATE jobs_job SET lease_until = %s"
            " WHERE id = %s AND attempts = %s AND state = 'running'",
            [until, job_id, attempts],
        )
        return updated.rowcount == 1

    def check(self) -> None:
        """Raise psycopg.Error when the connection, and with it every lock, is gone."""
        self._session.execute("SELECT 1")


@contextmanager
def session() -> Iterator[Locks]:
    """Open a connection for locks; they all end with it."""
    parameters = connection.get_connection_params()
    raw: psycopg.Connection[tuple[object, ...]] = connection.get_new_connection(parameters)
    try:
        raw.autocommit = True
        for setting in _KEEPALIVE:
            raw.execute(f"SET {setting}")
        yield Locks(raw)
    finally:
        raw.close()
