"""Celery on Redis: the same jobs, run by any number of workers on any number of machines.

A message holds a job's id alone. Celery keeps no results: the job's row is the result. A message
is acknowledged after the work, and a message that comes twice finds the job taken or done.
"""

from __future__ import annotations

import threading
import uuid

from celery import Celery
from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings
from django.utils import timezone

from jobs import locks, running

VISIBILITY_TIMEOUT_SECONDS = 3600


def broker_address(redis_url: str) -> str:
    """Celery's spelling of REDIS_URL: a socket, `unix:///path`, has another scheme there."""
    if redis_url.startswith("unix://"):
        return "redis+socket://" + redis_url.removeprefix("unix://")
    return redis_url


app = Celery("rowan", set_as_current=True)
app.conf.update(
    broker_url=broker_address(settings.REDIS_URL) or None,
    result_backend=None,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_serializer="json",
    accept_content=["json"],
    task_default_queue="rowan",
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    worker_enable_remote_control=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_TIMEOUT_SECONDS,
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
    },
    timezone="UTC",
    enable_utc=True,
)


@app.task(name="jobs.run")  # type: ignore[untyped-decorator]
def run_job(job_id: str) -> None:
    """Run one job, unless it is over or another worker has it."""
    with locks.session() as held:
        job = running.take(uuid.UUID(job_id), held, now=timezone.now())
        if job is not None:
            running.run(job, held, stop=threading.Event())


def send(job_id: uuid.UUID) -> None:
    """Put the job's id into Redis; raises when Redis does not answer."""
    address = broker_address(settings.REDIS_URL)
    # A person waits for this request: ask once, the sweep asks again.
    once = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "connect_retries_timeout": 1}
    with app.connection_for_write(address, transport_options=once) as connection:
        run_job.apply_async(args=[str(job_id)], connection=connection, retry=False)


@worker_ready.connect  # type: ignore[untyped-decorator]
def _start_minding(**_: object) -> None:
    from jobs import worker

    worker.start_minding()


@worker_shutting_down.connect  # type: ignore[untyped-decorator]
def _stop_minding(**_: object) -> None:
    from jobs import worker

    worker.stop()
