"""How the root key wraps class keys, and class keys wrap data keys."""

from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from encryption import installation
from encryption.keys import FIRST_VERSION
from encryption.primitives import (
    FORMAT_AND_SUITE,
    associated_data,
    commitment,
    key_version,
    prefix,
    unwrap,
    wrap,
)

_UUID_LENGTH = (16).to_bytes(4, "big")


def wrap_class_key(
    key: bytes, organisation_id: UUID, key_class: str, version: int, *, root: int
) -> bytes:
    """A class key of an organisation under a version of the root key."""
    aad = _class_aad(organisation_id, key_class, version)
    return wrap(installation.root_cipher(root), root, key, aad)


def unwrap_class_key(wrapped: bytes, organisation_id: UUID, key_class: str, version: int) -> bytes:
    """The class key again."""
    aad = _class_aad(organisation_id, key_class, version)
    return unwrap(installation.root_cipher(key_version(wrapped)), wrapped, aad)


def _class_aad(organisation_id: UUID, key_class: str, version: int) -> bytes:
    return associated_data(
        b"rowan class key",
        FORMAT_AND_SUITE,
        organisation_id.bytes,
        organisation_id.bytes,
        *_class_and_version(key_class, version),
    )


def key_id(owner: UUID, key_class: str, version: int) -> bytes:
    """Owner, class and version of a key: the last parts of associated data."""
    return associated_data(owner.bytes, *_class_and_version(key_class, version))


def _class_and_version(key_class: str, version: int) -> tuple[bytes, bytes]:
    return key_class.encode(), version.to_bytes(2, "big")


class ClassKey:
    """An organisation's key of one class, ready to wrap the data keys of subjects.

    An import wraps tens of thousands with it, so what their associated data share is made once:
    label, format and suite and organisation before the subject, class and version behind it.
    """

    def __init__(self, key: bytes, version: int, organisation_id: UUID, key_class: str) -> None:
        self._cipher = AESGCM(key)
        self._class = key_class
        self._prefix = prefix(version)
        self._before = (
            associated_data(b"rowan data key", FORMAT_AND_SUITE, organisation_id.bytes)
            + _UUID_LENGTH
        )
        self._behind: dict[int, bytes] = {}

    def key_id(self, subject_id: UUID, version: int) -> bytes:
        """Subject, class and version of a data key, as they end associated data."""
        return _UUID_LENGTH + subject_id.bytes + self._end(version)

    def wrap(
        self, key: bytes, nonce: bytes, subject_id: UUID, version: int = FIRST_VERSION
    ) -> bytes:
        """A data key of a subject, sealed under a fresh random nonce; its commitment behind."""
        aad = self._before + subject_id.bytes + self._end(version)
        sealed = self._cipher.encrypt(nonce, key, aad)
        return self._prefix + nonce + sealed + commitment(key, aad)

    def unwrap(self, wrapped: bytes, subject_id: UUID, version: int) -> bytes:
        """The data key again; DecryptionFailed when it was altered, moved or is another class's."""
        return unwrap(self._cipher, wrapped, self._before + subject_id.bytes + self._end(version))

    def _end(self, version: int) -> bytes:
        end = self._behind.get(version)
        if end is None:
            end = associated_data(*_class_and_version(self._class, version))
            self._behind[version] = end
        return end
