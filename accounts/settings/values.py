"""Reading settings in the organisation that is entered: one query for all of them, then none.

What was read is remembered until the organisation is left, so never longer than one request or
task; a change made meanwhile is read anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from accounts.models.setting import SettingChange
from accounts.settings import declaring
from audit import context

# The key, and the role or the service it is for, if for one.
Place = tuple[str, str, UUID | None]


class _Memory:
    """What was read since the organisation was entered; None until something was."""

    changes: dict[Place, SettingChange] | None = None


_memory: ContextVar[_Memory | None] = ContextVar("settings_memory", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Remember what is read of the settings while the block runs, and nothing from before."""
    token = _memory.set(_Memory())
    try:
        yield
    finally:
        _memory.reset(token)


def forget() -> None:
    """Read anew at the next look."""
    memory = _memory.get()
    if memory is not None:
        memory.changes = None


def value_of(key: str, *, role: str = "", service: UUID | None = None) -> Any:
    """Return what holds now: for this role or service, else for all, else by default.

    Outside an organisation nobody has decided otherwise, so the default holds.
    """
    setting = declaring.get(key)
    if context.organisation() is None:
        return setting.default
    changes = last_changes()
    for place in ((key, role, service), (key, "", None)):
        change = changes.get(place)
        if change is not None and change.after is not None:
            return change.after
    return setting.default


def last_changes() -> dict[Place, SettingChange]:
    """Return the last change of every setting that was ever changed here."""
    memory = _memory.get() or _Memory()
    if memory.changes is None:
        history = SettingChange.objects.in_order().select_related("changed_by")
        memory.changes = {change.place: change for change in history}
    return memory.changes
