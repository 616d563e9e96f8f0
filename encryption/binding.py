"""What the encrypted values of an instance are bound to: organisation, subject and row."""

from typing import Any
from uuid import UUID

from encryption import keyring, values
from encryption.errors import DecryptionFailed, EncryptedFieldError, KeyUnavailable
from encryption.keyring import DataKey
from encryption.keys import KeyClass
from encryption.primitives import PREFIX_BYTES

BINDING = "_sealed_for"


def bound_to(instance: Any) -> tuple[UUID, UUID, UUID]:
    """Organisation, subject and row that the values of an instance are bound to."""
    organisation_id = instance.organisation_id
    subject_id = getattr(instance, instance.ENCRYPTION_SUBJECT, None)
    row_id = instance.pk
    if not isinstance(organisation_id, UUID):
        raise EncryptedFieldError(f"This {type(instance).__name__} has no organisation yet.")
    if not isinstance(subject_id, UUID):
        raise EncryptedFieldError(f"This {type(instance).__name__} has no subject yet.")
    if not isinstance(row_id, UUID):
        raise EncryptedFieldError(f"This {type(instance).__name__} has no id yet.")
    return organisation_id, subject_id, row_id


def refuse_moved(instance: Any) -> None:
    """Refuse to save values under another row, subject or organisation than theirs."""
    before = instance.__dict__.get(BINDING)
    if before is not None and before != bound_to(instance):
        raise EncryptedFieldError(
            f"This {type(instance).__name__} was sealed for another record. "
            "Move it with encryption.transfer.reencrypt."
        )


def data_key(organisation_id: UUID, subject_id: UUID, key_class: KeyClass) -> DataKey:
    """The key of a subject, for a record of the organisation that is entered."""
    ring = keyring.current()
    if ring.organisation_id != organisation_id:
        raise KeyUnavailable("This record belongs to another organisation than the one entered.")
    try:
        return ring.data_key(subject_id, key_class)
    except DecryptionFailed:
        raise values.failed(
            f"the {key_class} key", organisation_id, subject_id, subject_id
        ) from None


def opening_key(
    organisation_id: UUID, subject_id: UUID, key_class: KeyClass, sealed: bytes
) -> DataKey:
    """The key of the version that sealed this, present or former."""
    key = data_key(organisation_id, subject_id, key_class)
    if sealed[:PREFIX_BYTES] == key.prefix:
        return key
    return keyring.current().renewed_key(subject_id, key_class, sealed) or key
