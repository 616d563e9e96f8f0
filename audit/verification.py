"""Finding any change to the trail: every code, every link, every number.

Works chain by chain over the owner's connection, in order of sequence. What it cannot see is
events cut off the end of a chain together with their seals.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.backends.utils import CursorWrapper

from audit.content import EventContent

NIL = UUID(int=0)
_BATCH = 2000

_EVENT_FIELDS = (
    "id", "organisation_id", "at", "kind", "actor_id", "verb", "subjects", "fields", "purpose",
    "source",
)  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class StoredSeal:
    """A seal as it is stored."""

    chain_id: UUID
    event_id: UUID
    sequence: int
    previous: bytes
    link: bytes

    def fault(self, what: str) -> Fault:
        """Say what is wrong at this place of the chain."""
        return Fault(self.chain_id, self.sequence, self.event_id, what)


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
        for seal, event in _rows(cursor, chain_id):
            if seal.sequence != expected:
                yield seal.fault(f"number {expected} is missing")
            if seal.previous != link:
                yield seal.fault("it does not follow the one before")
            if event is None:
                yield seal.fault("the event is gone")
            else:
                yield from _event_faults(seal, *event, key)
            expected, link = seal.sequence + 1, seal.link


def _event_faults(
    seal: StoredSeal, content: EventContent, code: bytes, key: bytes
) -> Iterator[Fault]:
    if content.authentication_code(key) != code:
        yield seal.fault("the event was changed")
    if (content.organisation_id or NIL) != seal.chain_id:
        yield seal.fault("the event belongs to another chain")
    if next_link(seal.previous, seal.sequence, code) != seal.link:
        yield seal.fault("the link was changed")


def _rows(
    cursor: CursorWrapper, chain_id: UUID
) -> Iterator[tuple[StoredSeal, tuple[EventContent, bytes] | None]]:
    """Read a chain in order, a batch at a time, by its sequence."""
    after = -1
    while True:
        cursor.execute(_CHAIN, [chain_id, after, _BATCH])
        rows = cursor.fetchall()
        for row in rows:
            seal = StoredSeal(chain_id, row[0], row[1], bytes(row[2]), bytes(row[3]))
            yield seal, _event(row[4:]) if row[4] else None
            after = seal.sequence
        if len(rows) < _BATCH:
            return


def _event(row: tuple[Any, ...]) -> tuple[EventContent, bytes]:
    """Return an event's content as it is stored, and its code."""
    return EventContent(**dict(zip(_EVENT_FIELDS, row[:-1], strict=True))), bytes(row[-1])
