"""The installation's own key: check of the root key, and secrets that belong to no organisation.

Secrets of sign-in (authenticators, sessions) are sealed here. The key is random, wrapped by the
root key in the one row of InstallationKey.
"""

import functools
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from encryption import signals
from encryption.custody import custodian
from encryption.errors import DecryptionFailed, RootKeyRefused
from encryption.keys import FIRST_VERSION
from encryption.padding import pad, unpad
from encryption.primitives import (
    FORMAT_AND_SUITE,
    associated_data,
    hkdf,
    key_version,
    new_key,
    open_sealed,
    unwrap,
    wrap,
)
from encryption.primitives import (
    seal as seal_bytes,
)

SECRET_FLOOR = 64
FINGERPRINT_BYTES = 16
_WRAP_AAD = associated_data(b"rowan installation key", FORMAT_AND_SUITE)


def establish(*, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Tie a database that has no installation key yet to the root key; True when it was done."""
    from encryption.models import InstallationKey, RootKey

    row = InstallationKey.objects.using(using).first()
    if row is not None and RootKey.objects.using(using).exists():
        return False
    root = custodian().roots()[0]
    if row is not None and not _opens(root, bytes(row.wrapped)):
        raise _not_ours()
    RootKey.objects.using(using).create(version=FIRST_VERSION, fingerprint=fingerprint(root))
    if row is not None:
        # Made by a release that knew one version of the root key.
        return False
    wrapped = wrap(_root_cipher(root), FIRST_VERSION, new_key(), _WRAP_AAD)
    InstallationKey.objects.using(using).create(wrapped=wrapped)
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


def root_cipher(version: int) -> AESGCM:
    """The cipher that wraps class keys: derived from a version of the root key, for this alone.

    A root key that is not at hand may have come since this process looked: it looks again.
    """
    if version not in _keys().roots:
        forget()
    found = _keys().roots.get(version)
    if found is None:
        raise DecryptionFailed("This is wrapped with a root key that is not at hand any more.")
    return found


def newest_root() -> int:
    """The version of the root key that wraps what is made now."""
    from encryption.models import RootKey

    return RootKey.objects.newest().version


def rewrap(*, version: int) -> None:
    """Wrap the installation's own key with another version of the root key."""
    from encryption.models import InstallationKey

    InstallationKey.objects.update(
        wrapped=wrap(root_cipher(version), version, _keys().data, _WRAP_AAD)
    )


def fingerprint(root: bytes) -> bytes:
    """What a root key is known by; says nothing of the key."""
    return hkdf(root, info=b"rowan root fingerprint", length=FINGERPRINT_BYTES)


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

    __slots__ = ("data", "roots")

    def __init__(self, roots: dict[int, AESGCM], data: bytes) -> None:
        self.roots = roots
        self.data = data


@functools.lru_cache(maxsize=1)
def _keys() -> _Keys:
    from encryption.models import InstallationKey

    row = InstallationKey.objects.first()
    if row is None:
        raise RootKeyRefused("This database was not set up yet. Run: ./manage.py set_up")
    roots = _roots_at_hand()
    wrapped = bytes(row.wrapped)
    try:
        return _Keys(roots, unwrap(roots[key_version(wrapped)], wrapped, _WRAP_AAD))
    except (KeyError, DecryptionFailed):
        raise _not_ours() from None


def _roots_at_hand() -> dict[int, AESGCM]:
    """The ciphers of the root keys that are kept, by version; none of one that is retired."""
    from encryption.models import RootKey

    versions = {bytes(each.fingerprint): each.version for each in RootKey.objects.in_use()}
    kept = {fingerprint(root): root for root in custodian().roots()}
    return {versions[mark]: _root_cipher(kept[mark]) for mark in kept if mark in versions}


def _not_ours() -> RootKeyRefused:
    from encryption.models import RootKey

    keeper = custodian()
    retired = RootKey.objects.retired().filter(
        fingerprint__in=[fingerprint(root) for root in keeper.roots()]
    )
    one = retired.first()
    if one is not None:
        return RootKeyRefused(
            f"The root key at {keeper.path} was replaced on {one.retired_on:%-d %B %Y} and opens "
            "nothing any more: put the one that replaced it there."
        )
    return RootKeyRefused(
        f"The root key at {keeper.path} is not the one that this database was made with."
    )


def _opens(root: bytes, wrapped: bytes) -> bool:
    try:
        unwrap(_root_cipher(root), wrapped, _WRAP_AAD)
    except DecryptionFailed:
        return False
    return True


def _root_cipher(root: bytes) -> AESGCM:
    return AESGCM(hkdf(root, info=b"rowan root wrapping"))


def _aad(tag: str, row_id: UUID | int | str) -> bytes:
    return associated_data(
        b"rowan installation secret", FORMAT_AND_SUITE, tag.encode(), str(row_id).encode()
    )
