"""Hearing of the end of a transaction, and of the roll-back of a savepoint inside it."""

import weakref
from collections.abc import Callable

from django.db import transaction


class _Mark:
    """Lies among the connection's commit hooks for as long as what was written may be kept."""

    def __call__(self) -> None:
        """Nothing is to be done at the commit itself."""


def at_end_or_roll_back(action: Callable[[], None], *, using: str) -> None:
    """Call `action` once what is written now is committed or rolled back; at once outside
    a transaction.

    Django tells of commits alone. But it drops a savepoint's commit hooks when the savepoint is
    rolled back, and all of them at the end of the transaction: a hook that ceases to exist is
    the sign of either.
    """
    mark = _Mark()
    weakref.finalize(mark, action).atexit = False
    transaction.on_commit(mark, using=using)
