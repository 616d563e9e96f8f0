#!/usr/bin/env python3
"""Rowan's command line."""

import os
import sys


def main() -> None:
    """Run the command named on the command line; what goes wrong is one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        if sys.argv[1:2] == ["demo"]:
            _prepare_for_the_demo()
        from config.command_line import run

        sys.exit(run(sys.argv))
    except KeyboardInterrupt:
        sys.stderr.write("\nrowan: stopped.\n")
        sys.exit(130)
    except ModuleNotFoundError as error:
        if error.name not in ("django", "psycopg"):
            raise
        sys.exit("rowan: the packages are missing here: run 'make install', then .venv/bin/python")


def _prepare_for_the_demo() -> None:
    """The settings, when they are imported, want to know of the demo and to find its home."""
    from pathlib import Path

    from demo import home, interruption

    interruption.watch()
    os.environ["ROWAN_DEMO"] = "1"
    try:
        home.make(home.from_environment(Path(__file__).resolve().parent))
    except OSError as error:
        sys.exit(f"rowan: {error.filename} cannot be made: {error.strerror}.")


if __name__ == "__main__":
    main()
