"""Several imports of England at once, each in a process of its own.

A process that begins has no Django yet, so what needs it is imported only once it is there.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from decimal import Decimal
from multiprocessing.connection import wait
from threading import Thread
from typing import NamedTuple


class Brought(NamedTuple):
    """What came with one provider."""

    rows: int
    people: int


def bring_in(scale: Decimal, numbers: list[int], *, at_once: int) -> Iterator[Brought]:
    """Import the providers of these numbers, and tell of each as it is done."""
    from audit import context

    pool = ProcessPoolExecutor(
        at_once,
        multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(scale, context.current_source()),
    )
    try:
        for done in as_completed([pool.submit(_bring_in, number) for number in numbers]):
            yield done.result()
    finally:
        # What is under way comes to its end; nothing else is begun.
        pool.shutdown(cancel_futures=True)


_import: Callable[[int], Brought]


def _begin(scale: Decimal, trail: str) -> None:
    """Make this process ready. It leaves Ctrl+C to the first one, and ends when that one does."""
    global _import
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_first, daemon=True).start()
    import django

    django.setup()
    from audit import context
    from demo.england.loading import Providers

    providers = Providers(scale)

    def _in_the_trail(number: int) -> Brought:
        with context.source(trail):
            return providers.bring_in(number)

    _import = _in_the_trail


def _end_with_the_first() -> None:
    first = multiprocessing.parent_process()
    if first is not None:
        wait([first.sentinel])
        os._exit(1)


def _bring_in(number: int) -> Brought:
    return _import(number)
