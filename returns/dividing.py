"""Work divided between processes, where the machine has more than one processor.

Each process enters organisations, and opens their keys, on database connections of its own.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from django.db import connections

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_PROCESSES = 2


class WorkStopped(RuntimeError):
    """A process was ended before its work was done. The message is for people."""


def processes() -> int:
    """How many processes may share work here.

    Only one inside a transaction, of which the others would see nothing, and only one beside other
    threads, which a copy of the process would cut off in the middle of what they do.
    """
    in_transaction = any(each.in_atomic_block for each in connections.all(initialized_only=True))
    if sys.platform != "linux" or in_transaction or threading.active_count() > 1:
        return 1
    return min(MOST_PROCESSES, len(os.sched_getaffinity(0)))


def results(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """The result of the work on each item, in order.

    What the work raises is raised here; so is WorkStopped, where a process was ended from outside.
    """
    if processes() == 1:
        yield from map(work, items)
        return
    connections.close_all()  # no two processes may speak on one connection
    copies = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(processes(), copies, initializer=_begin, initargs=(work,))
    try:
        yield from pool.map(_do, items)
    except BrokenProcessPool:
        raise WorkStopped(
            "A process that was at work was ended, perhaps because memory ran short. "
            "Nothing was kept of what it did. Try again."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


_work: Callable[[Any], Any]


def _begin(work: Callable[[Any], Any]) -> None:
    """Begin a process: it ends with the one that it works for, which also hears the keyboard."""
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(item: Any) -> Any:
    return _work(item)
