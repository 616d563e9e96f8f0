"""AES-256-GCM, HKDF-SHA256 and the canonical encoding of associated data.

Everything sealed starts with the same header: format version (1 byte), suite (1 byte),
version of the key that sealed it (2 bytes), nonce (12 bytes).
"""

import os
import struct
from functools import cache
from hmac import compare_digest

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from encryption.errors import DecryptionFailed

FORMAT = 1
SUITE_AES_256_GCM = 1
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
COMMITMENT_BYTES = 16
PREFIX_BYTES = 4
HEADER_BYTES = PREFIX_BYTES + NONCE_BYTES
WRAPPED_BYTES = HEADER_BYTES + KEY_BYTES + TAG_BYTES + COMMITMENT_BYTES

_PREFIX = struct.Struct(">BBH")
_HASH_BYTES = 32
_LONGEST_DERIVED = 255 * _HASH_BYTES
_SHA256 = SHA256()
_EXTRACT_UNSALTED = HMAC(bytes(_HASH_BYTES), _SHA256)
FORMAT_AND_SUITE = bytes((FORMAT, SUITE_AES_256_GCM))


def associated_data(*parts: bytes) -> bytes:
    """Each part behind its length in 4 bytes, so that no two lists of parts read alike."""
    return b"".join([len(part).to_bytes(4, "big") + part for part in parts])


@cache
def prefix(key_version: int) -> bytes:
    """The first 4 bytes of everything sealed with a key of this version."""
    return _PREFIX.pack(FORMAT, SUITE_AES_256_GCM, key_version)


def key_version(sealed: bytes) -> int:
    """The version of the key that sealed this; refuses what is not in our form."""
    if len(sealed) < HEADER_BYTES + TAG_BYTES or sealed[:2] != FORMAT_AND_SUITE:
        raise DecryptionFailed("This is not in the form that Rowan seals.")
    return int.from_bytes(sealed[2:PREFIX_BYTES], "big")


def seal(cipher: AESGCM, key_version: int, plaintext: bytes, aad: bytes) -> bytes:
    """Header, ciphertext and tag, under a fresh random nonce."""
    nonce = os.urandom(NONCE_BYTES)
    return prefix(key_version) + nonce + cipher.encrypt(nonce, plaintext, aad)


def open_sealed(cipher: AESGCM, sealed: bytes, aad: bytes) -> bytes:
    """The plaintext, or DecryptionFailed: never garbage."""
    key_version(sealed)
    try:
        return cipher.decrypt(sealed[PREFIX_BYTES:HEADER_BYTES], sealed[HEADER_BYTES:], aad)
    except InvalidTag:
        raise DecryptionFailed("This was altered, moved or sealed with another key.") from None


def hkdf(key: bytes, *, info: bytes, length: int = KEY_BYTES, salt: bytes | None = None) -> bytes:
    """HKDF-SHA256 (RFC 5869); without a salt, that is as many zeros as the hash is long.

    In its two steps rather than through the library's object for the whole, which takes twice as
    long: an import derives a commitment for each of hundreds of thousands of keys.
    """
    if not 0 < length <= _LONGEST_DERIVED:
        raise ValueError(f"HKDF-SHA256 gives between 1 and {_LONGEST_DERIVED} bytes.")
    extract = HMAC(salt, _SHA256) if salt else _EXTRACT_UNSALTED.copy()
    extract.update(key)
    extracted = extract.finalize()
    derived = block = b""
    for counter in range(1, -(-length // _HASH_BYTES) + 1):
        expand = HMAC(extracted, _SHA256)
        expand.update(block + info + bytes((counter,)))
        block = expand.finalize()
        derived += block
    return derived[:length]


def commitment(key: bytes, aad: bytes) -> bytes:
    """What ties a wrapped key to one key alone; AES-GCM by itself does not.

    Without it, someone who may write to the database could prepare bytes that open under
    two wrapping keys into two data keys.
    """
    return hkdf(key, info=b"rowan key commitment" + aad, length=COMMITMENT_BYTES)


def wrap(wrapping: AESGCM, wrapping_version: int, key: bytes, aad: bytes) -> bytes:
    """A key sealed under another one, with its commitment behind it."""
    return seal(wrapping, wrapping_version, key, aad) + commitment(key, aad)


def unwrap(wrapping: AESGCM, wrapped: bytes, aad: bytes) -> bytes:
    """The key, once its commitment holds; DecryptionFailed otherwise."""
    if len(wrapped) != WRAPPED_BYTES:
        raise DecryptionFailed("This wrapped key does not have the length of one.")
    key = open_sealed(wrapping, wrapped[:-COMMITMENT_BYTES], aad)
    if not compare_digest(commitment(key, aad), wrapped[-COMMITMENT_BYTES:]):
        raise DecryptionFailed("This wrapped key does not match its commitment.")
    return key


def new_key() -> bytes:
    """A random 256-bit key."""
    return os.urandom(KEY_BYTES)
