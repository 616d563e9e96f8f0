"""What a session must have before it opens anything: a second factor, youth, no lock."""

import time

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts.models import User

LOCKED = "locked"
BACK = "back"
STARTED = "started"
LONGEST_SECONDS = 10 * 60 * 60
# For so long after sign-in the password need not be given again to change how one signs in.
FRESH_SECONDS = 5 * 60


def has_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether this very session was opened with a second factor of this person."""
    records = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in records)


def note_second_factor(request: HttpRequest, user: User, *, kind: str) -> None:
    """Note that the person has just shown a second factor by enrolling it."""
    record_authentication(request, user, method="mfa", type=kind)


def begin(session: SessionBase) -> None:
    """Start the clock of a session."""
    session[STARTED] = time.time()


def is_too_old(session: SessionBase) -> bool:
    """Whether the session has lasted ten hours; one that does not know its start has."""
    return time.time() - float(session.get(STARTED, 0)) > LONGEST_SECONDS


def is_fresh(session: SessionBase) -> bool:
    """Whether the person signed in within the last minutes."""
    return time.time() - float(session.get(STARTED, 0)) < FRESH_SECONDS


def lock(session: SessionBase, *, back: str) -> None:
    """Lock the screen; `back` is where the person was, and keeps its first value."""
    if not session.get(LOCKED):
        session[BACK] = back
    session[LOCKED] = True


def unlock(session: SessionBase) -> str:
    """Unlock the screen; where the person was."""
    session.pop(LOCKED, None)
    return str(session.pop(BACK, "/"))


def is_locked(session: SessionBase) -> bool:
    """Whether the screen is locked."""
    return bool(session.get(LOCKED))
