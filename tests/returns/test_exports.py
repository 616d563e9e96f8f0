"""The return as files, read back."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from returns import exports
from returns.checks import totals
from returns.derived import Return
from tests.returns.bundles import KENT, Bundle
from tests.returns.counting import EDITION, partial
from tests.returns.worked_cases import over_the_year_end

WORDS = '=HYPERLINK("http://example.org")'


@pytest.fixture
def derived() -> Return:
    """A return with an error, a warning, an answer that looks like a formula, and none."""
    bundle = Bundle()
    over_the_year_end(bundle)
    bundle.woman_alone("P1", "2022-06-01", gender="", origin="")
    counted = partial(bundle)
    cells: dict[str, Any] = dict(counted.cells)
    answers = {"G1.in_house": "yes", "G2.quality_standards": WORDS, "G3.strategy": None}
    return Return(
        authority=KENT,
        authority_name="Kent County Council",
        year="2022-23",
        edition=EDITION,
        cells=cells | answers,
        checks=tuple(totals.run(counted.cells, counted.findings, EDITION)),
        suggestions={},
    )


def test_json_is_one_line_in_the_order_of_the_form(derived: Return) -> None:
    text = exports.as_json(derived).decode()

    assert text.count("\n") == 1
    read = json.loads(text)
    assert list(read) == ["authority", "year", "edition", "cells", "checks", "provisional"]
    assert list(read["cells"]) == [cell.code for cell in EDITION.cells]
    assert read["cells"]["A1.total"] == 3
    assert read["cells"]["G3.strategy"] is None
    assert [list(check) for check in read["checks"]] == [
        ["code", "level", "cell", "count", "message"]
    ] * len(derived.checks)
    assert read["provisional"] == list(EDITION.not_published)


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_spreadsheet_has_a_sheet_for_each_section_and_numbers_as_numbers(
    derived: Return, form: str
) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(exports.render(derived, form)))

    sections = list(dict.fromkeys(cell.section for cell in EDITION.cells))
    assert book.sheet_names == ["Return", *sections]
    for section in sections:
        heading, *rows = book.get_sheet_by_name(section).to_python()
        assert heading == list(exports.HEADINGS)
        cells = [cell for cell in EDITION.cells if cell.section == section]
        for cell, row in zip(cells, rows, strict=True):
            figure = derived.cells[cell.code]
            assert row[:3] == [cell.code, cell.label, cell.unit]
            assert row[3] == ("not answered" if figure is None else figure)
            assert isinstance(row[3], float) == isinstance(figure, int)
            assert row[4:6] == [cell.provenance, cell.source]


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_spreadsheet_shows_checks_beside_the_figures_and_on_its_first_sheet(
    derived: Return, form: str
) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(exports.render(derived, form)))

    _, first_row, *_ = book.get_sheet_by_name("A2").to_python()
    assert "1 adult has no gender recorded" in str(first_row[6])
    summary = book.get_sheet_by_name("Return").to_python()
    assert [row[0] for row in summary[-len(derived.checks) :]] == [
        check.code for check in derived.checks
    ]
    assert any("CC BY 4.0" in str(value) for row in summary for value in row)


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_nothing_in_a_spreadsheet_is_a_formula_or_hidden(derived: Return, form: str) -> None:
    content = exports.render(derived, form)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))

    assert all(str(sheet.visible) == "SheetVisibleEnum.Visible" for sheet in book.sheets_metadata)
    answered = book.get_sheet_by_name("G2").to_python()[1]
    assert answered[3] == WORDS
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            text = parts.read(name)
            assert b"<f>" not in text
            assert b"table:formula" not in text
            assert b"hidden" not in text or name.endswith("theme1.xml")


def test_csv_keeps_numbers_and_makes_no_formula(derived: Return) -> None:
    content = exports.as_csv(derived)

    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    by_cell = {row["Cell"]: row for row in rows}
    assert [row["Cell"] for row in rows] == [cell.code for cell in EDITION.cells]
    assert by_cell["A1.total"]["Figure"] == "3"
    assert by_cell["G2.quality_standards"]["Figure"] == f"'{WORDS}"
    assert by_cell["B3.drugs"]["Provenance"] == "provisional"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_could_be_a_formula_gets_an_apostrophe(start: str) -> None:
    assert exports.safe_text(f"{start}1") == f"'{start}1"
    assert exports.safe_text("plain - text") == "plain - text"
    assert exports.safe_text(-1) == -1


def test_two_returns_that_say_the_same_have_one_digest(derived: Return) -> None:
    other = replace(derived, cells={**derived.cells, "A1.total": 4})

    assert derived.digest == replace(derived, suggestions={"G3.strategy": "x"}).digest
    assert derived.digest != other.digest
