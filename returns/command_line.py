"""What the commands of the return share: who acts, where from, and where the result goes."""

import getpass
import os
import socket
from contextlib import AbstractContextManager
from pathlib import Path

from django.core.management.base import CommandError
from django.db.models import Q

from accounts.models import User
from audit import context


def person_named(text: str | None) -> User | None:
    """The person whom ``--as`` names by e-mail address or full name; None is the operator."""
    if text is None:
        return None
    wanted = Q(email__iexact=text) | Q(full_name__iexact=text)
    found = list(User.objects.filter(wanted, is_active=True)[:2])
    if len(found) != 1:
        how = "more than one person is" if found else "nobody who can sign in is"
        raise CommandError(f"--as: {how} called “{text}”. Give the e-mail address.")
    return found[0]


def source_of(command: str) -> AbstractContextManager[None]:
    """Say to the audit trail which command, account and host the work comes from."""
    try:
        account = getpass.getuser()
    except (KeyError, OSError):
        account = f"uid {os.getuid()}"
    return context.source(f"command {command} by {account} on {socket.gethostname()}")


def write_file(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read: whole, or not at all."""
    arriving = path.with_name(f".{path.name}.arriving")
    try:
        descriptor = os.open(arriving, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        arriving.replace(path)
    except OSError as error:
        arriving.unlink(missing_ok=True)
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
