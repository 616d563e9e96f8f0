"""Sealing and opening one value, bound to its organisation, field, row and subject."""

import functools
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag

from encryption import signals
from encryption.errors import DecryptionFailed
from encryption.keyring import DataKey
from encryption.primitives import (
    FORMAT_AND_SUITE,
    HEADER_BYTES,
    NONCE_BYTES,
    PREFIX_BYTES,
    associated_data,
)

ROW_LENGTH = (16).to_bytes(4, "big")


@functools.lru_cache(maxsize=4096)
def binding(organisation_id: UUID, tag: str) -> bytes:
    """The parts of the associated data that all rows of one field and organisation share.

    The whole is: label, format and suite, organisation, tag, row, subject, class, version.
    """
    return associated_data(b"rowan value", FORMAT_AND_SUITE, organisation_id.bytes, tag.encode())


def seal(key: DataKey, organisation_id: UUID, tag: str, row_id: UUID, plaintext: bytes) -> bytes:
    """The stored form of an already padded value."""
    aad = binding(organisation_id, tag) + ROW_LENGTH + row_id.bytes + key.key_id
    nonce = os.urandom(NONCE_BYTES)
    return key.prefix + nonce + key.cipher.encrypt(nonce, plaintext, aad)


def open_sealed(
    key: DataKey, organisation_id: UUID, tag: str, row_id: UUID, sealed: bytes
) -> bytes | None:
    """The padded value, or None when it was altered or moved."""
    if sealed[:PREFIX_BYTES] != key.prefix:
        return None
    aad = binding(organisation_id, tag) + ROW_LENGTH + row_id.bytes + key.key_id
    try:
        return key.cipher.decrypt(sealed[PREFIX_BYTES:HEADER_BYTES], sealed[HEADER_BYTES:], aad)
    except (InvalidTag, ValueError):
        return None


def failed(tag: str, organisation_id: UUID, row_id: UUID, subject_id: UUID) -> DecryptionFailed:
    """Tell the listeners (audit) that a value did not open; gives the error to raise."""
    signals.decryption_failed.send_robust(
        sender=None,
        tag=tag,
        organisation_id=organisation_id,
        row_id=row_id,
        subject_id=subject_id,
    )
    return DecryptionFailed(
        f"{tag} of {row_id} cannot be opened: it was altered or moved. "
        "Nothing of it is shown; tell whoever looks after this installation."
    )
