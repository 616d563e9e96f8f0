"""Statements whose parameters and results travel in binary, apart from the statement.

Django's own cursors write parameters into the statement and read every result as text: sealed
bytes twice as long, and each UUID parsed. Where a statement reads or sends thousands of sealed
values, that takes longer than opening them.
"""

from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper


def cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """A cursor of a connection, of the same transaction and in its log of queries."""
    connection.ensure_connection()
    raw: Any = psycopg.Cursor(connection.connection)
    raw.format = psycopg.pq.Format.BINARY
    if connection.queries_logged:
        return connection.make_debug_cursor(raw)
    return connection.make_cursor(raw)
