"""Checkpoints: what every chain held at a moment, signed, and kept outside the database.

One line each, in a file that only grows: the signature (Ed25519) in hexadecimal, a blank, and the
text that is signed. Each names the hash of the line before, so a line cannot go unseen. It holds
counts and hashes, nothing of people.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from audit import merkle
from encryption import appending, installation

FORMAT = "rowan-checkpoint-1"
PURPOSE = "audit-checkpoint"
AT_MOST_EVENTS = 1000
# Where nothing happens, a checkpoint says so now and then.
QUIET = timedelta(hours=1)


class CheckpointRefused(Exception):
    """A new checkpoint would not follow from the last one: the trail or the file was changed."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one chain held: so many events, the last link, the root over all of them."""

    count: int
    head: bytes
    root: bytes
    peaks: tuple[bytes, ...]

    def as_text(self) -> dict[str, Any]:
        """Return it as it stands in the signed text."""
        return {
            "count": self.count,
            "head": self.head.hex(),
            "root": self.root.hex(),
            "peaks": [peak.hex() for peak in self.peaks],
        }


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One line of the file. It names the chains that have grown since the one before."""

    line: str
    number: int
    previous: str
    at: datetime
    marks: dict[UUID, Mark]

    @property
    def digest(self) -> str:
        """Return the hash that the next one names."""
        return sha256(self.line.encode()).hexdigest()

    def is_signed(self) -> bool:
        """Say whether this installation's key signed it."""
        signature, _, text = self.line.partition(" ")
        try:
            _signing_key().public_key().verify(bytes.fromhex(signature), text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def public_key() -> str:
    """Return the key with which anybody can check a signature, in hexadecimal."""
    return _signing_key().public_key().public_bytes_raw().hex()


def path() -> Path:
    """Return the file of all checkpoints."""
    return Path(settings.ROWAN_CHECKPOINTS)


def all_lines(copy: Path | None = None) -> Iterator[str]:
    """Give every whole line of a copy, or of our own file; one cut short was never relied on."""
    return (line.decode("ascii") for line in appending.whole_lines(copy or path()))


def last() -> Checkpoint | None:
    """Return the newest checkpoint, reading no more than the end of the file."""
    line = appending.last_whole_line(path())
    return parse(line.decode("ascii")) if line is not None else None


def parse(line: str) -> Checkpoint:
    """Read a line; raises ValueError where it is none."""
    try:
        found = json.loads(line.partition(" ")[2])
        return Checkpoint(
            line=line,
            number=found["number"],
            previous=found["previous"],
            at=datetime.fromisoformat(found["at"]),
            marks={UUID(chain): _mark(mark) for chain, mark in found["chains"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"This is no checkpoint: {line[:40]}") from error


def make(*, now: datetime, using: str = DEFAULT_DB_ALIAS) -> list[Checkpoint]:
    """Add checkpoints up to the present heads, each of at most 1,000 new events of a chain.

    Raises CheckpointRefused where a chain has become shorter or its last link another.
    """
    made: list[Checkpoint] = []
    with appending.only_one(path().with_name("checkpoints.lock")):
        newest = last()
        known = _latest_marks(newest)
        heads = _heads(using)
        _refuse_changed(known, heads, using)
        while True:
            marks = _grown(known, heads, using)
            if not marks and (made or (newest and now - newest.at < QUIET)):
                _keep_latest(newest, known)
                return made
            newest = _signed(newest, now, marks)
            end = appending.acknowledged(path())
            appending.extend(path(), newest.line.encode() + b"\n", after=end)
            known |= marks
            made.append(newest)


def _grown(
    known: dict[UUID, Mark], heads: dict[UUID, tuple[int, bytes]], using: str
) -> dict[UUID, Mark]:
    """Return the next mark of each chain that has more events than its last."""
    marks = {}
    for chain_id, (count, _) in heads.items():
        before = known.get(chain_id)
        after = before.count if before else 0
        if count > after:
            up_to = min(count, after + AT_MOST_EVENTS)
            marks[chain_id] = _next_mark(chain_id, before, up_to, using)
    return marks


def _next_mark(chain_id: UUID, before: Mark | None, up_to: int, using: str) -> Mark:
    tree = merkle.Frontier(before.count, before.peaks) if before else merkle.Frontier()
    head = b""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT * FROM audit_leaves(%s, %s, %s)", [chain_id, tree.count, up_to])
        for link, digest in cursor.fetchall():
            head = bytes(link)
            tree.add(merkle.leaf(head, bytes(digest)))
    if tree.count != up_to:
        raise CheckpointRefused(f"Chain {chain_id} has a gap before number {up_to}.")
    return Mark(up_to, head, tree.root(), tuple(tree.peaks))


def _refuse_changed(
    known: dict[UUID, Mark], heads: dict[UUID, tuple[int, bytes]], using: str
) -> None:
    for chain_id, mark in known.items():
        count, _ = heads.get(chain_id, (0, b""))
        if count < mark.count or _link_at(chain_id, mark.count, using) != mark.head:
            raise CheckpointRefused(
                f"Chain {chain_id} no longer holds the {mark.count} events of its last checkpoint. "
                "Run: ./manage.py audit_verify"
            )


def _link_at(chain_id: UUID, sequence: int, using: str) -> bytes | None:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT link FROM audit_leaves(%s, %s, %s)",
                       [chain_id, sequence - 1, sequence])  # fmt: skip
        row = cursor.fetchone()
    return bytes(row[0]) if row else None


def _heads(using: str) -> dict[UUID, tuple[int, bytes]]:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT * FROM audit_heads()")
        return {chain_id: (count, bytes(head)) for chain_id, count, head in cursor.fetchall()}


def _latest_marks(newest: Checkpoint | None) -> dict[UUID, Mark]:
    """Return each chain's last mark: from a file beside, or all lines where it is not of now."""
    try:
        kept = json.loads(_latest().read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        kept = {}
    if newest is not None and kept.get("digest") == newest.digest:
        return {UUID(chain): _mark(mark) for chain, mark in kept["chains"].items()}
    marks: dict[UUID, Mark] = {}
    for line in all_lines():
        marks |= parse(line).marks
    return marks


def _keep_latest(newest: Checkpoint | None, marks: dict[UUID, Mark]) -> None:
    """Spare the next run from reading every line."""
    if newest is None:
        return
    chains = {str(chain): mark.as_text() for chain, mark in marks.items()}
    new = _latest().with_suffix(".new")
    new.write_text(json.dumps({"digest": newest.digest, "chains": chains}), encoding="ascii")
    new.replace(_latest())


def _latest() -> Path:
    return path().with_name("latest-marks")


def _signed(last: Checkpoint | None, now: datetime, marks: dict[UUID, Mark]) -> Checkpoint:
    text = json.dumps(
        {
            "format": FORMAT,
            "number": last.number + 1 if last else 1,
            "previous": last.digest if last else "",
            "at": now.astimezone(UTC).isoformat(timespec="seconds"),
            "chains": {str(chain): mark.as_text() for chain, mark in sorted(marks.items())},
        },
        separators=(",", ":"),
    )
    return parse(f"{_signing_key().sign(text.encode()).hex()} {text}")


def _mark(found: dict[str, Any]) -> Mark:
    return Mark(
        count=found["count"],
        head=bytes.fromhex(found["head"]),
        root=bytes.fromhex(found["root"]),
        peaks=tuple(bytes.fromhex(peak) for peak in found["peaks"]),
    )


def _signing_key() -> Ed25519PrivateKey:
    """Derive the key from the installation's, which the root key wraps."""
    return Ed25519PrivateKey.from_private_bytes(installation.purpose_key(PURPOSE))
