"""What only an app above knows about a person who is to be erased.

What follows from the records themselves (what hangs on a case, what is sealed under which keys)
is read from the models; see ``records``. An app registers here what does not.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from erasure.whom import Whom


@dataclass(frozen=True)
class Copy:
    """A copy that somebody else holds, and must be asked to erase."""

    organisation: str
    what: str
    given_on: datetime.date


def _nothing(whom: Whom) -> Iterable[UUID]:
    return ()


def _no_reason(whom: Whom, today: datetime.date) -> Iterable[str]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one app adds.

    ``blocks`` says in plain words why the person cannot be erased on a day; ``subjects`` are
    further ids whose keys go with hers; ``listed_only`` are models, by label, in which a mention
    of her is shown and never changed: they are the record of others.
    """

    name: str
    blocks: Callable[[Whom, datetime.date], Iterable[str]] = _no_reason
    subjects: Callable[[Whom], Iterable[UUID]] = _nothing
    listed_only: frozenset[str] = frozenset()


_PARTS: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add what an app knows."""
    _PARTS[part.name] = part


def every() -> list[Part]:
    """Return all parts, in the order of being registered."""
    return list(_PARTS.values())
