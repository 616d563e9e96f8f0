"""An installation's beginning: its folders, its keys, its database and the tables in it.

Each is made when it is missing; what is there is kept. A private installation is set up by the
first command that needs records, so that nobody meets a database without tables.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connections

from config import private_postgres
from encryption.custody import custodian
from encryption.primitives import new_key

# Commands of ours that need no records, or that set the installation up themselves.
NEED_NO_RECORDS = frozenset(
    {
        "check_classification",
        "demo",
        "demo_code",
        "recover_root",
        "restore_backup",
        "serve",
        "set_up",
    }
)


def is_private() -> bool:
    """Say whether Rowan runs its own PostgreSQL; an outer one is set up on purpose."""
    return "DATABASE_URL" not in os.environ


def set_up(home: Path, say: Callable[[str], None]) -> None:
    """Make what is missing, and bring the tables up to date.

    A lost root key is never replaced: where the database holds what it opens, the missing file
    is refused when the database is connected to.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.STATIC_ROOT.mkdir(mode=0o700, exist_ok=True)
    call_command(
        "collectstatic", ignore_patterns=["rest_framework"], interactive=False, verbosity=0
    )
    if is_private():
        say("Starting the private PostgreSQL ...")
        private_postgres.ensure_running(home)
    keeper = custodian()
    if not keeper.exists() and not _was_established():
        say(f"Making keys in {keeper.path.parent} ...")
        keeper.create(new_key())
    say("Bringing its tables up to date ...")
    call_command("migrate", database="owner", verbosity=0)
    # Connecting as the application proves the root key and the role.
    connections["default"].ensure_connection()
    # Apps are not there yet when manage.py loads this.
    from accounts import owner_use

    owner_use.record("set_up")
    connections.close_all()
    mark_ready(home)


def _was_established() -> bool:
    """Whether the database is tied to a root key already."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select to_regclass('public.encryption_installationkey')")
        if cursor.fetchone()[0] is None:
            return False
        cursor.execute("select exists (select from encryption_installationkey)")
        return bool(cursor.fetchone()[0])


def _marker(home: Path) -> Path:
    """The file that says that an installation was set up whole, once."""
    return home / "installation.ready"


def mark_ready(home: Path) -> None:
    """Remember that the installation is whole: commands need not set it up."""
    _marker(home).touch(mode=0o600)


def set_up_for(arguments: list[str]) -> None:
    """Set a new private installation up when the command on the line needs records."""
    command = arguments[1] if len(arguments) > 1 else ""
    ours = not get_commands().get(command, "django").startswith("django")
    if not ours or command in NEED_NO_RECORDS or not is_private():
        return
    if not _marker(settings.ROWAN_HOME).exists():
        say_on_stderr(f"A new installation begins in {settings.ROWAN_HOME}.")
        set_up(settings.ROWAN_HOME, say_on_stderr)


def say_on_stderr(sentence: str) -> None:
    """Tell without mixing into what a command prints."""
    sys.stderr.write(f"{sentence}\n")
