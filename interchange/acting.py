"""Who runs a command, and how its failures are told."""

import errno
import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DataError, IntegrityError, InterfaceError, OperationalError

from accounts.models import User
from audit.errors import AuditUnavailable
from encryption.errors import EncryptionError
from interchange.cells import REFERENCE
from interchange.services import ImportNotAllowed


def actor(email: str | None) -> User | None:
    """The person who acts, by e-mail; None for the installation's operator."""
    if email is None:
        return None
    found = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if found is None:
        raise CommandError(f"Nobody who may sign in has the e-mail address {email!r}.")
    return found


def source_name(name: str) -> str:
    """The name of a source: of the same letters as a reference."""
    if not REFERENCE.fullmatch(name):
        raise CommandError(
            "A source is named with up to 64 letters, digits, hyphens, underscores or full stops."
        )
    return name


def command_source(command: str) -> str:
    """The command with the account and the host that it runs under, for the trail."""
    try:
        account = getpass.getuser()
    except (KeyError, OSError):
        account = f"uid {os.getuid()}"
    return f"{command} by {account} on {socket.gethostname()}"


@contextmanager
def one_sentence(outcome: str) -> Iterator[None]:
    """Turn what can go wrong outside our code into one sentence and status 1."""
    try:
        yield
    except KeyboardInterrupt:
        raise CommandError(f"Stopped; {outcome}.", returncode=130) from None
    except ImportNotAllowed as refused:
        raise CommandError(f"{refused} So {outcome}.") from None
    except AuditUnavailable:
        raise CommandError(f"The audit trail could not be written, so {outcome}.") from None
    except EncryptionError as error:
        raise CommandError(f"{error} So {outcome}.") from None
    except (OperationalError, InterfaceError):
        raise CommandError(f"The database does not answer (any more), so {outcome}.") from None
    except (IntegrityError, DataError):
        raise CommandError(
            f"A rule of the database refuses these records, so {outcome}. Please report this."
        ) from None
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = "The disk is full" if full else f"A file failed ({error.strerror})"
        raise CommandError(f"{reason}, so {outcome}.") from None
