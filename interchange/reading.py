"""Reads a bundle into columns of text, and says of every file what keeps it from being read.

What the cells mean is `checking`'s business. A table is kept by columns and equal cells are kept
once, so that a bundle of half a million deliveries takes some 100 MB.
"""

import codecs
import csv
import io
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, Protocol

from interchange.columns import CELL_LIMIT, FILES, File
from interchange.faults import Faults, printable
from interchange.sources import SIZE_LIMIT, Source, is_bundle, open_source

CHUNK: Final = 256 * 1024
ROWS_AT_ONCE: Final = 8_192
ROW_LIMIT: Final = 5_000_000
LINE_LIMIT: Final = 32 * CELL_LIMIT

TOO_LONG: Final = f"a cell is longer than {CELL_LIMIT:,} characters; shorten it"
LINKED: Final = frozenset(column.links_to for file in FILES for column in file.columns)


@dataclass
class Table:
    """One file of a bundle. `columns` holds a list of cells for every column of the format, also
    for those left out; `lines` the line on which each row begins. A damaged table lacks rows;
    `faulty` are the places of rows with a faulty cell."""

    file: File
    columns: dict[str, list[str]]
    lines: "array[int]" = field(default_factory=lambda: array("L"))
    damaged: bool = False
    faulty: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, column: str) -> list[str]:
        return self.columns[column]

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The rows, their cells in the order of the format."""
        return zip(*(self.columns[name] for name in self.file.names), strict=True)


@dataclass
class Bundle:
    """What a bundle says, table by table; `ignored` names the files that were not read."""

    tables: dict[str, Table]
    ignored: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]


class _CsvReader(Protocol):
    """What the standard library's reader is to us."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


class _Unreadable(Exception):
    """A fault that ends the reading of one file."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line
        self.text = text


def empty_table(file: File) -> Table:
    return Table(file, {name: [] for name in file.names})


def read_bundle(path: Path, faults: Faults) -> Bundle:
    """The bundle at `path`, a folder or a zip; what cannot be read is added to `faults`."""
    tables = {file.name: empty_table(file) for file in FILES}
    with open_source(path, faults) as source:
        if source is None:
            return Bundle(tables)
        if not is_bundle(source):
            faults.add(
                path.name or str(path),
                1,
                "-",
                "this holds none of a bundle's files; give the folder that holds organisations.csv",
            )
            return Bundle(tables)
        pool: dict[str, str] = {}
        for file in FILES:
            _read_file(source, tables[file.name], pool, faults)
        expected = {file.filename for file in FILES}
        ignored = sorted(name for name in source.names - expected if name.endswith(".csv"))
    return Bundle(tables, tuple(ignored))


def _read_file(source: Source, table: Table, pool: dict[str, str], faults: Faults) -> None:
    file = table.file
    if file.filename not in source.names:
        if not file.may_be_absent:
            table.damaged = True
            faults.add(
                file.filename, 1, "-", "this file is missing; add it, if only with its header"
            )
        return
    try:
        with source.open(file.filename) as stream:
            _read_table(stream, table, pool, faults)
    except _Unreadable as unreadable:
        table.damaged = True
        faults.add(file.filename, unreadable.line, "-", unreadable.text)
    except PermissionError:
        table.damaged = True
        faults.add(file.filename, 1, "-", "you may not read this file; change its permissions")
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        table.damaged = True
        faults.add(file.filename, 1, "-", "this file is damaged in the zip; make the zip again")
    except OSError as error:
        table.damaged = True
        reason = error.strerror or str(error)
        faults.add(file.filename, 1, "-", f"this file cannot be read ({reason}); replace it")


def _read_table(stream: IO[bytes], table: Table, pool: dict[str, str], faults: Faults) -> None:
    file = table.file
    reader = csv.reader(_lines(stream), strict=True)
    try:
        header = next(reader, None)
        if not header:
            raise _Unreadable(1, "there is no header row; begin the file with the column names")
        if not _check_header(file, header, faults):
            table.damaged = True
            return
        _read_rows(reader, header, table, pool, faults)
    except csv.Error as error:
        raise _Unreadable(1, _csv_fault(error)) from error
    for column in file.columns:
        if column.name not in header:
            table.columns[column.name] = [""] * len(table)


def _csv_fault(error: csv.Error) -> str:
    said = str(error)
    if "field limit" in said:
        return f"{TOO_LONG}, or close the quote that it began with"
    if "unexpected end of data" in said:
        return "a quote is opened here and never closed; close it"
    if "expected after" in said:
        return "a quoted cell goes on after its closing quote; double the quotes inside a cell"
    return "this is not CSV; quote cells that hold commas, quotes or line ends"


def _check_header(file: File, header: list[str], faults: Faults) -> bool:
    before = faults.count
    known = set(file.names)
    for number, name in enumerate(header, start=1):
        if not name:
            faults.add(
                file.filename, 1, "-", f"column {number} has no name; name it or take it out"
            )
        elif name not in known:
            text = f'unknown column "{printable(name)}"; take it out or correct its name'
            faults.add(file.filename, 1, name, text)
        elif name in header[: number - 1]:
            faults.add(file.filename, 1, name, "this column stands twice; take one out")
    for column in file.columns:
        if column.name not in header and not column.optional:
            faults.add(file.filename, 1, column.name, "this column is missing; add it")
    return faults.count == before


def _read_rows(
    reader: _CsvReader,
    header: list[str],
    table: Table,
    pool: dict[str, str],
    faults: Faults,
) -> None:
    width, lines, filename = len(header), table.lines, table.file.filename
    rows: list[list[str]] = []
    begins = reader.line_num + 1
    try:
        for row in reader:
            line, begins = begins, reader.line_num + 1
            if len(row) != width:
                # A line with nothing on it is no row; editors leave one at the end of a file.
                if row:
                    table.damaged = True
                    text = f"{len(row)} cells where the header has {width}; give each row {width}"
                    faults.add(filename, line, "-", text)
                continue
            rows.append(row)
            lines.append(line)
            if len(rows) == ROWS_AT_ONCE:
                if len(lines) > ROW_LIMIT:
                    raise _Unreadable(line, f"more than {ROW_LIMIT:,} rows; send several bundles")
                _keep(rows, header, table, pool)
                rows = []
    except csv.Error as error:
        raise _Unreadable(begins, _csv_fault(error)) from error
    finally:
        _keep(rows, header, table, pool)


def _keep(rows: list[list[str]], header: list[str], table: Table, pool: dict[str, str]) -> None:
    once = pool.setdefault
    key = table.file.key if table.file.name not in LINKED else ""
    for name, cells in zip(header, zip(*rows, strict=True), strict=False):
        column = table.columns[name]
        column.extend(cells if name == key else map(once, cells, cells))


def _lines(stream: IO[bytes]) -> Iterator[str]:
    """The lines of a file, ends included, refusing what is not UTF-8 text of a sane size."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
    pending, line, size = "", 1, 0
    while True:
        chunk = stream.read(CHUNK)
        size += len(chunk)
        if size > SIZE_LIMIT:
            raise _Unreadable(line, "the file holds more than 1 GB; send several bundles")
        try:
            text = pending + decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            line += pending.count("\n") + bytes(error.object[: error.start]).count(b"\n")
            text = "this is not UTF-8 text; save the file as CSV UTF-8"
            raise _Unreadable(line, text) from error
        if "\0" in text:
            line += text[: text.index("\0")].count("\n")
            raise _Unreadable(line, "a NUL character; save the file as CSV UTF-8 without it")
        found = list(io.StringIO(text, newline=""))
        # What may go on in the next chunk waits; so does a "\r" whose "\n" may be still to come.
        pending = found.pop() if chunk and found and not found[-1].endswith("\n") else ""
        if len(pending) > LINE_LIMIT:
            raise _Unreadable(line + len(found), f"{TOO_LONG}, or end the line")
        yield from found
        line += len(found)
        if not chunk:
            return
