"""The installation's own key: check of the root key, and secrets that belong to no organisation.

Secrets of sign-in (authenticators, sessions) are sealed here. The key is random, wrapped by the
root key in the one row of InstallationKey.
"""

import functools
import os
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from encryption import root_key, signals
from encryption.errors import DecryptionFailed, RootKeyRefused
from encryption.keys import FIRST_VERSION
from encryption.padding import pad, unpad
from encryption.primitives import (
    FORMAT_AND_SUITE,
    associated_data,
    hkdf,
    new_key,
    open_sealed,
    unwrap,
    wrap,
)
from encryption.primitives import (
    seal as seal_bytes,
)

SECRET_FLOOR = 64
_WRAP_AAD = associated_data(b"rowan installation key", FORMAT_AND_SUITE)


def establish(*, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Tie a database that has no installation key yet to the root key; True when it was done."""
    from encryption.models import InstallationKey

    if InstallationKey.objects.using(using).exists():
        return False
    salt = os.urandom(root_key.SALT_BYTES)
    root = root_key.load(root_key.source(), salt=salt)
    wrapped = wrap(_root_cipher(root), FIRST_VERSION, new_key(), _WRAP_AAD)
    InstallationKey.objects.using(using).create(salt=salt, wrapped=wrapped)
    forget()
    return True


def verify() -> None:
    """Refuse (RootKeyRefused) unless the root key is there, safe, and the one of this database."""
    forget()
    _keys()


def seal(tag: str, row_id: UUID | int | str, secret: bytes) -> bytes:
    """Seal a secret of the installation, bound to the permanent tag and to its row."""
    return seal_bytes(
        AESGCM(_keys().data), FIRST_VERSION, pad(secret, SECRET_FLOOR), _aad(tag, row_id)
    )


def open(tag: str, row_id: UUID | int | str, sealed: bytes) -> bytes:  # noqa: A001 - installation.open
    """The secret again; DecryptionFailed when it was altered or moved."""
    try:
        return unpad(open_sealed(AESGCM(_keys().data), sealed, _aad(tag, row_id)))
    except DecryptionFailed:
        signals.decryption_failed.send_robust(
            sender=None, tag=tag, organisation_id=None, row_id=row_id, subject_id=None
        )
        raise DecryptionFailed(f"{tag} of {row_id} cannot be opened.") from None


@functools.lru_cache(maxsize=64)
def purpose_key(name: str) -> bytes:
    """A 32-byte key of the installation for one purpose."""
    return hkdf(_keys().data, info=associated_data(b"rowan installation purpose", name.encode()))


def wrapping_cipher() -> AESGCM:
    """The cipher that wraps class keys: derived from the root key, for this use alone."""
    return _keys().wrapping


def forget() -> None:
    """Forget the keys that this process holds; the next use reads them again."""
    _keys.cache_clear()
    purpose_key.cache_clear()


def establish_after_migrate(*, using: str, **kwargs: Any) -> None:
    """Receiver of post_migrate: a new database is tied to the root key as soon as it has tables."""
    connection = connections[using]
    if "encryption_installationkey" in connection.introspection.table_names():
        establish(using=using)


def refuse_wrong_root_key(*, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver of connection_created: no work in a process without the right root key.

    Looked at once in a process; a database that is not set up yet is let through.
    """
    if connection.alias != DEFAULT_DB_ALIAS or _keys.cache_info().currsize:
        return
    if _is_set_up(connection):
        _keys()


def _is_set_up(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('public.encryption_installationkey')")
        if cursor.fetchone()[0] is None:
            return False
        cursor.execute("select exists (select from encryption_installationkey)")
        return bool(cursor.fetchone()[0])


class _Keys:
    """What a process holds of the installation."""

    __slots__ = ("data", "wrapping")

    def __init__(self, wrapping: AESGCM, data: bytes) -> None:
        self.wrapping = wrapping
        self.data = data


@functools.lru_cache(maxsize=1)
def _keys() -> _Keys:
    from encryption.models import InstallationKey

    place = root_key.source()
    row = InstallationKey.objects.first()
    if row is None:
        raise RootKeyRefused("This database was not set up yet. Run: ./manage.py set_up")
    cipher = _root_cipher(root_key.load(place, salt=bytes(row.salt)))
    try:
        return _Keys(cipher, unwrap(cipher, bytes(row.wrapped), _WRAP_AAD))
    except DecryptionFailed:
        raise RootKeyRefused(
            f"The root key at {place.path} is not the one that this database was made with."
        ) from None


def _root_cipher(root: bytes) -> AESGCM:
    return AESGCM(hkdf(root, info=b"rowan root wrapping"))


def _aad(tag: str, row_id: UUID | int | str) -> bytes:
    return associated_data(
        b"rowan installation secret", FORMAT_AND_SUITE, tag.encode(), str(row_id).encode()
    )
