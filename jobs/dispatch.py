"""Telling a worker that there is work: the thread in this process, or Celery through Redis."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import uuid

from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from jobs.locks import Locks
from jobs.models import Job, State

logger = logging.getLogger("rowan.jobs")

# Set after a commit, so that the worker thread of this process need not wait for its next look.
wake = threading.Event()

RESEND_AFTER = dt.timedelta(seconds=60)


def announce(job_id: uuid.UUID) -> None:
    """Wake the worker. When Redis does not answer, the sweep sends the job later."""
    if not settings.REDIS_URL:
        wake.set()
        return
    send(job_id)


def send(job_id: uuid.UUID) -> bool:
    """Send the job's id, and nothing else, to the Celery workers; False when Redis is away."""
    from jobs import broker

    try:
        broker.send(job_id)
    except (OperationalError, RedisError, OSError):
        logger.warning("job %s is not sent yet: Redis does not answer", job_id)
        return False
    Job.objects.filter(id=job_id).update(sent_at=timezone.now())
    return True


def resend_lost(held: Locks, *, now: dt.datetime) -> int:
    """Send again what waits without a message or runs without a worker; how many were sent."""
    sent = 0
    for job in Job.objects.to_take(now):
        if not _is_lost(job, now, held):
            continue
        if not send(job.id):
            break
        sent += 1
    return sent


def _is_lost(job: Job, now: dt.datetime, held: Locks) -> bool:
    sent_at = job.sent_at
    overdue = sent_at is None or sent_at < now - RESEND_AFTER
    if job.state == State.QUEUED:
        return overdue
    # Sent before the run began means that this message is the one that the dead worker had.
    used = sent_at is not None and job.started_at is not None and sent_at <= job.started_at
    return (overdue or used) and _worker_is_gone(job, now, held)


def _worker_is_gone(job: Job, now: dt.datetime, held: Locks) -> bool:
    if job.lease_until is not None and job.lease_until < now:
        return True
    free = held.take(str(job.id))
    if free:
        held.release(str(job.id))
    return free
