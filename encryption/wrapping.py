"""How the root key wraps class keys, and class keys wrap data keys."""

from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from encryption import installation
from encryption.keys import FIRST_VERSION
from encryption.primitives import FORMAT_AND_SUITE, associated_data, unwrap, wrap


def key_id(owner: UUID, key_class: str, version: int) -> bytes:
    """Owner, class and version of a key: the last parts of associated data."""
    return associated_data(owner.bytes, key_class.encode(), version.to_bytes(2, "big"))


def wrap_class_key(key: bytes, organisation_id: UUID, key_class: str, version: int) -> bytes:
    """A class key of an organisation under the root key."""
    aad = _aad(b"rowan class key", organisation_id, organisation_id, key_class, version)
    return wrap(installation.wrapping_cipher(), FIRST_VERSION, key, aad)


def unwrap_class_key(wrapped: bytes, organisation_id: UUID, key_class: str, version: int) -> bytes:
    """The class key again."""
    aad = _aad(b"rowan class key", organisation_id, organisation_id, key_class, version)
    return unwrap(installation.wrapping_cipher(), wrapped, aad)


def wrap_data_key(
    cipher: AESGCM,
    cipher_version: int,
    key: bytes,
    organisation_id: UUID,
    subject_id: UUID,
    key_class: str,
) -> bytes:
    """A new data key of a subject under a class key."""
    aad = _aad(b"rowan data key", organisation_id, subject_id, key_class, FIRST_VERSION)
    return wrap(cipher, cipher_version, key, aad)


def unwrap_data_key(
    cipher: AESGCM,
    wrapped: bytes,
    organisation_id: UUID,
    subject_id: UUID,
    key_class: str,
    version: int,
) -> bytes:
    """The data key again."""
    aad = _aad(b"rowan data key", organisation_id, subject_id, key_class, version)
    return unwrap(cipher, wrapped, aad)


def _aad(label: bytes, organisation_id: UUID, owner: UUID, key_class: str, version: int) -> bytes:
    start = associated_data(label, FORMAT_AND_SUITE, organisation_id.bytes)
    return start + key_id(owner, key_class, version)
