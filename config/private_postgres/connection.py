"""How to reach the private server: kept in one file that only its owner can read."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from config.private_postgres.errors import PrivatePostgresError

SUPERUSER = "rowan_admin"
ROLES_THAT_SIGN_IN = (SUPERUSER, "rowan_owner", "rowan_app", "rowan_audit", "rowan_backup")
DATABASE = "rowan"

# The server listens on no network address; the port only names the socket's file.
PORT = 5432


@dataclass(frozen=True)
class Connection:
    """Where the server listens and with which passwords.

    `host` is the folder of the Unix socket. `passwords` has one for each role that signs in;
    rowan_report has none, rowan_app takes it on with SET LOCAL ROLE.
    """

    host: str
    port: int
    name: str
    passwords: dict[str, str] = field(repr=False)

    def as_role(self, role: str) -> dict[str, str | int]:
        """The arguments of `psycopg.connect` for one role."""
        return {
            "host": self.host,
            "port": self.port,
            "dbname": self.name,
            "user": role,
            "password": self.passwords[role],
        }


@dataclass(frozen=True)
class Record:
    """What a home remembers about its server, in `database/connection.json`.

    `place` is the folder with the data, `socket_folder` the one with the socket. `for_tests`
    is fixed when the server is made: such a server may lose its data with the machine's power.
    """

    place: str
    socket_folder: str
    for_tests: bool
    passwords: dict[str, str] = field(repr=False)

    def connection(self) -> Connection:
        return Connection(
            host=self.socket_folder, port=PORT, name=DATABASE, passwords=dict(self.passwords)
        )


def new_passwords() -> dict[str, str]:
    return {role: secrets.token_urlsafe(32) for role in ROLES_THAT_SIGN_IN}


def read_record(path: Path) -> Record | None:
    """The record of a home, None where there is none yet."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Record(**content)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise PrivatePostgresError(
            f"{path} cannot be read as the record of the private database: put back a copy, "
            "or remove all data with 'make clean'."
        ) from error


def write_record(path: Path, record: Record) -> None:
    """Put the record in place whole or not at all, readable by its owner alone."""
    half = path.with_suffix(".new")
    half.unlink(missing_ok=True)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(record), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
