"""From a sender's reference to the id of its record: a keyed hash.

A sender may have put a name into a reference, so it is not stored in clear, nor is a plain hash
that anyone could recompute from a list of names. The id of every imported record is the first
128 bits of an HMAC over source, kind and reference, under a key of the installation. So the same
reference leads to the same record when it comes again, and shows nothing to whoever has no key.
"""

from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from encryption import installation

# An organisation's id does not depend on the source, so that one known from another is noticed.
ORGANISATIONS: Final = "organisations"
# What a mark begins with, which stands for a record where no reference does.
MARK: Final = "\0"


class References:
    """The ids behind the references of one source. Ids of linked kinds are kept once made."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._key = installation.purpose_key("imported-references")
        self._kinds: dict[str, Ids] = {}
        self._begun: dict[str, HMAC] = {}

    def kind(self, name: str) -> "Ids":
        """The ids of one kind of record, by reference."""
        if name not in self._kinds:
            self._kinds[name] = Ids(self, name)
        return self._kinds[name]

    def id_of(self, kind: str, *reference: str) -> UUID:
        """The id of a record. A record without a reference of its own is named by several."""
        begun = self._begun.get(kind)
        if begun is None:
            begun = self._begun[kind] = self._begin(kind)
        code = begun.copy()
        code.update(" ".join(reference).encode())
        digest = bytearray(code.finalize()[:16])
        # RFC 9562, version 8: an id of our own making.
        digest[6] = digest[6] & 0x0F | 0x80
        digest[8] = digest[8] & 0x3F | 0x80
        return UUID(bytes=bytes(digest))

    def _begin(self, kind: str) -> HMAC:
        """The code of all ids of one kind, up to where they differ: an import makes a million."""
        source = "" if kind == ORGANISATIONS else self.source
        # Neither sources nor references hold a space.
        begun = HMAC(self._key, SHA256())
        begun.update(f"{source} {kind} ".encode())
        return begun


class Ids(dict[str, UUID]):
    """Ids of one kind, made when first asked for."""

    def __init__(self, references: References, kind: str) -> None:
        super().__init__()
        self._references = references
        self._kind = kind

    def behind(self, token: str) -> UUID:
        """The id behind a reference, or behind a mark that stands for a record."""
        return UUID(token[1:]) if token.startswith(MARK) else self[token]

    def __missing__(self, reference: str) -> UUID:
        found = self[reference] = self._references.id_of(self._kind, reference)
        return found
