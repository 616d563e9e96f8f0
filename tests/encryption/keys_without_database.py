"""A key ring that needs no database, for tests of values alone."""

from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from encryption.keyring import DataKey
from encryption.keys import KeyClass
from encryption.primitives import new_key, prefix
from encryption.wrapping import key_id


def data_key(
    subject_id: UUID,
    key_class: KeyClass = KeyClass.IDENTITY,
    *,
    version: int = 1,
    cipher: AESGCM | None = None,
) -> DataKey:
    """A data key with a fresh cipher, or with the given one."""
    return DataKey(
        cipher=cipher or AESGCM(new_key()),
        version=version,
        prefix=prefix(version),
        key_id=key_id(subject_id, key_class, version),
    )
