"""`python -m config.private_postgres start|stop|remove HOME`, for scripts."""

from __future__ import annotations

import sys
from pathlib import Path

from config.private_postgres import PrivatePostgresError, ensure_running, remove, stop


def main(arguments: list[str]) -> int:
    """Carry out one verb; the status is 1 with one sentence when it cannot be done."""
    match arguments:
        case [("start" | "stop" | "remove") as verb, home]:
            try:
                _carry_out(verb, Path(home))
            except PrivatePostgresError as error:
                sys.stderr.write(f"rowan: {error}\n")
                return 1
            return 0
        case _:
            sys.stderr.write("usage: python -m config.private_postgres start|stop|remove HOME\n")
            return 2


def _carry_out(verb: str, home: Path) -> None:
    if verb == "start":
        ensure_running(home)
    elif verb == "stop":
        stop(home)
    else:
        remove(home)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
