"""What the tests of background work share."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from jobs.models import Job, PeriodicRun
from tests.jobs.probe import tasks

ROOT = Path(__file__).resolve().parents[2]
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Real commits, which other connections and processes see; the queue is emptied after."""
    with django_db_blocker.unblock():
        yield
        Job.objects.all().delete()
        PeriodicRun.objects.all().delete()
        connection.close()


@pytest.fixture
def traces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the probe's tasks leave their marks."""
    monkeypatch.setenv("ROWAN_PROBE", str(tmp_path))
    assert tasks.folder() == tmp_path
    return tmp_path


@pytest.fixture
def start_worker(committed: None, traces: Path) -> Iterator[Start]:
    """Start `manage.py worker` on the test's database, as a process group of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def start(**environment: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
                "ROWAN_HOME": str(settings.ROWAN_HOME),
                "ROWAN_TEST_DATABASE": str(connection.settings_dict["NAME"]),
                **environment,
            },
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker with all its children, as a power cut does."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def until(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait for something that another process does; fail when it does not."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(0.05)


def state_of(job: Job) -> str:
    """The job's state as the database has it now."""
    return Job.objects.get(id=job.id).state
