"""Taking a job, running it, and writing down how it ended.

Any number of workers may try at once. A claim is the pair (job, attempt): whoever holds an older
attempt can write nothing more.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import traceback
import uuid
from dataclasses import dataclass, field
from types import TracebackType

import psycopg
from django.db import connection, transaction
from django.utils import timezone

from encryption import withholding
from jobs import leaving, registry
from jobs.errors import ClaimLost, Stopping, TaskFailed, UnknownTask
from jobs.locks import Locks
from jobs.models import Job, JobQuerySet, State

logger = logging.getLogger("rowan.jobs")

LEASE = dt.timedelta(seconds=60)
HEARTBEAT_SECONDS = 15.0
_LOOK_AT = 50


@dataclass
class JobHandle:
    """What a task sees of its job."""

    id: uuid.UUID
    organisation_id: uuid.UUID | None
    requested_by: uuid.UUID | None
    attempt: int
    stop: threading.Event = field(default_factory=threading.Event)
    lost: threading.Event = field(default_factory=threading.Event)

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is. Call it between transactions: inside one, nobody sees it.

        Raises Stopping when the worker shuts down and ClaimLost when another has taken over.
        """
        if self.stop.is_set():
            raise Stopping
        written = self._mine().update(progress_done=done, progress_total=total)
        if self.lost.is_set() or not written:
            raise ClaimLost

    def _mine(self) -> JobQuerySet:
        return Job.objects.filter(id=self.id, attempts=self.attempt, state=State.RUNNING)


def take_next(locks: Locks, *, now: dt.datetime) -> Job | None:
    """Claim the oldest job that nobody is working on; None when there is none."""
    for job_id in Job.objects.to_take(now).values_list("id", flat=True)[:_LOOK_AT]:
        job = take(job_id, locks, now=now)
        if job is not None:
            return job
    return None


def take(job_id: uuid.UUID, locks: Locks, *, now: dt.datetime) -> Job | None:
    """Claim this job if it waits, or if the worker that ran it is gone."""
    alone = locks.take(str(job_id))
    job = None
    try:
        with transaction.atomic():
            waiting = Job.objects.to_take(now).select_for_update(skip_locked=True)
            found = waiting.filter(id=job_id).first()
            if found is not None and (alone or _lease_is_over(found, now)):
                job = _begin(found, now)
    finally:
        if alone and job is None:
            locks.release(str(job_id))
    return job


def _lease_is_over(job: Job, now: dt.datetime) -> bool:
    return job.state == State.RUNNING and job.lease_until is not None and job.lease_until < now


def _begin(job: Job, now: dt.datetime) -> Job | None:
    try:
        limit = registry.find(job.task).attempts
    except UnknownTask:
        _give_up(job, now, "This version of Rowan has no such task.")
        return None
    if leaving.has_left(job):
        _give_up(job, now, leaving.WORDS)
        return None
    if job.attempts >= limit:
        _give_up(job, now, "The work stopped its worker each time it was tried.")
        return None
    job.state = State.RUNNING
    job.attempts += 1
    job.started_at = now
    job.lease_until = now + LEASE
    job.save(update_fields=["state", "attempts", "started_at", "lease_until"])
    return job


def _give_up(job: Job, now: dt.datetime, words: str) -> None:
    job.state, job.failure, job.finished_at = State.FAILED, words, now
    job.save(update_fields=["state", "failure", "finished_at"])


def run(job: Job, locks: Locks, *, stop: threading.Event) -> None:
    """Run a job that `take` has claimed, and write down how it ended."""
    handle = JobHandle(
        id=job.id,
        organisation_id=job.organisation_id,
        requested_by=job.requested_by,
        attempt=job.attempts,
        stop=stop,
    )
    try:
        with _Heartbeat(handle, locks):
            _call(job, handle)
    finally:
        _release(locks, job)


def _call(job: Job, handle: JobHandle) -> None:
    # sys.exit() in a task is a failure like any other: it must not end the worker.
    try:
        task = registry.find(job.task)
        with withholding.only(task.opens or ()):
            task.function(handle, **job.arguments)
    except Stopping:
        _put_back(handle)
    except ClaimLost:
        logger.warning("job %s (%s) was taken over by another worker", job.id, job.task)
    except TaskFailed as refusal:
        _end(handle, State.FAILED, str(refusal))
    except (Exception, SystemExit) as error:  # noqa: BLE001 (a task may fail in any way)
        _log(job, error)
        _retry_or_fail(job, handle, error)
    else:
        _end(handle, State.DONE, "")


def _release(locks: Locks, job: Job) -> None:
    try:
        locks.release(str(job.id))
    except psycopg.Error:
        logger.warning("job %s: the connection that held its lock is gone", job.id)


def _end(handle: JobHandle, state: State, failure: str) -> None:
    handle._mine().update(state=state, failure=failure, finished_at=timezone.now())


def _put_back(handle: JobHandle) -> None:
    handle._mine().update(
        state=State.QUEUED, attempts=handle.attempt - 1, lease_until=None, sent_at=None
    )


def _retry_or_fail(job: Job, handle: JobHandle, error: BaseException) -> None:
    words = f"The work stopped with an error ({type(error).__name__})."
    if connection.in_atomic_block and connection.needs_rollback:
        raise error
    if handle.attempt >= registry.find(job.task).attempts:
        _end(handle, State.FAILED, words)
        return
    wait = dt.timedelta(seconds=5 * 2**handle.attempt)
    handle._mine().update(
        state=State.QUEUED,
        failure=words,
        not_before=timezone.now() + wait,
        lease_until=None,
        sent_at=None,
    )


def _log(job: Job, error: BaseException) -> None:
    # Never the message: a database error quotes the row that it refused.
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("job %s (%s) stopped: %s\n%s", job.id, job.task, type(error).__name__, frames)


class _Heartbeat:
    """Extends the lease while the task runs, from a thread and connection of its own."""

    def __init__(self, handle: JobHandle, locks: Locks) -> None:
        self._handle = handle
        self._locks = locks
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="rowan-heartbeat", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(HEARTBEAT_SECONDS):
            until = timezone.now() + LEASE
            try:
                held = self._locks.extend_lease(self._handle.id, self._handle.attempt, until)
            except psycopg.Error:
                held = False
            if not held:
                self._handle.lost.set()
                return
