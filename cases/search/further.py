"""What a search may mean beside somebody in a case: each app above says what it finds."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from cases.search.reading import Asked, read


@dataclass(frozen=True)
class Further:
    """Somebody who is in no case, as the asking person may see them, and where they stand."""

    name: str
    born: datetime.date | None
    what: str
    url: str


Find = Callable[[Asked, User], Sequence[Further]]
"""Return whom this person may know of, the nearest first, after recording who is shown."""

_finders: list[Find] = []


def register(finder: Find) -> None:
    """Search here as well, from now on."""
    _finders.append(finder)


def find(term: str, *, by: User) -> list[Further]:
    """Return who else is found by what somebody typed; that they asked is recorded already."""
    asked = read(term, today=timezone.localdate())
    return [one for finder in _finders for one in finder(asked, by)]
