"""Finding any change to the trail: every code, every link, every number.

Works chain by chain over the owner's connection, in order of sequence. What it cannot see is
events cut off the end of a chain together with their seals.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import connections
from django.db.backends.utils import CursorWrapper

from audit.content import EventContent

NIL = UUID(int=0)
_BATCH = 2000

_CHAINS = "SELECT DISTINCT chain_id FROM audit_seal ORDER BY chain_id"
_UNSEALED = """
    SELECT e.id FROM audit_event e LEFT JOIN audit_seal s ON s.event_id = e.id
    WHERE s.sequence IS NULL
"""
_CHAIN = """
    SELECT s.event_id, s.sequence, s.previous, s.link,
           e.id, e.organisation_id, e.at, e.kind, e.actor_id, e.verb, e.subjects, e.fields,
           e.purpose, e.source, e.mac
    FROM audit_seal s LEFT JOIN audit_event e ON e.id = s.event_id
    WHERE s.chain_id = %s AND s.sequence > %s
    ORDER BY s.sequence LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was written."""

    chain_id: UUID
    sequence: int | None
    event_id: UUID | None
    what: str

    def __str__(self) -> str:
        return f"chain {self.chain_id}, number {self.sequence}, event {self.event_id}: {self.what}"


def first_link(chain_id: UUID) -> bytes:
    """Return what stands before the first event of a chain."""
    return sha256(f"rowan-audit:{chain_id}".encode()).digest()


def next_link(previous: bytes, sequence: int, code: bytes) -> bytes:
    """Return the link that the database gives at commit."""
    return sha256(previous + sequence.to_bytes(8, "big") + code).digest()


def chains() -> list[UUID]:
    """Return every chain that has a seal; the nil UUID is the installation's own."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_CHAINS)
        return [row[0] for row in cursor.fetchall()]


def unsealed() -> Iterator[Fault]:
    """Find events that no chain holds."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_UNSEALED)
        for (event_id,) in cursor.fetchall():
            yield Fault(NIL, None, event_id, "the event has no seal")


def faults(chain_id: UUID, key: bytes) -> Iterator[Fault]:
    """Find every fault of one chain, given the key of its events' codes."""
    expected, link = 1, first_link(chain_id)
    with connections["owner"].cursor() as cursor:
        for row in _rows(cursor, chain_id):
            event_id, sequence, previous, stored = row[0], row[1], bytes(row[2]), bytes(row[3])
            if sequence != expected:
                yield Fault(chain_id, sequence, event_id, f"number {expected} is missing")
            if previous != link:
                yield Fault(chain_id, sequence, event_id, "it does not follow the one before")
            if row[4] is None:
                yield Fault(chain_id, sequence, event_id, "the event is gone")
            else:
                yield from _event_faults(chain_id, sequence, row[4:], previous, stored, key)
            expected, link = sequence + 1, stored


def _event_faults(
    chain_id: UUID, sequence: int, row: tuple[object, ...], previous: bytes, stored: bytes, key: bytes
) -> Iterator[Fault]:
    content, code = _content(row)
    if content.authentication_code(key) != code:
        yield Fault(chain_id, sequence, content.id, "the event was changed")
    if (content.organisation_id or NIL) != chain_id:
        yield Fault(chain_id, sequence, content.id, "the event belongs to another chain")
    if next_link(previous, sequence, code) != stored:
        yield Fault(chain_id, sequence, content.id, "the link was changed")


def _rows(cursor: CursorWrapper, chain_id: UUID) -> Iterator[tuple[object, ...]]:
    """Read a chain in order, a batch at a time, by its sequence."""
    after = -1
    while True:
        cursor.execute(_CHAIN, [chain_id, after, _BATCH])
        rows = cursor.fetchall()
        yield from rows
        if len(rows) < _BATCH:
            return
        after = rows[-1][1]


def _content(row: tuple[object, ...]) -> tuple[EventContent, bytes]:
    names = (
        "id organisation_id at kind actor_id verb subjects fields purpose source".split()
    )
    values = dict(zip(names, row, strict=False))
    return EventContent(**values), bytes(row[10])  # type: ignore[arg-type]
