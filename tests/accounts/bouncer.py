"""PgBouncer before the tests' own database: many connections in front, two behind, by transaction.

It runs as the account to which the database's socket belongs, since that is closed to others.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.private_postgres.connection import Connection
from tests.programs import require

BEHIND = 2
_SETTINGS = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listens}
unix_socket_dir =
auth_type = plain
auth_file = {folder}/people
pool_mode = transaction
default_pool_size = {behind}
ignore_startup_parameters = options,extra_float_digits
"""


@contextmanager
def running(server: Connection) -> Iterator[int]:
    """Let PgBouncer stand before this server; give the port on which it listens."""
    program = require("pgbouncer")
    owner = Path(server.host).stat()
    folder = Path(tempfile.mkdtemp(prefix="rowan-pool-"))
    listens = _free_port()
    settings = _SETTINGS.format(
        host=server.host, port=server.port, listens=listens, folder=folder, behind=BEHIND
    )
    (folder / "settings").write_text(settings, encoding="utf-8")
    people = "".join(f'"{role}" "{word}"\n' for role, word in server.passwords.items())
    (folder / "people").write_text(people, encoding="utf-8")
    command = [str(program), "--quiet", str(folder / "settings")]
    if os.geteuid() == 0:
        for path in (folder, *folder.iterdir()):
            os.chown(path, owner.st_uid, owner.st_gid)
        process = subprocess.Popen(command, user=owner.st_uid, group=owner.st_gid, extra_groups=[])
    else:
        process = subprocess.Popen(command)
    try:
        _wait_for(listens, process)
        yield listens
    finally:
        process.terminate()
        process.wait(timeout=10)
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "PgBouncer has ended by itself"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("PgBouncer does not listen")
