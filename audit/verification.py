"""Finding any change to the trail: every code, every link, every number.

Works chain by chain over the owner's connection, in order of sequence, and holds each chain
against its checkpoints. What it cannot see is events cut off the end of a chain, together with
their seals, before a checkpoint told of them.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.backends.utils import CursorWrapper

from audit import merkle
from audit.checkpoints import Mark, parse
from audit.codes import Codes
from audit.content import EventContent

NIL = UUID(int=0)
_BATCH = 2000

EVENT_FIELDS = (
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


def faults(
    chain_id: UUID, keys: Mapping[int, bytes], marks: Sequence[Mark] = ()
) -> Iterator[Fault]:
    """Find every fault of one chain, given the keys of its events' codes and its checkpoints."""
    expected, link = 1, first_link(chain_id)
    signed, codes = _Signed(chain_id, marks), Codes(keys)
    with connections["owner"].cursor() as cursor:
        for seal, event in _rows(cursor, chain_id):
            if seal.sequence != expected:
                yield seal.fault(f"number {expected} is missing")
            if seal.previous != link:
                yield seal.fault("it does not follow the one before")
            if event is None:
                yield seal.fault("the event is gone")
            else:
                yield from _event_faults(seal, *event, codes)
            yield from signed.faults_at(seal, event[0] if event else None)
            expected, link = seal.sequence + 1, seal.link
    yield from signed.faults_after(expected - 1)


class _Signed:
    """The checkpoints of one chain, held against its events in order."""

    def __init__(self, chain_id: UUID, marks: Sequence[Mark]) -> None:
        self.chain_id = chain_id
        self.waiting = deque(sorted(marks, key=lambda mark: mark.count))
        self.tree = merkle.Frontier()
        self.good_up_to = 0

    def faults_at(self, seal: StoredSeal, content: EventContent | None) -> Iterator[Fault]:
        """Add an event, and compare where a checkpoint ends with it."""
        if not self.waiting:
            return
        digest = sha256(content.canonical()).digest() if content else b""
        self.tree.add(merkle.leaf(seal.link, digest))
        while self.waiting and self.waiting[0].count <= seal.sequence:
            mark = self.waiting.popleft()
            if (seal.sequence, seal.link, self.tree.root()) == (mark.count, mark.head, mark.root):
                self.good_up_to = mark.count
            else:
                yield seal.fault(
                    f"numbers {self.good_up_to + 1} to {mark.count} are not those of the checkpoint"
                )

    def faults_after(self, last: int) -> Iterator[Fault]:
        """Find what checkpoints tell of and the chain no longer has.

        Which of the numbers since the last checkpoint that agrees was taken out, and which only
        moved up, nobody can tell; so all of them are named.
        """
        if self.waiting:
            signed = self.waiting[-1].count
            what = f"numbers {self.good_up_to + 1} to {signed} are not those of the checkpoint"
            yield Fault(self.chain_id, signed, None, f"{what}: the chain ends at {last}")


def checkpoint_faults(lines: Iterable[str]) -> Iterator[Fault]:
    """Find checkpoints that are not signed, not in order or not whole."""
    previous = ""
    for number, line in enumerate(lines, start=1):
        try:
            one = parse(line)
        except ValueError:
            yield Fault(NIL, None, None, f"line {number} is no checkpoint")
            return
        if not one.is_signed():
            yield Fault(NIL, None, None, f"checkpoint {number} has no good signature")
        if (one.number, one.previous) != (number, previous):
            yield Fault(NIL, None, None, f"checkpoint {number} does not follow the one before")
        previous = one.digest


def marks_of(lines: Iterable[str]) -> dict[UUID, list[Mark]]:
    """Gather what good lines say, chain by chain, without what only a next checkpoint needs."""
    marks: dict[UUID, list[Mark]] = defaultdict(list)
    for line in lines:
        for chain_id, mark in parse(line).marks.items():
            marks[chain_id].append(replace(mark, peaks=()))
    return marks


def _event_faults(
    seal: StoredSeal, content: EventContent, code: bytes, codes: Codes
) -> Iterator[Fault]:
    wrong = codes.wrong(content, code)
    if wrong:
        yield seal.fault(wrong)
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
    return EventContent(**dict(zip(EVENT_FIELDS, row[:-1], strict=True))), bytes(row[-1])


def exported(chain_id: UUID) -> Iterator[dict[str, Any]]:
    """Give every event of a chain as it is stored, for a verifier that has no database."""
    with connections["owner"].cursor() as cursor:
        for seal, event in _rows(cursor, chain_id):
            row: dict[str, Any] = {
                "chain": str(chain_id),
                "sequence": seal.sequence,
                "previous": seal.previous.hex(),
                "link": seal.link.hex(),
            }
            if event is not None:
                content, code = event
                row |= {
                    "id": str(content.id),
                    "organisation_id": str(content.organisation_id or ""),
                    "at": content.at.astimezone(UTC).isoformat(timespec="microseconds"),
                    "kind": content.kind,
                    "actor_id": str(content.actor_id or ""),
                    "verb": content.verb,
                    "subjects": [str(subject) for subject in content.subjects],
                    "fields": list(content.fields),
                    "purpose": content.purpose,
                    "source": content.source,
                    "mac": code.hex(),
                }
            yield row
