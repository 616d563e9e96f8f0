"""Serving in the foreground until Ctrl+C: what `serve` and `demo` have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config import home as claims
from config import interruption, serving
from config.installation import is_private
from config.private_postgres import stop


def run(
    home: Path,
    *,
    prepare: Callable[[Callable[[str], None]], None],
    announce: Callable[[str], str],
    write: Callable[[str], None],
) -> None:
    """Claim the home, prepare it, serve, and stop the private database in the end.

    `announce` gives the text to show once the address can be reached. Raises BusyHomeError or
    NoPortError with a sentence for what a person can put right; a signal comes out as
    KeyboardInterrupt.
    """

    def say(sentence: str) -> None:
        interruption.heed()
        write(sentence)

    wanted = serving.wanted_port()
    with claims.only_one(home) as lock_file, _stopping_in_the_end(home):
        prepare(say)
        listening = serving.listen(wanted, say)
        claims.tell_address(lock_file, listening.address)
        serving.serve(listening, when_ready=lambda: say(announce(listening.address)))


@contextmanager
def _stopping_in_the_end(home: Path) -> Iterator[None]:
    """However we end, the private database stops too."""
    try:
        yield
    finally:
        interruption.ignore()
        if is_private():
            stop(home)
