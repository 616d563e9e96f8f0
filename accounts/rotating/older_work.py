"""Waiting for the transactions that may hold keys, or rows, from before a step.

A transaction reads keys once and keeps them to its end. Once none is left that began before new
keys were there, nothing is sealed with the old ones any more; once none is left that began before
the last value was sealed anew, nothing is read with them.
"""

import time
from collections.abc import Callable

from django.db import connection

# Each transaction holds a lock of its own for as long as it lives, which anybody may see. A dump
# (rowan_backup) may take hours, and holds no key.
_OPEN = """
    SELECT l.virtualtransaction FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'virtualxid' AND l.granted AND l.virtualxid = l.virtualtransaction
      AND a.datname = current_database() AND a.usename <> 'rowan_backup'
      AND l.pid <> pg_backend_pid()
"""
_LOOK_EVERY_SECONDS = 0.1


def wait(say: Callable[[int], None]) -> None:
    """Return once every transaction that is open now has ended; say how many are left, if any."""
    left = _open()
    while left:
        say(len(left))
        time.sleep(_LOOK_EVERY_SECONDS)
        left &= _open()


def _open() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)
        return {row[0] for row in cursor.fetchall()}
