"""Sends what an import writes, from a thread of its own, so that the next rows are sealed while the
database writes these. Both have half of the work, and a processor each.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import Queue
from threading import Thread
from typing import Any, Final

import psycopg
from django.db import connection

from interchange.arrays import Packed, PackedDumper

# Statements that wait to be sent; each holds some thousand rows, so more would only fill memory.
WAITING: Final = 8

Statement = tuple[str, Sequence[Any]]


def statement(query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a statement with its parameters sent apart; give the rows that it returns."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return run(connection.connection, query, parameters)


def run(raw: Any, query: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement on the driver's own connection, with parameters in binary."""
    with psycopg.Cursor(raw) as cursor:
        cursor.adapters.register_dumper(Packed, PackedDumper)
        cursor.execute(query.encode(), parameters, binary=True)
        return cursor.fetchall() if cursor.description else []


class Sender:
    """Takes statements that give no rows, and runs them one after another, in order."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._waiting: Queue[Statement | None] = Queue(WAITING)
        self._stopped = False
        self.failed: BaseException | None = None
        self._thread = Thread(target=self._work, name="import-sender", daemon=True)
        self._thread.start()

    def send(self, query: str, parameters: Sequence[Any] = ()) -> None:
        """Have a statement run after those before it; raises what the database refused so far."""
        if self.failed is not None:
            raise self.failed
        self._waiting.put((query, parameters))

    def end(self, *, give_up: bool = False) -> None:
        """Wait until the last statement is done, or only for the present one."""
        self._stopped = give_up
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        """After a failure the rest is taken and dropped, so that nobody waits for a place."""
        while (taken := self._waiting.get()) is not None:
            if self.failed is None and not self._stopped:
                try:
                    run(self._raw, *taken)
                except BaseException as error:  # noqa: BLE001 - raised where it was sent
                    self.failed = error


@contextmanager
def sending() -> Iterator[Sender]:
    """A sender for the block. What the database refuses is raised by a later `send`, or at the
    end of the block, in place of what else may have come of it."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        sender = Sender(connection.connection)
        try:
            yield sender
        except BaseException:
            sender.end(give_up=True)
            if sender.failed is not None:
                raise sender.failed from None
            raise
        sender.end()
        if sender.failed is not None:
            raise sender.failed
