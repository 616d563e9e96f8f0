"""Files to which whole lines are only added, each on the disk before anybody relies on it.

A last line without its end was never relied on: the disk was full, or the power failed.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_WINDOW = 1 << 16


def whole_lines(place: Path) -> Iterator[bytes]:
    """Every line of a file, one after another; none where there is no file."""
    try:
        file = place.open("rb")
    except FileNotFoundError:
        return
    with file:
        for line in file:
            if line.endswith(b"\n"):
                yield line[:-1]


def last_whole_line(place: Path) -> bytes | None:
    """The newest line, without reading what stands before it; None where there is none."""
    tail, _ = _end_of(place, lines=2)
    whole = tail.split(b"\n")[:-1]
    return whole[-1] if whole else None


def acknowledged(place: Path) -> int:
    """How many bytes of whole lines a file holds."""
    tail, start = _end_of(place, lines=1)
    return start + tail.rfind(b"\n") + 1


def extend(place: Path, content: bytes | memoryview, *, after: int) -> None:
    """Write after so many bytes of whole lines, instead of what follows them.

    Raises OSError when the disk cannot take it.
    """
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(place, flags, 0o600)
    try:
        os.ftruncate(descriptor, after)
        os.lseek(descriptor, after, os.SEEK_SET)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    keep_name(place)


def keep_name(place: Path) -> None:
    """Have a file's name on the disk, which it is once its folder is."""
    folder = os.open(place.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Let one process at a time do what the block does. Raises OSError without a file to lock."""
    lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _end_of(place: Path, *, lines: int) -> tuple[bytes, int]:
    """The end of a file, with so many ends of lines in it or all of it; and where it starts."""
    try:
        file = place.open("rb")
    except FileNotFoundError:
        return b"", 0
    with file:
        size, window = file.seek(0, os.SEEK_END), _WINDOW
        while True:
            start = max(0, size - window)
            file.seek(start)
            tail = file.read(size - start)
            if start == 0 or tail.count(b"\n") >= lines:
                return tail, start
            window *= 4
