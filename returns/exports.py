"""The return as a file: JSON on a line, CSV, XLSX or ODS.

Spreadsheets have one sheet for each section, numbers as numbers, provenance and checks beside
the figures. Nothing is hidden, and no text from data can become a formula.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from accommodation.authorities import ATTRIBUTION
from returns.derived import Figure, Return
from returns.editions.reading import Cell

HEADINGS = ("Cell", "Label", "Counts", "Figure", "Provenance", "Source", "Checks")
WIDTHS = (36, 52, 26, 12, 14, 44, 80)
NOT_ANSWERED = "not answered"
SUMMARY = "Return"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A name and rows of values; the first row of a section's sheet holds the headings."""

    name: str
    rows: list[list[str | int]]


def sheets(derived: Return) -> list[Sheet]:
    """A sheet that says what the return is, then one for each section."""
    sections: dict[str, list[list[str | int]]] = {}
    for cell in derived.edition.cells:
        rows = sections.setdefault(cell.section, [list(HEADINGS)])
        rows.append(_row(derived, cell))
    return [_summary(derived), *(Sheet(name, rows) for name, rows in sections.items())]


def _row(derived: Return, cell: Cell) -> list[str | int]:
    checks = "; ".join(
        f"{check.level.value}: {check.message}" for check in derived.checks_of(cell.code)
    )
    figure = _figure(derived.cells[cell.code])
    return [cell.code, cell.label, cell.unit, figure, cell.provenance, cell.source, checks]


def _figure(figure: Figure) -> str | int:
    return NOT_ANSWERED if figure is None else figure


def _summary(derived: Return) -> Sheet:
    rows: list[list[str | int]] = [
        ["Authority", derived.authority_name],
        ["Code", derived.authority],
        ["Year", derived.year],
        ["Cells of the edition", derived.edition.name],
        ["Source of the list of authorities", ATTRIBUTION],
        [],
        ["Check", "Level", "Cell", "Count", "What is wrong and what to do"],
    ]
    rows += [
        [check.code, check.level.value, check.cell, check.count, check.message]
        for check in derived.checks
    ]
    return Sheet(SUMMARY, rows)


def as_csv(derived: Return) -> bytes:
    """One table of all sections, UTF-8 with a byte-order mark so that spreadsheets read it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["Authority", "Year", "Edition", "Section", *HEADINGS])
    for cell in derived.edition.cells:
        start = [derived.authority, derived.year, derived.edition.name, cell.section]
        writer.writerow([safe_text(each) for each in [*start, *_row(derived, cell)]])
    return text.getvalue().encode("utf-8-sig")


def safe_text(value: str | int) -> str | int:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def as_xlsx(derived: Return) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        heading = workbook.add_format({"bold": True})
        for sheet in sheets(derived):
            page = workbook.add_worksheet(sheet.name)
            for column, width in enumerate(WIDTHS):
                page.set_column(column, column, width)
            for row_number, row in enumerate(sheet.rows):
                for column, value in enumerate(row):
                    if isinstance(value, int):
                        page.write_number(row_number, column, value)
                    else:
                        is_heading = row_number == 0 or (sheet.name == SUMMARY and column == 0)
                        page.write_string(
                            row_number, column, value, heading if is_heading else None
                        )
    return content.getvalue()


def as_ods(derived: Return) -> bytes:
    document = OpenDocumentSpreadsheet()
    for sheet in sheets(derived):
        table = Table(name=sheet.name)
        for row in sheet.rows:
            line = TableRow()
            for value in row:
                line.addElement(_ods_cell(value))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    content = io.BytesIO()
    document.write(content)
    return content.getvalue()


def _ods_cell(value: str | int) -> TableCell:
    if isinstance(value, int):
        cell = TableCell(valuetype="float", value=value)
    else:
        cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


def as_json(derived: Return) -> bytes:
    return f"{derived.as_json()}\n".encode()


FORMATS: dict[str, Callable[[Return], bytes]] = {
    "json": as_json,
    "csv": as_csv,
    "xlsx": as_xlsx,
    "ods": as_ods,
}


def render(derived: Return, form: str) -> bytes:
    """The return in one of FORMATS."""
    return FORMATS[form](derived)


def lines(returns: Iterator[Return]) -> Iterator[str]:
    """Several returns, one line of JSON each."""
    return (derived.as_json() for derived in returns)
