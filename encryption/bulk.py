"""Many values of one field at once, for importers and for the return.

The values go without model instances: a row is (row id, subject id, value).
"""

import os
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag

from encryption import keyring, values
from encryption.errors import KeyUnavailable, SubjectErased
from encryption.fields import EncryptedField, Stored
from encryption.keyring import DataKey
from encryption.padding import pad, unpad
from encryption.primitives import HEADER_BYTES, NONCE_BYTES, PREFIX_BYTES

_NONCES_AT_ONCE = 4096
_REFUSED: Final = object()


def encrypt(
    field: EncryptedField, organisation_id: UUID, rows: Iterable[tuple[UUID, UUID, Any]]
) -> list[Stored]:
    """The sealed bytes of each row's value, in order: for COPY, or to set on an instance."""
    rows = list(rows)
    keys = _keys(field, organisation_id, rows)
    shared = values.binding(organisation_id, field.tag) + values.ROW_LENGTH
    encode, floor, refuse = field.encode, field.floor, field.refuse_other_types
    sealed = []
    for start in range(0, len(rows), _NONCES_AT_ONCE):
        chunk = rows[start : start + _NONCES_AT_ONCE]
        nonces = os.urandom(NONCE_BYTES * len(chunk))
        for position, (row_id, subject_id, value) in enumerate(chunk):
            refuse(value)
            key = keys.get(subject_id)
            if key is None:
                raise SubjectErased
            nonce = nonces[position * NONCE_BYTES : (position + 1) * NONCE_BYTES]
            aad = shared + row_id.bytes + key.key_id
            ciphertext = key.cipher.encrypt(nonce, pad(encode(value), floor), aad)
            sealed.append(Stored(key.prefix + nonce + ciphertext))
    return sealed


def decrypt(
    field: EncryptedField,
    organisation_id: UUID,
    rows: Iterable[tuple[UUID, UUID, bytes]],
    *,
    erased: Any = _REFUSED,
) -> list[Any]:
    """The value of each row's sealed bytes, in order; DecryptionFailed at the first bad one.

    The values of an erased subject are ``erased``; where that is not given, blank. A subject
    that has no keys for any other reason is refused.
    """
    rows = list(rows)
    keys = _keys(field, organisation_id, rows)
    shared = values.binding(organisation_id, field.tag) + values.ROW_LENGTH
    decode = field.decode
    opened = []
    for row_id, subject_id, stored in rows:
        key = keys.get(subject_id)
        if key is None:
            opened.append(_blank(field, subject_id) if erased is _REFUSED else erased)
            continue
        if stored[:PREFIX_BYTES] != key.prefix:
            renewed = keyring.current().renewed_key(subject_id, field.key_class, stored)
            if renewed is None:
                raise values.failed(field.tag, organisation_id, row_id, subject_id)
            key = renewed
        cipher, _, _, key_id = key
        aad = shared + row_id.bytes + key_id
        try:
            padded = cipher.decrypt(stored[PREFIX_BYTES:HEADER_BYTES], stored[HEADER_BYTES:], aad)
        except (InvalidTag, ValueError):
            raise values.failed(field.tag, organisation_id, row_id, subject_id) from None
        opened.append(decode(unpad(padded)))
    return opened


def _blank(field: EncryptedField, subject_id: UUID) -> Any:
    if not keyring.current().is_erased(subject_id):
        raise SubjectErased
    return field.blank_value()


def _keys(
    field: EncryptedField, organisation_id: UUID, rows: list[tuple[UUID, UUID, Any]]
) -> Mapping[UUID, DataKey]:
    ring = keyring.current()
    if ring.organisation_id != organisation_id:
        raise KeyUnavailable("These records belong to another organisation than the one entered.")
    return ring.data_keys([subject_id for _, subject_id, _ in rows], field.key_class)
