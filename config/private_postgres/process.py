"""The running server: whether it lives, starting it and stopping it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from config.private_postgres.cluster import explain, run_as
from config.private_postgres.connection import PORT
from config.private_postgres.errors import PrivatePostgresError
from config.private_postgres.place import Place
from config.private_postgres.programs import Programs

_START_SECONDS = 90
_FAST_STOP_SECONDS = 30
_LAST_STOP_SECONDS = 10


@dataclass(frozen=True)
class Postmaster:
    """The server's first process, as its own file in the data folder tells of it."""

    pid: int
    ready: bool


def running(place: Place) -> Postmaster | None:
    """The living server of this place; None when there is none, whatever a stale file says."""
    found = _read_pid_file(place)
    if found is None or not _serves(found.pid, place):
        return None
    return found


def answers(place: Place, socket_folder: Path) -> bool:
    """Whether the server is ready and its socket still accepts a connection."""
    found = running(place)
    if found is None or not found.ready:
        return False
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(5)
            probe.connect(str(socket_folder / f".s.PGSQL.{PORT}"))
    except OSError:
        return False
    return True


def start(place: Place, programs: Programs, socket_folder: Path) -> None:
    """Start the server and wait until it takes connections. It outlives us."""
    deadline = time.monotonic() + _START_SECONDS
    while True:
        _forget_a_dead_server(place, socket_folder)
        from_here = place.log.stat().st_size if place.log.exists() else 0
        if _try_to_start(place, programs):
            return
        with place.log.open("rb") as log:
            log.seek(from_here)
            said = log.read().decode(errors="replace")
        # After a kill -9 the old server's children need a moment to notice and leave.
        if "still in use" not in said or time.monotonic() > deadline:
            raise PrivatePostgresError(explain(said, place))
        time.sleep(0.5)


def stop(place: Place) -> bool:
    """Stop the server, gently and then less so; False when none was running."""
    found = running(place)
    if found is None:
        return False
    for number, seconds in (
        (signal.SIGINT, _FAST_STOP_SECONDS),
        (signal.SIGQUIT, _LAST_STOP_SECONDS),
        (signal.SIGKILL, _LAST_STOP_SECONDS),
    ):
        try:
            os.kill(found.pid, number)
        except ProcessLookupError:
            return True
        if _gone(found.pid, place, seconds):
            return True
    raise PrivatePostgresError(f"The private PostgreSQL (process {found.pid}) does not stop.")


def _try_to_start(place: Place, programs: Programs) -> bool:
    command = [
        programs.path("pg_ctl"),
        "start",
        "--wait",
        f"--timeout={_START_SECONDS}",
        f"--pgdata={place.data}",
        f"--log={place.log}",
        "--silent",
    ]
    try:
        done = run_as(place.account, command, place.folder, seconds=_START_SECONDS + 10)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _gone(pid: int, place: Place, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not _serves(pid, place):
            return True
        time.sleep(0.02)
    return False


def _read_pid_file(place: Place) -> Postmaster | None:
    """Line 1 is the process number; line 8 says "ready" once connections are taken."""
    try:
        lines = (place.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        pid = abs(int(lines[0]))
    except (FileNotFoundError, ValueError, IndexError):
        return None
    return Postmaster(pid, ready=len(lines) > 7 and lines[7].strip() == "ready")


def _forget_a_dead_server(place: Place, socket_folder: Path) -> None:
    """Remove the notes of a server that is gone, whose number another process may bear now.

    PostgreSQL itself would take that process, or the dead one while nobody has collected it, for
    the server and refuse to start. Called with the home's lock held.
    """
    if running(place) is not None:
        return
    socket_file = socket_folder / f".s.PGSQL.{PORT}"
    for note in (place.data / "postmaster.pid", socket_file, Path(f"{socket_file}.lock")):
        note.unlink(missing_ok=True)


def _serves(pid: int, place: Place) -> bool:
    """Whether this process is the server of this place: a server works in its data folder."""
    folder = Path("/proc") / str(pid)
    if Path("/proc/self/cwd").exists():
        try:
            is_dead = (folder / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
            return not is_dead and (folder / "cwd").samefile(place.data)
        except OSError:
            return False
    seen = subprocess.run(
        ["/bin/ps", "-o", "stat=,args=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return bool(seen) and not seen.startswith("Z") and str(place.data) in seen
