"""Check an export of Rowan's audit trail against its signed checkpoints, without Rowan.

    python verify_audit.py EXPORT CHECKPOINTS PUBLIC_KEY

EXPORT is what `./manage.py audit_export` wrote, CHECKPOINTS an anchored copy, PUBLIC_KEY the key
in hexadecimal, as it was noted when the installation was made. Prints each fault and ends with
status 1 where there is one. Written from docs/audit.md; needs only the package `cryptography`.
Events after a chain's last checkpoint are counted, and are not vouched for.
"""

import hashlib
import itertools
import json
import struct
import sys
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

OTHER = "are not as they were signed"


def sha(*parts: bytes) -> bytes:
    """Hash parts laid end to end."""
    return hashlib.sha256(b"".join(parts)).digest()


def content(row: dict[str, Any]) -> bytes:
    """Lay out what an event says, each part after its length."""

    def identifier(text: str) -> bytes:
        return uuid.UUID(text).bytes if text else b""

    parts = [b"rowan-event-1", identifier(row["id"]), identifier(row["organisation_id"])]
    parts += [row["at"].encode(), row["kind"].encode(), identifier(row["actor_id"])]
    parts += [row["verb"].encode(), struct.pack(">I", len(row["subjects"]))]
    parts += [identifier(one) for one in row["subjects"]]
    parts += [struct.pack(">I", len(row["fields"]))]
    parts += [one.encode() for one in row["fields"]]
    parts += [row["purpose"].encode(), row["source"].encode()]
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


class Tree:
    """Hashes a list as RFC 6962 says while it grows: what is kept are its complete subtrees."""

    def __init__(self) -> None:
        self.count = 0
        self.subtrees: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add a leaf; two complete subtrees of one size become one."""
        filled = self.count
        while filled % 2:
            leaf = sha(b"\x01", self.subtrees.pop(), leaf)
            filled //= 2
        self.subtrees.append(leaf)
        self.count += 1

    def root(self) -> bytes:
        """Hash the subtrees together, the smallest first."""
        *larger, root = self.subtrees
        for left in reversed(larger):
            root = sha(b"\x01", left, root)
        return root


def lines_of(path: str) -> Iterator[str]:
    """Give one line after another, without its end."""
    with Path(path).open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


def read_checkpoints(path: str, key: Ed25519PublicKey) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each checkpoint with what is wrong with it, or a blank."""
    before = ""
    for number, line in enumerate(lines_of(path), start=1):
        signature, _, text = line.partition(" ")
        try:
            key.verify(bytes.fromhex(signature), text.encode())
            found = json.loads(text)
            follows = (found["number"], found["previous"]) == (number, before)
            wrong = "" if follows else f"checkpoint {number} does not follow the one before"
        except (InvalidSignature, ValueError):
            found, wrong = {"chains": {}}, f"checkpoint {number} has no good signature"
        before = hashlib.sha256(line.encode()).hexdigest()
        yield wrong, found


def chain_faults(
    chain: str, rows: Iterable[dict[str, Any]], marks: Iterable[dict[str, Any]]
) -> Iterator[str]:
    """Hold one chain's rows against each other and against its checkpoints, as they come."""
    link = hashlib.sha256(f"rowan-audit:{chain}".encode()).digest()
    waiting = sorted(marks, key=lambda one: int(one["count"]), reverse=True)
    tree, good = Tree(), 0
    for row in rows:
        yield from row_faults(chain, row, tree.count + 1, link)
        link = bytes.fromhex(row["link"])
        tree.add(sha(b"\x00", link, sha(content(row)) if "id" in row else b""))
        while waiting and waiting[-1]["count"] == tree.count:
            mark = waiting.pop()
            if link.hex() != mark["head"] or tree.root().hex() != mark["root"]:
                yield f"chain {chain}: numbers {good + 1} to {tree.count} {OTHER}"
                waiting = []
            good = tree.count
    if waiting:
        ends = f"the chain ends at {tree.count}"
        yield f"chain {chain}: numbers {good + 1} to {waiting[-1]['count']} {OTHER}: {ends}"


def row_faults(chain: str, row: dict[str, Any], expected: int, link: bytes) -> Iterator[str]:
    """Find what is wrong at one place, given its number and the link before."""
    where = f"chain {chain}, number {row['sequence']}: "
    if row["sequence"] != expected:
        yield f"{where}number {expected} was expected"
    if "id" not in row:
        yield f"{where}the event is gone"
        return
    if row["previous"] != link.hex():
        yield f"{where}it does not follow the one before"
    place = max(row["sequence"], 0).to_bytes(8, "big")
    made = sha(bytes.fromhex(row["previous"]), place, bytes.fromhex(row["mac"]))
    if made.hex() != row["link"]:
        yield f"{where}the link was changed"
    if (row["organisation_id"] or str(uuid.UUID(int=0))) != chain:
        yield f"{where}the event belongs to another chain"


def main(export: str, checkpoints: str, public_key: str) -> int:
    """Print every fault; return the status. Neither file is held whole."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
    faults = events = signed = 0
    marks: dict[str, list[dict[str, Any]]] = {}
    for wrong, one in read_checkpoints(checkpoints, key):
        if wrong:
            faults += said([wrong])
        else:
            for chain, mark in one["chains"].items():
                kept = {name: mark[name] for name in ("count", "head", "root")}
                marks.setdefault(chain, []).append(kept)
    signed = sum(max(mark["count"] for mark in of_chain) for of_chain in marks.values())
    seen: set[str] = set()
    every_row = (json.loads(line) for line in lines_of(export))
    for chain, rows in itertools.groupby(every_row, key=lambda row: str(row["chain"])):
        if chain in seen:
            faults += said([f"chain {chain}: its events do not stand together"])
        seen.add(chain)
        counted = Counted(rows)
        faults += said(chain_faults(chain, counted, marks.pop(chain, [])))
        events += counted.count
    for chain in sorted(marks.keys() - seen):
        faults += said(chain_faults(chain, [], marks[chain]))
    print(f"{faults} faults; {events} events, {signed} of them signed.")
    return 1 if faults else 0


class Counted:
    """Rows that are counted as they go by."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self.rows:
            self.count += 1
            yield row


def said(faults: Iterable[str]) -> int:
    """Print faults as they are found; return how many."""
    count = 0
    for fault in faults:
        print(fault)
        count += 1
    return count


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
