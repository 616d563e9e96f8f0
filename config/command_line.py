"""Running a command so that what can go wrong outside our code is said in one sentence."""

from __future__ import annotations

import errno
import sys

import django
from django.core.management import execute_from_command_line, get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable

from accounts.database_role import UnsafeDatabaseRole
from config.installation import set_up_for
from config.private_postgres import PrivatePostgresError
from encryption import withholding
from encryption.errors import EncryptionError
from encryption.keys import KeyClass


def run(arguments: list[str]) -> int:
    """The status of the command; django's own errors of a command are said by django."""
    try:
        django.setup()
        set_up_for(arguments)
        with withholding.only(_opens(arguments)):
            execute_from_command_line(arguments)
    except (PrivatePostgresError, EncryptionError, UnsafeDatabaseRole) as error:
        return _say(str(error))
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
            raise
        return _say("the tables are not up to date here: run ./manage.py set_up first.")
    except (OperationalError, InterfaceError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "no reason given"
        return _say(
            f"the database stopped answering, so the work at hand was rolled back: {reason}"
        )
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return _say(f"the disk that holds {error.filename or 'the data'} is full.")
        raise
    return 0


def _opens(arguments: list[str]) -> frozenset[KeyClass]:
    """The classes of keys that a command says it opens; one that says nothing opens none."""
    name = arguments[1] if len(arguments) > 1 else ""
    app = get_commands().get(name)
    if app is None:
        return frozenset()
    command = app if isinstance(app, BaseCommand) else load_command_class(app, name)
    return frozenset(getattr(command, "opens", ()))


def _say(sentence: str) -> int:
    sys.stderr.write(f"rowan: {sentence}\n")
    return 1
