"""Files that only Rowan's account may read, written whole or not at all.

No key lies where it could be committed, or be copied together with the database.
"""

import os
import stat
from pathlib import Path

from django.conf import settings

from encryption.appending import keep_name
from encryption.errors import RootKeyRefused

_LONGEST = 4096


def read(path: Path, *, credential: bool = False) -> bytes:
    """What the file holds; RootKeyRefused where it is missing or others can reach it."""
    try:
        resolved = path.resolve(strict=True)
        refuse_place(resolved)
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
        descriptor = os.open(resolved, flags)
    except FileNotFoundError:
        raise RootKeyRefused(
            f"There is no root key at {path}. Without the key that this installation "
            "was made with, nothing in its database can be read."
        ) from None
    except OSError as error:
        raise RootKeyRefused(
            f"The root key at {path} cannot be opened: {error.strerror}."
        ) from None
    try:
        _refuse_access(os.fstat(descriptor), path, credential=credential)
        return os.read(descriptor, _LONGEST)
    finally:
        os.close(descriptor)


def write_new(path: Path, content: bytes) -> None:
    """Write a file of mode 0600 that is not there yet; on the disk before this returns."""
    refuse_place(path.parent.resolve() / path.name)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise RootKeyRefused(f"There is a root key at {path} already; it stays.") from None
    except OSError as error:
        raise _not_made(path, error) from None
    try:
        os.fchmod(descriptor, 0o600)
        os.write(descriptor, content)
        os.fsync(descriptor)
    except OSError as error:
        path.unlink()
        raise _not_made(path, error) from None
    finally:
        os.close(descriptor)
    keep_name(path)


def put_in_place(arriving: Path, path: Path) -> None:
    """Let one file take the other's place, at once and on the disk."""
    arriving.replace(path)
    keep_name(path)


def _not_made(path: Path, error: OSError) -> RootKeyRefused:
    return RootKeyRefused(f"No root key can be made at {path}: {error.strerror}.")


def _refuse_access(found: os.stat_result, path: Path, *, credential: bool) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise RootKeyRefused(f"{path} is not an ordinary file.")
    # systemd makes its credentials readable by root's group mask, in a folder only we can enter.
    if found.st_mode & (0o137 if credential else 0o177):
        raise RootKeyRefused(
            f"Others can reach the root key at {path}: its mode is "
            f"{stat.S_IMODE(found.st_mode):04o} and must be 0600. Run: chmod 600 {path}"
        )
    if found.st_uid not in ({os.geteuid(), 0} if credential else {os.geteuid()}):
        raise RootKeyRefused(f"The root key at {path} belongs to another user of this machine.")


def refuse_place(path: Path) -> None:
    """Refuse the checkout (ROWAN_HOME inside it aside) and any folder of a PostgreSQL server."""
    checkout = Path(settings.BASE_DIR).resolve()
    home = Path(settings.ROWAN_HOME).resolve()
    under_home = home != checkout and path.is_relative_to(home)
    if path.is_relative_to(checkout) and not (under_home and home.is_relative_to(checkout)):
        raise RootKeyRefused(
            f"The root key at {path} lies in the checkout, where it could be committed. "
            "Keep it under ROWAN_HOME or outside."
        )
    if any((parent / "PG_VERSION").exists() for parent in path.parents):
        raise RootKeyRefused(
            f"The root key at {path} lies in the database's folder, so a copy of the "
            "database would carry its key."
        )
