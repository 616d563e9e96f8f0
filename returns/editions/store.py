"""Where editions lie: those that ship with Rowan, and those that an administrator has loaded."""

import re
from functools import lru_cache
from pathlib import Path

from returns.editions.reading import Edition, EditionRefused, read
from returns.period import YEAR_NAME

SHIPPED = Path(__file__).parent
DEFAULT_NAME = "2022-23"
LOADED_FOLDER = "editions"


def for_year(year: str, *, home: Path) -> Edition:
    """The edition of a year, or that of 2022-23 where the year's own is not loaded.

    A loaded edition goes before the shipped one of the same name: a corrected wording.
    """
    for name in (year, DEFAULT_NAME):
        for folder in (home / LOADED_FOLDER, SHIPPED):
            path = folder / f"{name}.csv"
            if path.is_file():
                return _read_file(path, path.stat().st_mtime_ns)
    raise FileNotFoundError(SHIPPED / f"{DEFAULT_NAME}.csv")


def shipped() -> Edition:
    """The edition of 2022-23 that ships with Rowan."""
    return read((SHIPPED / f"{DEFAULT_NAME}.csv").read_bytes(), name=DEFAULT_NAME)


@lru_cache(maxsize=32)
def _read_file(path: Path, modified_ns: int) -> Edition:
    return read(path.read_bytes(), name=path.stem, shipped=shipped())


def name_in(path: Path) -> str:
    """The year in a file's name (``edition-2023-24.csv`` is 2023-24). Raises EditionRefused."""
    match = re.search(YEAR_NAME, path.stem)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise EditionRefused(["The file's name does not hold its year. Name it like 2023-24.csv."])
    return match[0]


def load(path: Path, *, home: Path) -> Edition:
    """Checks an edition file and keeps a copy below the home folder; whole or not at all."""
    name = name_in(path)
    content = path.read_bytes()
    edition = read(content, name=name, shipped=shipped())
    folder = home / LOADED_FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    arriving = folder / f".{name}.arriving"
    try:
        arriving.write_bytes(content)
        arriving.replace(folder / f"{name}.csv")
    finally:
        arriving.unlink(missing_ok=True)
    return edition
