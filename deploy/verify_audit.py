"""Check an export of Rowan's audit trail against its signed checkpoints, without Rowan.

    python verify_audit.py EXPORT CHECKPOINTS PUBLIC_KEY

EXPORT is what `./manage.py audit_export` wrote, CHECKPOINTS an anchored copy, PUBLIC_KEY the key
in hexadecimal, as it was noted when the installation was made. Prints each fault and ends with
status 1 where there is one. Written from docs/audit.md; needs only the package `cryptography`.
Events after a chain's last checkpoint are counted, and are not vouched for.
"""

import hashlib
import json
import struct
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


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
    """Hashes a list as RFC 6962 says, and its beginnings: complete subtrees are hashed once."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.levels = [leaves]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            pairs = zip(below[::2], below[1::2], strict=False)
            self.levels.append([sha(b"\x01", left, right) for left, right in pairs])

    def root(self, count: int, start: int = 0) -> bytes:
        """Hash so many leaves: split at the largest power of two below the count."""
        height = (count - 1).bit_length()
        if count == 1 << height:
            return self.levels[height][start >> height]
        split = 1 << height - 1
        right = self.root(count - split, start + split)
        return sha(b"\x01", self.root(split, start), right)


def read_checkpoints(path: str, key: Ed25519PublicKey) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each checkpoint with what is wrong with it, or a blank."""
    before = ""
    for number, line in enumerate(Path(path).read_text(encoding="ascii").splitlines(), start=1):
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


def chain_faults(chain: str, rows: list[dict[str, Any]], marks: list[dict[str, Any]]) -> list[str]:
    """Hold one chain's rows against each other and against its checkpoints."""
    found: list[str] = []
    link = hashlib.sha256(f"rowan-audit:{chain}".encode()).digest()
    leaves: list[bytes] = []
    for expected, row in enumerate(rows, start=1):
        where = f"chain {chain}, number {row['sequence']}: "
        if row["sequence"] != expected:
            found.append(f"{where}number {expected} was expected")
        if "id" not in row:
            found.append(f"{where}the event is gone")
            leaves.append(sha(b"\x00", bytes.fromhex(row["link"])))
            link = bytes.fromhex(row["link"])
            continue
        place = max(row["sequence"], 0).to_bytes(8, "big")
        if row["previous"] != link.hex():
            found.append(f"{where}it does not follow the one before")
        made = sha(bytes.fromhex(row["previous"]), place, bytes.fromhex(row["mac"]))
        if made.hex() != row["link"]:
            found.append(f"{where}the link was changed")
        if (row["organisation_id"] or str(uuid.UUID(int=0))) != chain:
            found.append(f"{where}the event belongs to another chain")
        link = bytes.fromhex(row["link"])
        leaves.append(sha(b"\x00", link, sha(content(row))))
    return found + mark_faults(chain, rows, leaves, marks)


def mark_faults(
    chain: str, rows: list[dict[str, Any]], leaves: list[bytes], marks: list[dict[str, Any]]
) -> list[str]:
    """Find the first stretch between two checkpoints that is not as it was signed."""
    good, tree = 0, Tree(leaves)
    for mark in sorted(marks, key=lambda one: int(one["count"])):
        count = mark["count"]
        if count > len(rows):
            what = f"numbers {good + 1} to {count} are not as they were signed"
            return [f"chain {chain}: {what}: the chain ends at {len(rows)}"]
        same = rows[count - 1]["link"] == mark["head"]
        if not same or tree.root(count).hex() != mark["root"]:
            return [f"chain {chain}: numbers {good + 1} to {count} are not as they were signed"]
        good = count
    return []


def main(export: str, checkpoints: str, public_key: str) -> int:
    """Print every fault; return the status."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
    found: list[str] = []
    marks: dict[str, list[dict[str, Any]]] = {}
    for wrong, one in read_checkpoints(checkpoints, key):
        if wrong:
            found.append(wrong)
        else:
            for chain, mark in one["chains"].items():
                marks.setdefault(chain, []).append(mark)
    rows: dict[str, list[dict[str, Any]]] = {}
    with Path(export).open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            rows.setdefault(row["chain"], []).append(row)
    for chain in sorted({*rows, *marks}):
        found += chain_faults(chain, rows.get(chain, []), marks.get(chain, []))
    signed = sum(max(mark["count"] for mark in of_chain) for of_chain in marks.values())
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(found)} faults; {sum(map(len, rows.values()))} events, {signed} of them signed.")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
