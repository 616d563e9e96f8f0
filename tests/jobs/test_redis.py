"""The same work through Celery and a real Redis server, which the test starts and stops."""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from pytest_django.fixtures import Settings

from jobs import queue
from jobs.models import Job, State
from tests.jobs.conftest import Start, kill, state_of, until
from tests.jobs.probe import tasks  # noqa: F401 (registers the probe's tasks)
from tests.programs import require

pytestmark = pytest.mark.two_connections


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[str]:
    """A Redis server of this test alone, on a socket in its own folder."""
    socket = tmp_path / "redis.sock"
    server = subprocess.Popen(
        [require("redis-server"), "--port", "0", "--unixsocket", str(socket), "--save", ""],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
    )
    try:
        until(socket.exists, 10)
        yield f"unix://{socket}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def through_redis(redis_server: str, settings: Settings) -> str:
    """This process sends its jobs to that server."""
    settings.REDIS_URL = redis_server
    return redis_server


def enqueue(task: str, **arguments: object) -> Job:
    return queue.enqueue(task, organisation_id=None, arguments=arguments, by=None)


def test_celery_does_the_work(start_worker: Start, traces: Path, through_redis: str) -> None:
    start_worker(REDIS_URL=through_redis)

    job = enqueue("probe.mark", code="a")
    until(lambda: state_of(job) == State.DONE)

    assert (traces / "mark-a").exists()


def test_a_message_holds_the_jobs_id_and_nothing_else(committed: None, through_redis: str) -> None:
    job = enqueue("probe.mark", code="a")

    [message] = redis.Redis.from_url(through_redis).lrange("rowan", 0, -1)
    envelope = json.loads(message)

    assert envelope["headers"]["argsrepr"] == repr([str(job.id)])
    assert b"probe.mark" not in message


def test_a_job_whose_worker_was_killed_is_done_by_another(
    start_worker: Start, traces: Path, through_redis: str
) -> None:
    first = start_worker(REDIS_URL=through_redis)
    job = enqueue("probe.slow", steps=8)
    until(lambda: (traces / "mark-2").exists())

    kill(first)
    assert state_of(job) == State.RUNNING
    start_worker(REDIS_URL=through_redis)
    until(lambda: state_of(job) == State.DONE)

    ended = Job.objects.get(id=job.id)
    assert (ended.attempts, ended.progress_done, ended.progress_total) == (2, 8, 8)
    assert len(list(traces.glob("mark-*"))) == 8


def test_a_lost_message_is_sent_again(
    start_worker: Start, committed: None, traces: Path, settings: Settings, redis_server: str
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1"
    asked = time.monotonic()
    job = enqueue("probe.mark", code="a")
    assert time.monotonic() - asked < 5
    assert Job.objects.get(id=job.id).sent_at is None

    start_worker(REDIS_URL=redis_server)

    until(lambda: state_of(job) == State.DONE)
