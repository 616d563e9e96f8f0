"""The tasks that apps have registered, by name.

A task is a plain function, `(job: JobHandle, **arguments) -> None`. It must be idempotent: a
worker can die after the last write and before the job is marked as done, and the job then runs
again from the start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from jobs.errors import UnknownTask

if TYPE_CHECKING:
    from jobs.running import JobHandle

P = ParamSpec("P")

_tasks: dict[str, Task] = {}


@dataclass(frozen=True)
class Task:
    """One kind of work: its permanent name, its function, how often it is tried."""

    name: str
    function: Callable[..., None]
    attempts: int


def task(
    name: str, *, attempts: int = 5
) -> Callable[
    [Callable[Concatenate[JobHandle, P], None]],
    Callable[Concatenate[JobHandle, P], None],
]:
    """Register a function as the task `name` ("app.verb"); jobs in the queue hold this name."""

    def register(
        function: Callable[Concatenate[JobHandle, P], None],
    ) -> Callable[Concatenate[JobHandle, P], None]:
        if name in _tasks and _tasks[name].function is not function:
            raise ValueError(f"Two tasks are called {name}.")
        _tasks[name] = Task(name=name, function=function, attempts=attempts)
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
