"""What was measured, in lines that a person can compare."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


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


def largest_memory_of_children() -> int:
    """Return the largest memory, in megabytes, of any finished child process."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


@dataclass
class Report:
    """Lines in the order in which they were measured."""

    lines: list[str] = field(default_factory=list)

    def add(self, what: str, measured: str, baseline: str = "") -> None:
        """Keep a line: what was measured, and its baseline of the same run."""
        line = f"{what:<52} {measured:>22}   {baseline}".rstrip()
        self.lines.append(line)
        print(line, flush=True)

    def text(self) -> str:
        """Return all of it again, to be copied whole."""
        return "\n".join(["", "Measured together, on this machine, now:", *self.lines])
