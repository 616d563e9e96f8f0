"""What was measured, in lines that a person can compare."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.scale import SCALE, WHOLE


class Stopwatch:
    """Seconds that a block took."""

    seconds: float = 0.0


@contextmanager
def timed() -> Iterator[Stopwatch]:
    """Time the block."""
    watch = Stopwatch()
    began = time.perf_counter()
    yield watch
    watch.seconds = time.perf_counter() - began


# Runs a command and says what its largest process took. A process begins as a copy of the one that
# starts it and is counted with that one's memory, so a small one of its own starts the command.
_STARTER = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, file=sys.stderr)
sys.exit(status)
"""


@dataclass(frozen=True)
class Run:
    """A command that has ended."""

    printed: str
    seconds: float
    megabytes: int
    failed: bool


def command(*arguments: str) -> Run:
    """Run a command of `manage.py`; its memory is that of the largest of its processes."""
    return program("manage.py", *arguments)


def program(*arguments: str) -> Run:
    """Run a program in Python; its memory is that of the largest of its processes."""
    starter = [sys.executable, "-c", _STARTER, sys.executable, *arguments]
    with timed() as watch:
        done = subprocess.run(starter, text=True, capture_output=True, check=False)
    megabytes = int(done.stderr.splitlines()[-1])
    return Run(done.stdout, watch.seconds, megabytes, done.returncode != 0)


@dataclass
class Report:
    """Lines in the order in which they were measured, and what the machine did before."""

    lines: list[str] = field(default_factory=list)
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    def add(self, what: str, measured: str, baseline: str = "") -> None:
        """Keep a line: what was measured, and its baseline of the same run."""
        line = f"{what:<52} {measured:>22}   {baseline}".rstrip()
        self.lines.append(line)
        print(line, flush=True)

    def text(self) -> str:
        """Return all of it again, to be copied whole, with what makes it hard to compare."""
        head = (
            f"Measured together, on this machine, now: {os.cpu_count()} processors, of which "
            f"{self.load:.1f} were at work on something before."
        )
        small = f"At scale {SCALE}: to be compared with that scale alone."
        return "\n".join(["", head, *([small] if SCALE != WHOLE else []), *self.lines])
