"""Where the present work comes from: which organisation is entered, from what source."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from audit.errors import NoOrganisationEntered

_organisation: ContextVar[UUID | None] = ContextVar("audit_organisation", default=None)
_source: ContextVar[str] = ContextVar("audit_source", default="")


def organisation() -> UUID | None:
    """Return the organisation that is entered, or None."""
    return _organisation.get()


def required_organisation() -> UUID:
    """Return the organisation that is entered; raise NoOrganisationEntered when none is."""
    entered_id = _organisation.get()
    if entered_id is None:
        raise NoOrganisationEntered
    return entered_id


def current_source() -> str:
    """Return where the work comes from: an address, or a command with its account and host."""
    return _source.get()


@contextmanager
def entered(organisation_id: UUID) -> Iterator[None]:
    """Take events as this organisation's while the block runs."""
    token = _organisation.set(organisation_id)
    try:
        yield
    finally:
        _organisation.reset(token)


@contextmanager
def entered_nowhere() -> Iterator[None]:
    """Take events as the installation's own while the block runs."""
    token = _organisation.set(None)
    try:
        yield
    finally:
        _organisation.reset(token)


@contextmanager
def source(text: str) -> Iterator[None]:
    """Say where the work in the block comes from."""
    token = _source.set(text)
    try:
        yield
    finally:
        _source.reset(token)
