"""The bundle being written: rows by file, and references that are unique in the country."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from demo.england.persons import Row
from interchange.columns import FILE, FILES

Rows = dict[str, list[Row]]
"""The rows of a bundle by file name without its ending; a missing column is blank."""


class BundleWriter:
    """Collects the rows of one provider's bundle and numbers its records."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.rows: Rows = {file.name: [] for file in FILES}
        self._last: dict[str, int] = {}

    def reference(self, letter: str) -> str:
        """The next reference of a kind, such as `p012-c7`."""
        self._last[letter] = self._last.get(letter, 0) + 1
        return f"{self.prefix}-{letter}{self._last[letter]}"

    def add(self, file: str, row: Row) -> None:
        """Add a row; columns that it does not name stay blank."""
        self.rows[file].append(row)


def written(day: date | None) -> str:
    """A day as a bundle holds it."""
    return day.isoformat() if day else ""


def save(rows: Rows, folder: Path) -> Path:
    """Write the rows as the CSV files of a bundle into a folder, made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, held in rows.items():
        with (folder / FILE[name].filename).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, FILE[name].names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(held)
    return folder


def complete(rows: Rows) -> Iterator[tuple[str, list[Row]]]:
    """The rows with every column of their file, blank where nothing was said."""
    for name, held in rows.items():
        yield name, [{column: row.get(column, "") for column in FILE[name].names} for row in held]
