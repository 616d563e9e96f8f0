"""The key that authenticates the installation's own events, in its versions.

The first is derived from the installation key; a later one is random, wrapped by the root key. All
of them stay, since each goes on proving what was made with it.
"""

from collections.abc import Iterator
from uuid import UUID

from encryption import installation
from encryption.keys import FIRST_VERSION
from encryption.models import TrailKey
from encryption.primitives import (
    FORMAT_AND_SUITE,
    associated_data,
    hkdf,
    key_version,
    new_key,
    unwrap,
    wrap,
)


def newest(purpose: str, *, using: str) -> tuple[int, bytes]:
    """The version that is to be used now, and its key; asked of the database each time.

    In the transaction of what is made with it, so that a rotation waits for that.
    """
    row = TrailKey.objects.using(using).order_by("-version").first()
    if row is None:
        return FIRST_VERSION, installation.purpose_key(purpose)
    return row.version, _derived(row, purpose)


def every(purpose: str) -> Iterator[tuple[int, bytes]]:
    """Each version with its key."""
    yield FIRST_VERSION, installation.purpose_key(purpose)
    for row in TrailKey.objects.order_by("version"):
        yield row.version, _derived(row, purpose)


def announce(rotation_id: UUID) -> int:
    """Make the next version, once for a rotation: what comes from now on is made with it."""
    made = TrailKey.objects.filter(rotation_id=rotation_id).first()
    if made is not None:
        return made.version
    newest_row = TrailKey.objects.order_by("-version").first()
    version = (newest_row.version if newest_row else FIRST_VERSION) + 1
    wrapped = _wrapped(new_key(), version, root=installation.newest_root())
    TrailKey.objects.create(version=version, wrapped=wrapped, rotation_id=rotation_id)
    return version


def rewrap(*, root: int) -> None:
    """Wrap each version with this version of the root key."""
    for row in TrailKey.objects.order_by("version"):
        if key_version(bytes(row.wrapped)) != root:
            row.wrapped = _wrapped(_unwrapped(row), row.version, root=root)
            row.save(update_fields=["wrapped"])


def _derived(row: TrailKey, purpose: str) -> bytes:
    info = associated_data(b"rowan installation purpose", purpose.encode())
    return hkdf(_unwrapped(row), info=info)


def _unwrapped(row: TrailKey) -> bytes:
    wrapped = bytes(row.wrapped)
    return unwrap(installation.root_cipher(key_version(wrapped)), wrapped, _aad(row.version))


def _wrapped(key: bytes, version: int, *, root: int) -> bytes:
    return wrap(installation.root_cipher(root), root, key, _aad(version))


def _aad(version: int) -> bytes:
    return associated_data(b"rowan trail key", FORMAT_AND_SUITE, version.to_bytes(2, "big"))
