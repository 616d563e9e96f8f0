"""The worker without Redis: one drains, a killed one is followed, a stopped one leaves tidily."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from datetime import time as dt_time
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from jobs import periodic, queue
from jobs.models import Job, PeriodicRun, State
from jobs.worker import Worker
from tests.jobs.conftest import Start, kill, state_of, until
from tests.jobs.probe import tasks  # noqa: F401 (registers the probe's tasks)

pytestmark = pytest.mark.two_connections


class Running:
    """A worker in a thread of the test."""

    def __init__(self, name: str) -> None:
        self.worker = Worker(drain=True)
        self.thread = threading.Thread(target=self.worker.run, name=name)

    def __enter__(self) -> "Running":
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.worker.stop()
        self.thread.join(10)
        assert not self.thread.is_alive()


def enqueue(task: str, **arguments: object) -> Job:
    return queue.enqueue(task, organisation_id=None, arguments=arguments, by=None)


def probe_jobs_are_done() -> bool:
    return not Job.objects.filter(task__startswith="probe").exclude(state=State.DONE).exists()


def workers_of(traces: Path) -> set[str]:
    lines = (traces / "runs").read_text(encoding="utf-8").splitlines()
    return {line.split()[0].split("/")[1] for line in lines}


def test_work_starts_at_once_after_the_commit(committed: None, traces: Path) -> None:
    with Running("one"):
        enqueue("probe.mark", code="first")
        until(probe_jobs_are_done)

        asked = time.monotonic()
        enqueue("probe.mark", code="second")
        until(probe_jobs_are_done)

    assert time.monotonic() - asked < 0.9


def test_of_two_workers_one_drains_and_the_other_follows_it(committed: None, traces: Path) -> None:
    with Running("two"):
        until(lambda: PeriodicRun.objects.exists())
        with Running("one"):
            for number in range(6):
                enqueue("probe.mark", code=f"m{number}")
            until(probe_jobs_are_done)
            assert workers_of(traces) == {"two"}
    with Running("three"):
        enqueue("probe.mark", code="after")
        until(probe_jobs_are_done)
    assert workers_of(traces) == {"two", "three"}


def test_a_killed_workers_job_is_finished_by_the_next(start_worker: Start, traces: Path) -> None:
    job = enqueue("probe.slow", steps=8)
    first = start_worker()
    until(lambda: (traces / "mark-2").exists())

    kill(first)
    assert state_of(job) == State.RUNNING
    start_worker()
    until(lambda: state_of(job) == State.DONE)

    ended = Job.objects.get(id=job.id)
    assert (ended.attempts, ended.progress_done, ended.progress_total) == (2, 8, 8)
    assert sorted(mark.name for mark in traces.glob("mark-*")) == [f"mark-{n}" for n in range(8)]


def test_a_worker_that_is_told_to_stop_puts_its_job_back(start_worker: Start, traces: Path) -> None:
    job = enqueue("probe.slow", steps=200)
    worker = start_worker()
    until(lambda: (traces / "mark-1").exists())

    worker.terminate()
    assert worker.wait(10) == 0

    assert state_of(job) == State.QUEUED


def test_a_periodic_job_is_queued_once_however_many_ask(committed: None) -> None:
    now = timezone.now()
    table = (periodic.Periodic("probe.mark", every=timedelta(hours=1)),)
    together = threading.Barrier(4)

    def ask() -> list[str]:
        together.wait(10)
        try:
            return periodic.enqueue_due(now=now, table=table)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(ask) for _ in range(4)]
        queued = [name for answer in answers for name in answer.result()]

    assert queued == ["probe.mark"]
    assert Job.objects.count() == 1


def test_a_daily_job_that_was_missed_runs_once_when_rowan_is_back() -> None:
    nightly = periodic.Periodic("probe.mark", daily_at=dt_time(2, 15))
    back = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    assert nightly.is_due(datetime(2026, 11, 21, 2, 15, 1, tzinfo=UTC), back)
    assert not nightly.is_due(datetime(2026, 11, 24, 2, 15, 1, tzinfo=UTC), back)
    assert not nightly.is_due(back, back.replace(hour=23))


@pytest.mark.parametrize(
    "night", [datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC)]
)
def test_a_night_with_a_clock_change_has_one_run(night: datetime) -> None:
    nightly = periodic.Periodic("probe.mark", daily_at=dt_time(1, 15))
    last, runs = night - timedelta(hours=12), 0

    for minute in range(0, 24 * 60, 5):
        now = night + timedelta(minutes=minute)
        if nightly.is_due(last, now):
            last, runs = now, runs + 1

    assert runs == 1
