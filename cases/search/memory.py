"""What a process remembers of an organisation's search: a copy, read from the sealed records.

The copy is asked for at each search, under a lock. One statement then reads what was written
since the oldest transaction that was open the time before, so that nothing committed is missed in
whatever order transactions end; and when anybody went (was erased, or their record removed), the
copy is dropped whole and read anew. Nothing here knows who asks: what they may know of is decided
afterwards, by the database. A copy that nobody asks is dropped after some minutes, and the one
asked longest ago when a process remembers too many people.

The sealed records are opened in a ring of Rowan's own that opens nothing but them.
"""

import gc
import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from audit import context
from cases.models import Findable, SearchRecord
from cases.search.people import People
from encryption import binary, bulk, keyring
from encryption.fields import EncryptedField
from encryption.keys import KeyClass

IDLE_SECONDS = 300.0
MOST_PEOPLE = 300_000

# A number that a snapshot does not know yet is of another server, from which this was restored.
_CHANGED = """
    SELECT pg_snapshot_xmin(now.seen)::text::bigint,
           coalesce((SELECT max(gone_in) FROM cases_searchversion
                      WHERE organisation_id = %s
                        AND gone_in < pg_snapshot_xmax(now.seen)::text::bigint), 0),
           EXISTS (SELECT FROM cases_searchrecord
                    WHERE organisation_id = %s AND changed_in = now.own)
           OR EXISTS (SELECT FROM cases_searchversion
                       WHERE organisation_id = %s AND gone_in = now.own)
      FROM (SELECT pg_current_snapshot() AS seen,
                   pg_current_xact_id_if_assigned()::text::bigint AS own) AS now
"""
_RECORDS = """
    SELECT r.id, r.person_id, r.content, r.changed_in FROM cases_searchrecord r
     WHERE r.organisation_id = %s AND r.changed_in >= %s
       AND (%s = 0 OR r.changed_in < pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
"""


class Copy:
    """One organisation's people, and up to which transaction they were read."""

    def __init__(self) -> None:
        self.people = People()
        self.since = 0
        self.asked_at = time.monotonic()
        self._read: dict[UUID, int] = {}

    def is_news(self, person_id: UUID, changed_in: int) -> bool:
        """Say whether a row was not read yet, and take it as read."""
        known = self._read.get(person_id)
        self._read[person_id] = changed_in
        return known != changed_in


_lock = threading.RLock()
_copies: "OrderedDict[UUID, Copy]" = OrderedDict()
_sweeper: list[threading.Timer] = []


@contextmanager
def people() -> Iterator[People]:
    """Give everybody of the organisation that is entered, as they are at this moment.

    The block is short, and other searches of this process wait for it.
    """
    organisation_id = context.required_organisation()
    with _lock, _collecting_nothing():
        copy = _copies.pop(organisation_id, None) or Copy()
        copy, is_committed = _brought_up_to_now(copy, organisation_id)
        yield copy.people
        if is_committed:
            copy.asked_at = time.monotonic()
            _copies[organisation_id] = copy
            _keep_within_bounds()
            _sweep_later()


def forget(organisation_id: UUID, person_ids: Collection[UUID] = ()) -> None:
    """Drop what this process remembers of an organisation; other processes see it at their next."""
    with _lock:
        _copies.pop(organisation_id, None)


def drop_idle(*, now: float) -> None:
    """Drop the copies that nobody has asked for some minutes."""
    with _lock:
        for organisation_id, copy in list(_copies.items()):
            if now - copy.asked_at >= IDLE_SECONDS:
                del _copies[organisation_id]


def remembered() -> list[UUID]:
    """Return the organisations of which this process holds a copy."""
    with _lock:
        return list(_copies)


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """Have Python look for no cycles: nothing that is read and held here is in one.

    Tens of thousands of new objects make it look through the whole process again and again, which
    is a third of the time of a first search. Searches of a process do this one after another.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _brought_up_to_now(copy: Copy, organisation_id: UUID) -> tuple[Copy, bool]:
    """Read what changed. A transaction that has written itself reads a copy that nobody keeps."""
    with connection.cursor() as cursor:
        # Taken before the rows are read: what commits between the two is read twice, never missed.
        cursor.execute(_CHANGED, [organisation_id] * 3)
        oldest, gone_in, has_written = cursor.fetchone()
        if gone_in >= copy.since or has_written:
            copy = Copy()
    with binary.cursor(connection) as cursor:
        cursor.execute(_RECORDS, [organisation_id, copy.since, copy.since])
        rows = [
            (row_id, person_id, content)
            for row_id, person_id, content, changed_in in cursor.fetchall()
            if copy.is_news(person_id, changed_in)
        ]
    with keyring.open_apart(organisation_id, classes={KeyClass.SEARCH}):
        for (_, person_id, _), text in zip(rows, _opened(organisation_id, rows), strict=True):
            if text is None:
                copy.people.remove(person_id)
            else:
                copy.people.put(person_id, Findable.from_text(text))
    copy.since = oldest
    return copy, not has_written


def _opened(organisation_id: UUID, rows: list[tuple[UUID, UUID, bytes]]) -> list[str | None]:
    field = SearchRecord._meta.get_field("content")
    assert isinstance(field, EncryptedField)  # noqa: S101 - for the type alone
    return bulk.decrypt(field, organisation_id, rows, erased=None)


def _keep_within_bounds() -> None:
    while len(_copies) > 1 and sum(len(copy.people) for copy in _copies.values()) > MOST_PEOPLE:
        _copies.popitem(last=False)


def _sweep_later() -> None:
    """Have idle copies dropped, by one timer for the process while it holds any."""
    if _sweeper and _sweeper[0].is_alive():
        return
    _sweeper[:] = [threading.Timer(IDLE_SECONDS, _sweep)]
    _sweeper[0].daemon = True
    _sweeper[0].start()


def _sweep() -> None:
    with _lock:
        drop_idle(now=time.monotonic())
        _sweeper.clear()
        if _copies:
            _sweep_later()
