"""Where the server's data and socket lie, and as which account it runs.

An ordinary user runs the server himself, with everything below the home. PostgreSQL refuses to
run as root; root runs it as a number that no account has, in a folder of its own that only this
number's group may pass. No account is made and no folder that is not ours changes its mode.
"""

from __future__ import annotations

import os
import pwd
import random
import shutil
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.private_postgres.connection import PORT
from config.private_postgres.errors import PrivatePostgresError

# The folder that holds root's servers; the tests move it.
SYSTEM_FOLDER = Path("/var/db" if sys.platform == "darwin" else "/var/lib")
SHORT_FOLDER = Path("/tmp")  # noqa: S108  # nosec B108
PREFIX = "rowan-database-"

# sockaddr_un holds 104 bytes on macOS and 108 on Linux, the closing zero among them.
_LONGEST_SOCKET_PATH = 103

# Numbers that Debian and systemd leave to nobody; the second range serves containers, where
# numbers of more than 16 bits often do not exist.
_UNUSED_NUMBERS = (range(0x7000_0000, 0x7FFF_0000), range(60_578, 61_183))


@dataclass(frozen=True)
class Account:
    """The group number that a program runs as, and the user's where it differs; None: ours."""

    number: int | None
    other_user: int | None = None

    @property
    def user(self) -> int:
        """The user number that a program runs as."""
        if self.number is None:
            return os.geteuid()
        return self.number if self.other_user is None else self.other_user

    @property
    def process_arguments(self) -> dict[str, object]:
        """Arguments of `subprocess.run` that start a program as this account."""
        if self.number is None:
            return {}
        return {"user": self.user, "group": self.number, "extra_groups": []}


@dataclass(frozen=True)
class Place:
    """The folders of one server."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def made(self) -> Path:
        """Written when the database is complete; without it, what is there is thrown away."""
        return self.folder / "complete"


def make(database_folder: Path) -> Place:
    """A new, empty place for the server of a home."""
    if os.geteuid() != 0:
        folder = database_folder / "server"
        folder.mkdir(mode=0o700, exist_ok=True)
        return Place(folder, Account(None))
    if not SYSTEM_FOLDER.is_dir():
        raise PrivatePostgresError(f"{SYSTEM_FOLDER} is missing; root's database is kept there.")
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=SYSTEM_FOLDER))
    number = _give_to_an_unused_number(folder)
    return Place(folder, Account(number))


def at(folder: Path) -> Place:
    """The place made earlier; its group tells the number that the server runs as."""
    try:
        seen = folder.lstat()
    except FileNotFoundError as error:
        raise PrivatePostgresError(
            f"The database's folder {folder} is gone: put it back, or remove what is left of the "
            "data with 'make clean'."
        ) from error
    mine = os.geteuid()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != mine:
        raise PrivatePostgresError(f"The database's folder {folder} belongs to somebody else.")
    return Place(folder, Account(seen.st_gid if mine == 0 else None))


def remove(folder: Path) -> None:
    """Remove a place, or what is left of one."""
    if folder.exists():
        shutil.rmtree(at(folder).folder)


def make_socket_folder(place: Place) -> Path:
    """A folder for the socket: beside the data, or a short one when that path is too long.

    Other users cannot enter it. The server runs as root's stand-in with the folder's number.
    """
    folder = place.folder / "socket"
    if _fits(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    else:
        folder = Path(tempfile.mkdtemp(prefix="rowan-", dir=_short_folder()))
    if not _fits(folder):
        raise PrivatePostgresError(
            f"The path {folder} is too long for the database's socket: set ROWAN_HOME to a "
            "shorter one."
        )
    if place.account.number is not None:
        os.chown(folder, place.account.number, place.account.number)
    return folder


def socket_folder_is_ours(folder: Path, account: Account) -> bool:
    """Whether the folder is still the one that was made: ours, and closed to others."""
    try:
        seen = folder.lstat()
    except FileNotFoundError:
        return False
    mode_is_private = stat.S_IMODE(seen.st_mode) & 0o077 == 0
    return stat.S_ISDIR(seen.st_mode) and seen.st_uid == account.user and mode_is_private


def remove_socket_folder(folder: Path, account: Account) -> None:
    if socket_folder_is_ours(folder, account):
        shutil.rmtree(folder)


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= _LONGEST_SOCKET_PATH


def _short_folder() -> Path:
    return SHORT_FOLDER if os.access(SHORT_FOLDER, os.W_OK) else Path(tempfile.gettempdir())


def _give_to_an_unused_number(folder: Path) -> int:
    """Set the folder's group to a number without an account; root keeps it, the group passes."""
    choice = random.SystemRandom()
    for numbers in _UNUSED_NUMBERS:
        for _ in range(20):
            number = choice.choice(numbers)
            if _has_account(number):
                continue
            try:
                os.chown(folder, 0, number)
            except OSError:
                break
            folder.chmod(0o710)
            return number
    folder.rmdir()
    raise PrivatePostgresError(
        "PostgreSQL does not run as root and this system has no other number to run it as: "
        "start Rowan as an ordinary user."
    )


def _has_account(number: int) -> bool:
    try:
        pwd.getpwuid(number)
    except KeyError:
        return False
    return True
