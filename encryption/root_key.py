"""The root key: 32 bytes that open everything, and the places where they may lie.

A systemd credential is used when there is one, then a passphrase, then the key file. The
key never comes from the database, the repository or the text of the environment.
"""

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from django.conf import settings

from encryption.errors import RootKeyRefused
from encryption.primitives import KEY_BYTES, new_key

CREDENTIAL = "rowan-root-key"
SALT_BYTES = 16
SHORTEST_PASSPHRASE = 20
FORBIDDEN_VARIABLES = ("ROWAN_KEY", "ROWAN_ROOT_KEY", "ROWAN_KEY_PASSPHRASE")
_LOOKS_LIKE_A_KEY = re.compile(r"[0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?")


@dataclass(frozen=True)
class Source:
    """Where the root key comes from, and what kind of place that is."""

    path: Path
    kind: str  # "credential", "passphrase" or "file"


def source() -> Source:
    """The place that the settings and the environment name."""
    for variable in FORBIDDEN_VARIABLES:
        if os.environ.get(variable):
            raise RootKeyRefused(
                f"{variable} is set. The root key does not belong in the environment: "
                "put it in a file of mode 0600 and name that file in ROWAN_KEY_FILE."
            )
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if folder and (Path(folder) / CREDENTIAL).exists():
        return Source(Path(folder) / CREDENTIAL, "credential")
    passphrase_file = getattr(settings, "ROWAN_KEY_PASSPHRASE_FILE", None) or os.environ.get(
        "ROWAN_KEY_PASSPHRASE_FILE"
    )
    if passphrase_file:
        return Source(Path(passphrase_file), "passphrase")
    return Source(default_path(), "file")


def default_path() -> Path:
    """ROWAN_KEY_FILE, or keys/root.key under ROWAN_HOME."""
    named = getattr(settings, "ROWAN_KEY_FILE", None)
    if named is not None and _LOOKS_LIKE_A_KEY.fullmatch(str(named)):
        raise RootKeyRefused(
            "ROWAN_KEY_FILE holds what looks like a key. It must name a file that holds the key."
        )
    return Path(named) if named else Path(settings.ROWAN_HOME) / "keys" / "root.key"


def create(path: Path) -> None:
    """Make a new root key at `path`, mode 0600; an existing file is never touched."""
    _refuse_place(path.parent.resolve() / path.name)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise RootKeyRefused(f"There is a root key at {path} already; it stays.") from None
    except OSError as error:
        raise RootKeyRefused(f"No root key can be made at {path}: {error.strerror}.") from None
    try:
        os.fchmod(descriptor, 0o600)
        os.write(descriptor, new_key())
        os.fsync(descriptor)
    except OSError as error:
        path.unlink()
        raise RootKeyRefused(f"No root key can be made at {path}: {error.strerror}.") from None
    finally:
        os.close(descriptor)


def load(place: Source, *, salt: bytes) -> bytes:
    """The root key from its place; the salt matters for a passphrase alone."""
    if place.kind == "passphrase":
        return from_passphrase(_read(place).decode("utf-8", "replace").strip(), salt)
    key = _read(place)
    if len(key) != KEY_BYTES:
        raise RootKeyRefused(
            f"The root key at {place.path} has {len(key)} bytes; it must have {KEY_BYTES}."
        )
    return key


def from_passphrase(passphrase: str, salt: bytes) -> bytes:
    """Argon2id with the second recommended setting of RFC 9106: 64 MiB, 3 passes, 4 lanes."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise RootKeyRefused(
            f"The passphrase is shorter than {SHORTEST_PASSPHRASE} characters. "
            "Six words chosen by dice are long enough."
        )
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=3, lanes=4, memory_cost=64 * 1024)
    return kdf.derive(passphrase.encode())


def _read(place: Source) -> bytes:
    try:
        path = place.path.resolve(strict=True)
        _refuse_place(path)
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise RootKeyRefused(
            f"There is no root key at {place.path}. Without the key that this installation "
            "was made with, nothing in its database can be read."
        ) from None
    except OSError as error:
        raise RootKeyRefused(
            f"The root key at {place.path} cannot be opened: {error.strerror}."
        ) from None
    try:
        _refuse_access(os.fstat(descriptor), place)
        return os.read(descriptor, 4096)
    finally:
        os.close(descriptor)


def _refuse_access(found: os.stat_result, place: Source) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise RootKeyRefused(f"{place.path} is not an ordinary file.")
    # systemd makes its credentials readable by root's group mask, in a folder only we can enter.
    credential = place.kind == "credential"
    if found.st_mode & (0o137 if credential else 0o177):
        raise RootKeyRefused(
            f"Others can reach the root key at {place.path}: its mode is "
            f"{stat.S_IMODE(found.st_mode):04o} and must be 0600. Run: chmod 600 {place.path}"
        )
    if found.st_uid not in ({os.geteuid(), 0} if credential else {os.geteuid()}):
        raise RootKeyRefused(
            f"The root key at {place.path} belongs to another user of this machine."
        )


def _refuse_place(path: Path) -> None:
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
