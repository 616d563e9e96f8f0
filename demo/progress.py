"""How far loading the invented data has come, kept in a file of the home."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path


class Progress(StrEnum):
    """How far loading the invented data has come."""

    NOTHING = "nothing"
    LOADING = "loading"
    LOADED = "loaded"


def progress(home: Path) -> Progress:
    """Return how far it has come in this home."""
    path = file_of(home)
    return Progress(path.read_text(encoding="utf-8")) if path.exists() else Progress.NOTHING


def note_progress(home: Path, reached: Progress) -> None:
    """Remember how far it has come."""
    file_of(home).write_text(reached.value, encoding="utf-8")


def file_of(home: Path) -> Path:
    """The file that only a demo's home has."""
    return home / "demo.progress"
