"""Running a job: how it can end, who may say so, and what is written down."""

import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jobs import locks, queue, running
from jobs.errors import ClaimLost, Stopping
from jobs.models import Job, State
from tests.jobs.conftest import state_of
from tests.jobs.probe import tasks  # noqa: F401 (registers the probe's tasks)

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Iterator[locks.Locks]:
    with locks.session() as opened:
        yield opened


def enqueue(task: str, **arguments: object) -> Job:
    return queue.enqueue(task, organisation_id=None, arguments=arguments, by=None)


def run(job: Job, held: locks.Locks, *, stop: threading.Event | None = None) -> Job:
    taken = running.take(job.id, held, now=timezone.now())
    assert taken is not None
    running.run(taken, held, stop=stop or threading.Event())
    return Job.objects.get(id=job.id)


def make_due(job: Job) -> None:
    Job.objects.filter(id=job.id).update(not_before=timezone.now())


def test_a_task_that_ends_is_done(held: locks.Locks, traces: Path) -> None:
    job = run(enqueue("probe.mark", code="a"), held)

    assert (job.state, job.attempts, job.failure) == (State.DONE, 1, "")
    assert job.finished_at is not None
    assert (traces / "mark-a").exists()


def test_a_task_that_fails_is_tried_again_later_and_then_given_up(held: locks.Locks) -> None:
    job = enqueue("probe.fault")

    first = run(job, held)
    assert (first.state, first.not_before > timezone.now()) == (State.QUEUED, True)
    assert running.take(job.id, held, now=timezone.now()) is None

    make_due(job)
    assert run(job, held).state == State.FAILED


def test_what_a_fault_said_is_neither_stored_nor_logged(
    held: locks.Locks, caplog: pytest.LogCaptureFixture
) -> None:
    job = run(enqueue("probe.fault"), held)

    assert job.failure == "The work stopped with an error (RuntimeError)."
    assert "RuntimeError" in caplog.text
    assert "Grace" not in caplog.text


def test_a_task_that_can_never_succeed_says_why_and_is_not_tried_again(held: locks.Locks) -> None:
    job = run(enqueue("probe.refuse"), held)

    assert (job.state, job.failure) == (State.FAILED, "This year has no edition.")


def test_a_task_that_leaves_does_not_take_its_worker_with_it(held: locks.Locks) -> None:
    assert run(enqueue("probe.leave"), held).state == State.QUEUED


def test_a_task_that_is_stopped_goes_back_and_the_attempt_does_not_count(
    held: locks.Locks, traces: Path
) -> None:
    stop = threading.Event()
    stop.set()

    job = run(enqueue("probe.slow", steps=3), held, stop=stop)

    assert (job.state, job.attempts) == (State.QUEUED, 0)


def test_a_job_that_kills_its_worker_each_time_is_given_up(held: locks.Locks) -> None:
    job = enqueue("probe.fault")
    now = timezone.now()
    Job.objects.update(state=State.RUNNING, attempts=2, started_at=now, lease_until=now)

    assert running.take(job.id, held, now=now) is None
    assert state_of(job) == State.FAILED


def test_a_job_of_a_living_worker_is_left_alone(held: locks.Locks) -> None:
    job = enqueue("probe.mark", code="a")
    assert running.take(job.id, held, now=timezone.now())

    with locks.session() as another:
        assert running.take(job.id, another, now=timezone.now()) is None


def test_a_job_whose_lease_is_over_is_taken_from_a_worker_that_hangs(held: locks.Locks) -> None:
    job = enqueue("probe.mark", code="a")
    assert running.take(job.id, held, now=timezone.now())

    with locks.session() as another:
        taken = running.take(job.id, another, now=timezone.now() + 2 * running.LEASE)

    assert taken is not None
    assert taken.attempts == 2


def test_whoever_lost_a_job_can_write_nothing_more(held: locks.Locks) -> None:
    job = enqueue("probe.mark", code="a")
    running.take(job.id, held, now=timezone.now())
    Job.objects.filter(id=job.id).update(attempts=2)
    old = running.JobHandle(id=job.id, organisation_id=None, requested_by=None, attempt=1)

    with pytest.raises(ClaimLost):
        old.progress(1, 2)
    assert Job.objects.get(id=job.id).progress_done == 0


def test_progress_is_refused_while_the_worker_shuts_down() -> None:
    handle = running.JobHandle(id=uuid.uuid4(), organisation_id=None, requested_by=None, attempt=1)
    handle.stop.set()

    with pytest.raises(Stopping):
        handle.progress(1, 2)


def test_jobs_that_are_long_over_are_forgotten(held: locks.Locks) -> None:
    run(enqueue("probe.refuse"), held)
    Job.objects.update(finished_at=timezone.now() - timedelta(days=91))

    run(enqueue("jobs.forget_finished"), held)

    assert list(Job.objects.values_list("task", flat=True)) == ["jobs.forget_finished"]
