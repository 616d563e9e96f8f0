"""The worker thread: without Redis it drains the queue, with Redis it minds it.

Every process of an installation may start one. An advisory lock chooses the one that works; when
it goes, the next takes its place within a second.
"""

from __future__ import annotations

import logging
import threading
import time

import psycopg
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections, connections
from django.utils import timezone

from jobs import dispatch, locks, periodic, running

logger = logging.getLogger("rowan.jobs")

POLL_SECONDS = 1.0
MINDING_SECONDS = 10.0
STOP_WITHIN_SECONDS = 10.0
_CHOSEN = "worker"


class Worker:
    """Drains the queue and starts periodic jobs while it is the chosen one."""

    def __init__(self, *, drain: bool) -> None:
        self._drain = drain
        self._stopping = threading.Event()
        self._next_minding = 0.0

    def run(self) -> None:
        """Work until `stop`; outlive a database that goes away and comes back."""
        while not self._stopping.is_set():
            try:
                with locks.session() as held:
                    self._work(held)
            except (DatabaseError, psycopg.Error) as error:
                logger.warning("the worker waits for the database (%s)", type(error).__name__)
                connections.close_all()
                self._stopping.wait(POLL_SECONDS)
        connections.close_all()

    def stop(self) -> None:
        """Ask the worker to end; a running task that reports progress is put back."""
        self._stopping.set()
        dispatch.wake.set()

    def _work(self, held: locks.Locks) -> None:
        chosen = False
        while not self._stopping.is_set():
            chosen = chosen or held.take(_CHOSEN)
            dispatch.wake.clear()
            if chosen:
                held.check()
                close_old_connections()
                self._mind(held)
                if self._drain:
                    self._drain_queue(held)
            dispatch.wake.wait(POLL_SECONDS)

    def _mind(self, held: locks.Locks) -> None:
        if time.monotonic() < self._next_minding:
            return
        periodic.enqueue_due(now=timezone.now())
        if not self._drain:
            dispatch.resend_lost(held, now=timezone.now())
        self._next_minding = time.monotonic() + (MINDING_SECONDS if self._drain else POLL_SECONDS)

    def _drain_queue(self, held: locks.Locks) -> None:
        while not self._stopping.is_set():
            job = running.take_next(held, now=timezone.now())
            if job is None:
                return
            running.run(job, held, stop=self._stopping)


_started: tuple[Worker, threading.Thread] | None = None
_starting = threading.Lock()


def start_in_thread() -> None:
    """Start this process's worker thread; with Redis, workers are processes of their own."""
    if settings.REDIS_URL:
        logger.info("REDIS_URL is set: background work is done by `manage.py worker`")
        return
    _start(drain=True)


def start_minding() -> None:
    """Start the thread that queues periodic jobs and sends lost ones again, for Celery."""
    _start(drain=False)


def stop() -> None:
    """Stop this process's worker thread, waiting a little for the task it runs."""
    global _started
    with _starting:
        if _started is None:
            return
        worker, thread = _started
        _started = None
    worker.stop()
    thread.join(STOP_WITHIN_SECONDS)


def _start(*, drain: bool) -> None:
    global _started
    with _starting:
        if _started is not None and _started[1].is_alive():
            return
        worker = Worker(drain=drain)
        thread = threading.Thread(target=worker.run, name="rowan-worker", daemon=True)
        _started = (worker, thread)
        thread.start()
