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
                {"start": ensure_running, "stop": stop, "remove": remove}[verb](Path(home))
            except PrivatePostgresError as error:
                sys.stderr.write(f"rowan: {error}\n")
                return 1
            return 0
        case _:
            sys.stderr.write("usage: python -m config.private_postgres start|stop|remove HOME\n")
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
