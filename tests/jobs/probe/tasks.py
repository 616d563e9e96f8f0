"""Tasks that fail, take their time, or leave a trace in the folder that ROWAN_PROBE names."""

import os
import threading
import time
from pathlib import Path

from jobs import task
from jobs.errors import TaskFailed
from jobs.running import JobHandle

# Not in the line that raises: a traceback quotes that line.
NAME = "Grace Bell"


def folder() -> Path:
    """Where the traces are."""
    return Path(os.environ["ROWAN_PROBE"])


@task("probe.mark", opens=())
def mark(job: JobHandle, *, code: str) -> None:
    """Leave one mark, and a line that says who made it."""
    (folder() / f"mark-{code}").touch()
    with (folder() / "runs").open("a", encoding="utf-8") as runs:
        runs.write(f"{os.getpid()}/{threading.current_thread().name} {code} {job.attempt}\n")


@task("probe.slow", opens=())
def slow(job: JobHandle, *, steps: int) -> None:
    """Make one mark a step, a quarter of a second each; a second run changes nothing."""
    (folder() / f"started-{job.attempt}").touch()
    for step in range(steps):
        (folder() / f"mark-{step}").touch()
        job.progress(step + 1, steps)
        time.sleep(0.25)


@task("probe.fault", attempts=2, opens=())
def fault(job: JobHandle) -> None:
    """Fail with a message that holds what must not be stored."""
    raise RuntimeError(NAME)


@task("probe.refuse", opens=())
def refuse(job: JobHandle) -> None:
    """Say that it can never succeed."""
    raise TaskFailed("This year has no edition.")


@task("probe.leave", opens=())
def leave(job: JobHandle) -> None:
    """Try to end the process that runs it."""
    raise SystemExit(0)
