"""Making the server's data and its configuration."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from config.private_postgres.connection import PORT, SUPERUSER, Record
from config.private_postgres.errors import PrivatePostgresError
from config.private_postgres.place import Account, Place
from config.private_postgres.programs import Programs

# Failing statements and the messages of their errors quote values; the log is clear text and
# keeps only what the server says of itself.
_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_locks_per_transaction": "128",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    # Parallel plans need shared memory that containers give sparingly.
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    # A large import is counted right after it: statistics must follow quickly.
    "autovacuum_naptime": "10s",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
_SETTINGS_FOR_TESTS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}

_WHO_MAY_CONNECT = "local replication all reject\nlocal all all scram-sha-256\n"


def clean_environment() -> dict[str, str]:
    """What PostgreSQL's programs see of our environment: none of its PG* variables."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}


def make_data(place: Place, programs: Programs, record: Record) -> None:
    """Run initdb, which asks for an account with a name, and hand over what it made."""
    shutil.rmtree(place.data, ignore_errors=True)
    place.data.mkdir(mode=0o700)
    password_file = place.folder / "password"
    account = _account_for_initdb(place.account)
    try:
        _write_password(password_file, record.passwords[SUPERUSER], account)
        _give(place.data, account)
        _run_initdb(place, programs, record, password_file, account)
        _give_tree(place.data, place.account)
    finally:
        password_file.unlink(missing_ok=True)


def write_configuration(place: Place, record: Record) -> None:
    """Write the two configuration files anew: at each start they are what this module says."""
    settings = {**_SETTINGS, "unix_socket_directories": record.socket_folder}
    if record.for_tests:
        settings |= _SETTINGS_FOR_TESTS
    lines = [f"{name} = '{_quoted(value)}'" for name, value in settings.items()]
    for name, content in (
        ("postgresql.conf", "\n".join(lines) + "\n"),
        ("pg_hba.conf", _WHO_MAY_CONNECT),
    ):
        path = place.data / name
        path.write_text(content, encoding="utf-8")
        path.chmod(0o600)
        _give(path, place.account)


def make_log(place: Place) -> None:
    """The server's log, begun anew when it has grown past 10 MB."""
    if place.log.exists() and place.log.stat().st_size > 10_000_000:
        place.log.replace(place.log.with_suffix(".old"))
    place.log.touch(mode=0o600)
    _give(place.log, place.account)


def _run_initdb(
    place: Place, programs: Programs, record: Record, password_file: Path, account: Account
) -> None:
    locale = ["--locale=C.UTF-8"]
    if programs.major >= 17:
        # The built-in locale exists on every system; the C library's does not.
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = [
        programs.path("initdb"),
        f"--pgdata={place.data}",
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-instructions",
        *locale,
        *(["--no-sync"] if record.for_tests else []),
    ]
    done = run_as(account, command, place.folder, seconds=180)
    if done.returncode != 0:
        raise PrivatePostgresError(explain(done.stderr + done.stdout, place))


def run_as(
    account: Account, command: list[str], folder: Path, *, seconds: int
) -> subprocess.CompletedProcess[str]:
    """Run a program as the account, in a session of its own so that Ctrl+C reaches only us."""
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        command,
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        errors="replace",
        timeout=seconds,
        umask=0o077,
        start_new_session=True,
        **account.process_arguments,
    )


def explain(output: str, place: Place) -> str:
    """One sentence from what PostgreSQL's programs wrote."""
    if "No space left on device" in output:
        return f"The disk that holds {place.folder} is full: the database cannot start."
    if "could not look up effective user ID" in output:
        return (
            "PostgreSQL cannot make its data as a user number without an account: run Rowan as "
            "an ordinary user, or set DATABASE_URL."
        )
    complaints = [
        line.strip()
        for line in output.splitlines()
        if any(word in line for word in ("FATAL", "PANIC", "error:", "could not"))
    ]
    reason = (
        complaints[0] if complaints else (output.strip().splitlines() or ["no reason given"])[-1]
    )
    return f"The private PostgreSQL in {place.folder} could not be started: {reason}"


def _account_for_initdb(account: Account) -> Account:
    """initdb insists on an account with a name; it gets one, with the number as its group.

    Only a process with that group can enter the folder, so no other process of the named
    account can reach what initdb writes.
    """
    if account.number is None:
        return account
    named = next((entry for entry in pwd.getpwall() if entry.pw_name == "nobody"), None)
    if named is None:
        raise PrivatePostgresError(
            "PostgreSQL does not run as root and this system has no account 'nobody' to make "
            "its data: start Rowan as an ordinary user."
        )
    return Account(account.number, named.pw_uid)


def _write_password(path: Path, password: str, account: Account) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(password)
    _give(path, account)


def _give(path: Path, account: Account) -> None:
    if account.number is not None:
        os.chown(path, account.user, account.number, follow_symlinks=False)


def _give_tree(root: Path, account: Account) -> None:
    if account.number is None:
        return
    for folder, folders, files in os.walk(root):
        for name in (".", *folders, *files):
            _give(Path(folder) / name, account)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")
