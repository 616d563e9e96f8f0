"""A process's claim on ROWAN_HOME: one that serves at a time, and the folders it needs.

Standard library only: it is used before the settings are read, and by `make clean`.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# After a kill -9 the web process notices within a second or two that its parent is gone.
_WAIT_FOR_THE_DEAD_SECONDS = 15.0


class BusyHomeError(Exception):
    """Rowan is served from this home already; the sentence names its address."""


def from_environment(checkout: Path) -> Path:
    """The home that the settings will read as well."""
    return Path(os.environ.get("ROWAN_HOME", checkout / "var")).absolute()


def make(home: Path) -> None:
    """The home and its folder of keys, closed to others. Settings keep their secret there."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    (home / "keys").mkdir(mode=0o700, exist_ok=True)


@contextmanager
def only_one(home: Path) -> Iterator[Path]:
    """Hold the home's lock; yields the file that tells others our address.

    Raises BusyHomeError while another process lives. One that was killed is waited for.
    """
    path = home / "serving.lock"
    with path.open("a+", encoding="utf-8") as lock:
        path.chmod(0o600)
        until = time.monotonic() + _WAIT_FOR_THE_DEAD_SECONDS
        while not _taken(lock.fileno()):
            said = path.read_text(encoding="utf-8").split(maxsplit=1)
            pid, address = (said[0], said[-1].strip()) if said else ("0", "")
            if _lives(int(pid)) or time.monotonic() > until:
                where = f" at {address}" if address.startswith("http") else ""
                raise BusyHomeError(
                    f"Rowan is already running from {home}{where} (process {pid}): use that one, "
                    "or stop it there with Ctrl+C first."
                )
            time.sleep(0.1)
        path.write_text(f"{os.getpid()} starting", encoding="utf-8")
        yield path


def tell_address(lock_file: Path, address: str) -> None:
    """What a second process says about the first."""
    lock_file.write_text(f"{os.getpid()} {address}", encoding="utf-8")


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lives(pid: int) -> bool:
    """Whether the process lives; one that is dead and not yet collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    return state.rpartition(")")[2].split()[0] not in "ZX"
