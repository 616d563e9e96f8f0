#!/usr/bin/env python3
"""Rowan's command line; started with any Python, it goes on with the one in .venv."""

import os
import sys


def main() -> None:
    """Run the command named on the command line; what goes wrong is one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        if sys.argv[1:2] in (["demo"], ["serve"]):
            _prepare_to_serve(demo=sys.argv[1] == "demo")
        from config.command_line import run

        sys.exit(run(sys.argv))
    except KeyboardInterrupt:
        sys.stderr.write("\nrowan: stopped.\n")
        sys.exit(130)


def _go_on_in_the_environment() -> None:
    """Run again with .venv's Python when this one has no Django."""
    from importlib.util import find_spec

    if find_spec("django") is not None:
        return
    from pathlib import Path

    python = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
    if not python.exists() or os.environ.get("ROWAN_IN_ENVIRONMENT"):
        sys.exit("rowan: the packages are not installed here: run 'make install' first.")
    os.environ["ROWAN_IN_ENVIRONMENT"] = "1"
    os.execv(python, [str(python), *sys.argv])  # noqa: S606 - our own interpreter


def _prepare_to_serve(*, demo: bool) -> None:
    """The settings, when they are imported, want to know of the demo and to find the home."""
    from pathlib import Path

    from config import home, interruption

    interruption.watch()
    if demo:
        os.environ["ROWAN_DEMO"] = "1"
    try:
        home.make(home.from_environment(Path(__file__).resolve().parent))
    except OSError as error:
        sys.exit(f"rowan: {error.filename} cannot be made: {error.strerror}.")


if __name__ == "__main__":
    _go_on_in_the_environment()
    main()
