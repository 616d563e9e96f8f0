"""Classes of keys that the work at hand does not open: less than everything, once it says so."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NoReturn
from uuid import UUID

from encryption import signals
from encryption.errors import KeyWithheld
from encryption.keys import KeyClass

_opened_here: ContextVar[frozenset[KeyClass]] = ContextVar(
    "rowan_key_classes", default=frozenset(KeyClass)
)


@contextmanager
def only(classes: Iterable[KeyClass]) -> Iterator[None]:
    """Within this block no ring opens a key of another class; blocks inside can only narrow it.

    New subjects still get keys of every class: making a key opens nothing.
    """
    token = _opened_here.set(_opened_here.get() & frozenset(classes))
    try:
        yield
    finally:
        _opened_here.reset(token)


def opened_here() -> frozenset[KeyClass]:
    """The classes that the work at hand opens."""
    return _opened_here.get()


def withhold(organisation_id: UUID, key_class: KeyClass, subject_ids: Collection[UUID]) -> NoReturn:
    """Tell the listeners (audit) that a key was asked for in vain, and raise."""
    signals.key_withheld.send_robust(
        sender=None,
        organisation_id=organisation_id,
        key_class=key_class,
        subject_ids=list(subject_ids),
    )
    raise KeyWithheld(f"Keys of the class {key_class} are not opened in this work.")
