"""A Merkle tree that grows at its end, hashed as RFC 6962 does.

What is kept is its frontier: the roots of the complete subtrees, the largest first. A tree of a
million leaves has twenty at most, and to add a leaf needs nothing else.
"""

from collections.abc import Sequence
from hashlib import sha256


def leaf(link: bytes, digest: bytes) -> bytes:
    """Return the hash of one event: its place in the chain, and what it says."""
    return sha256(b"\x00" + link + digest).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees; the leading byte keeps it apart from a leaf's."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree of so many leaves."""

    def __init__(self, count: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if len(peaks) != count.bit_count():
            raise ValueError(f"A tree of {count} leaves has {count.bit_count()} peaks.")
        self.count = count
        self.peaks = list(peaks)

    def add(self, hashed: bytes) -> None:
        """Add a leaf: as many pairs close as the count has ones at its end."""
        closing = self.count
        while closing & 1:
            hashed = node(self.peaks.pop(), hashed)
            closing >>= 1
        self.peaks.append(hashed)
        self.count += 1

    def root(self) -> bytes:
        """Return the root over all leaves."""
        if not self.peaks:
            return sha256(b"").digest()
        *larger, root = self.peaks
        for peak in reversed(larger):
            root = node(peak, root)
        return root
