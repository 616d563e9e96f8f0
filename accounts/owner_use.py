"""What is done in the role of the tables' owner leaves an event among the installation's own.

The walls hold the owner too, but the owner can take them down: that somebody worked as one is
signed with the next checkpoint, and so anchored.
"""

import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from audit import context, events

VERB = "owner.use"


@contextmanager
def used_by(command: str) -> Iterator[None]:
    """Record which command, account and host work as the owner, before they do."""
    with context.source(_source(command)):
        events.session(VERB, by=None)
        yield


def record(command: str) -> None:
    """Record it of work that is over, where no event could be stored before."""
    with used_by(command):
        pass


def _source(command: str) -> str:
    try:
        account = getpass.getuser()
    except (KeyError, OSError):
        account = f"uid {os.getuid()}"
    return f"command {command} by {account} on {socket.gethostname()}"
