"""A reader of Rowan's sealed values, written from docs/encryption.md alone.

It imports nothing of Rowan: cryptographic primitives, and rows as a database gives them.
"""

import json
from hmac import compare_digest
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FS = b"\x01\x01"


def parts(*each: bytes) -> bytes:
    """Byte strings behind their lengths."""
    return b"".join(len(one).to_bytes(4, "big") + one for one in each)


def derive(key: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF without a salt."""
    return HKDF(SHA256(), length, None, info).derive(key)


def version_of(sealed: bytes) -> int:
    """Of the key that sealed this."""
    assert sealed[:2] == FS
    return int.from_bytes(sealed[2:4], "big")


def opened(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    """The plaintext of sealed bytes."""
    return AESGCM(key).decrypt(sealed[4:16], sealed[16:], associated)


def unwrapped(key: bytes, wrapped: bytes, associated: bytes) -> bytes:
    """The key in a wrapped key, whose commitment holds."""
    assert len(wrapped) == 80
    found = opened(key, wrapped[:-16], associated)
    commitment = derive(found, b"rowan key commitment" + associated, 16)
    assert compare_digest(commitment, wrapped[-16:])
    return found


def class_key(root: bytes, organisation: UUID, name: str, version: int, wrapped: bytes) -> bytes:
    """A class key of an organisation."""
    associated = parts(
        b"rowan class key", FS, organisation.bytes, organisation.bytes,
        name.encode(), version.to_bytes(2, "big"),
    )  # fmt: skip
    return unwrapped(derive(root, b"rowan root wrapping"), wrapped, associated)


def data_key(
    wrapping: bytes, organisation: UUID, subject: UUID, name: str, version: int, wrapped: bytes
) -> bytes:
    """A data key of a subject."""
    associated = parts(
        b"rowan data key", FS, organisation.bytes, subject.bytes,
        name.encode(), version.to_bytes(2, "big"),
    )  # fmt: skip
    return unwrapped(wrapping, wrapped, associated)


def content(
    key: bytes, organisation: UUID, tag: str, row: UUID, subject: UUID, name: str, sealed: bytes
) -> bytes:
    """The content of a value."""
    associated = parts(
        b"rowan value", FS, organisation.bytes, tag.encode(), row.bytes, subject.bytes,
        name.encode(), sealed[2:4],
    )  # fmt: skip
    padded = opened(key, sealed, associated)
    length = int.from_bytes(padded[:4], "big")
    assert not padded[4 + length :].strip(b"\0")
    return padded[4 : 4 + length]


def record(read: bytes) -> object:
    """What a record holds."""
    return json.loads(read)
