"""The tasks that apps have registered, by name.

A task is a plain function, `(job: JobHandle, **arguments) -> None`. It must be idempotent: a
worker can die after the last write and before the job is marked as done, and the job then runs
again from the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from encryption.keys import KeyClass
from jobs.errors import UnknownTask

if TYPE_CHECKING:
    from jobs.running import JobHandle

P = ParamSpec("P")

_tasks: dict[str, Task] = {}


@dataclass(frozen=True)
class Task:
    """One kind of work: its name for ever, its function, how often it is tried, what it opens.

    ``opens`` is None where that was not said: then it opens nothing.
    """

    name: str
    function: Callable[..., None]
    attempts: int
    opens: frozenset[KeyClass] | None = None


def task(
    name: str, *, attempts: int = 5, opens: Iterable[KeyClass] | None = None
) -> Callable[
    [Callable[Concatenate[JobHandle, P], None]],
    Callable[Concatenate[JobHandle, P], None],
]:
    """Register a function as the task `name` ("app.verb"); jobs in the queue hold this name.

    `opens` are the classes of keys that it needs; the key ring withholds the others.
    """

    def register(
        function: Callable[Concatenate[JobHandle, P], None],
    ) -> Callable[Concatenate[JobHandle, P], None]:
        if name in _tasks and _tasks[name].function is not function:
            raise ValueError(f"Two tasks are called {name}.")
        classes = None if opens is None else frozenset(opens)
        _tasks[name] = Task(name=name, function=function, attempts=attempts, opens=classes)
        return function

    return register


def find(name: str) -> Task:
    """The task of this name, or UnknownTask."""
    try:
        return _tasks[name]
    except KeyError:
        raise UnknownTask(name) from None


def is_registered(name: str) -> bool:
    """Whether some app has registered a task of this name."""
    return name in _tasks


def names() -> list[str]:
    """Every registered name, sorted."""
    return sorted(_tasks)
