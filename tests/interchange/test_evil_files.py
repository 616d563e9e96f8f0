"""Files that cannot be read give a line each, never a traceback."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from interchange.columns import CELL_LIMIT
from interchange.faults import Faults
from interchange.reading import Bundle, read_bundle
from tests.interchange.bundles import small, text, write, write_zip


def read(path: Path) -> tuple[Bundle, list[str]]:
    faults = Faults()
    bundle = read_bundle(path, faults)
    return bundle, list(faults.lines())


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return change


BYTES: list[tuple[str, str, Callable[[bytes], bytes], str]] = [
    ("empty", "units", lambda _: b"", "units.csv:1:-: there is no header row"),
    ("only line ends", "units", lambda _: b"\n\n", "units.csv:1:-: there is no header row"),
    ("Latin-1", "people", replaced(b"Zahra", b"Zo\xeb"), "people.csv:2:-: this is not UTF-8"),
    ("UTF-16", "people", lambda b: b.decode().encode("utf-16"), "people.csv:1:-: this is not"),
    ("a NUL", "people", replaced(b"Imran", b"Im\0ran"), "people.csv:3:-: a NUL character"),
    ("an unclosed quote", "people", replaced(b"Imran", b'"Imran'),
     "people.csv:3:-: a quote is opened here and never closed"),
    ("a closed quote that goes on", "people", replaced(b"Imran", b'"Im"ran'),
     "people.csv:3:-: a quoted cell goes on"),
    ("10 MB in a cell", "people", replaced(b"Imran", b"x" * 10_000_000),
     "people.csv:3:-: a cell is longer than"),
    ("10 MB in a quoted cell", "people", replaced(b"Imran", b'"' + b"x\n" * 5_000_000 + b'"'),
     "people.csv:3:-: a cell is longer than"),
    ("too few cells", "units", lambda b: b + b"u2,s1\n", "units.csv:3:-: 2 cells where"),
    ("too many cells", "units", lambda b: b + b"u2,s1,,,,,\n", "units.csv:3:-: 7 cells where"),
    ("an unknown column", "units", replaced(b"cot", b"colour"),
     'units.csv:1:colour: unknown column "colour"'),
    ("a column in other case", "units", replaced(b"cot", b"Cot"),
     'units.csv:1:Cot: unknown column "Cot"'),
    ("a column twice", "units", replaced(b"cot", b"name"), "units.csv:1:name: this column stands"),
    ("a column without a name", "units", replaced(b"cot", b""), "units.csv:1:-: column 6 has no"),
    ("a semicolon file", "units", lambda b: b.replace(b",", b";"), "units.csv:1:unit_ref;service"),
    ("control characters in a column", "units", replaced(b"cot", b"co\x1b[31mt"),
     'units.csv:1:co\\u001b[31mt: unknown column "co\\u001b[31mt"'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "change", "expected"), [case[1:] for case in BYTES], ids=[case[0] for case in BYTES]
)
def test_an_unreadable_file_gives_a_line(
    tmp_path: Path, file: str, change: Callable[[bytes], bytes], expected: str
) -> None:
    folder = write(small(), tmp_path / "b")
    path = folder / f"{file}.csv"
    path.write_bytes(change(path.read_bytes()))

    _, found = read(folder)

    assert found
    assert found[0].startswith(expected), found


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    folder = write(small(), tmp_path / "b")
    (folder / "cases.csv").write_text("case_ref,organisation_ref,opened_on\nc1,o1,2022-04-20\n")

    assert read(folder)[1] == ["cases.csv:1:closed_on: this column is missing; add it"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = write(small(), tmp_path / "b")
    (folder / "stays.csv").unlink()

    assert read(folder)[1][0].startswith("stays.csv:1:-: this file is missing")


def test_people_causing_harm_and_continues_may_be_left_out(tmp_path: Path) -> None:
    folder = write(small(), tmp_path / "b")
    (folder / "people_causing_harm.csv").unlink()
    without = text(small(), "provision").replace(",continues", "").replace(",\n", "\n")
    (folder / "provision.csv").write_text(without)

    bundle, found = read(folder)

    assert found == []
    assert bundle["provision"]["continues"] == [""]


def test_a_mark_any_order_and_crlf_are_read_alike(tmp_path: Path) -> None:
    folder = write(small(), tmp_path / "b")
    (folder / "cases.csv").write_bytes(
        b"\xef\xbb\xbfclosed_on,opened_on,case_ref,organisation_ref\r\n,2022-04-20,c1,o1\r\n\r\n"
    )

    bundle, found = read(folder)

    assert found == []
    assert bundle["cases"]["case_ref"] == ["c1"]
    assert bundle["cases"]["opened_on"] == ["2022-04-20"]


def test_lines_are_those_of_the_file_after_a_cell_of_several_lines(tmp_path: Path) -> None:
    folder = write(small(), tmp_path / "b")
    (folder / "cases.csv").write_text(
        'case_ref,organisation_ref,opened_on,closed_on\n"c1\n\n",o1,,\nc2,o1,,\n'
    )

    bundle, _ = read(folder)

    assert list(bundle["cases"].lines) == [2, 5]


def test_a_long_cell_within_the_limit_is_read(tmp_path: Path) -> None:
    rows = small()
    rows["people"][0]["given_name"] = "ñ" * CELL_LIMIT

    assert read(write(rows, tmp_path / "b"))[1] == []


def test_a_folder_that_is_no_bundle(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")

    assert read(tmp_path)[1][0].endswith("give the folder that holds organisations.csv")


def test_nothing_there_and_a_plain_file(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b")

    assert "there is nothing at this path" in read(tmp_path / "no")[1][0]
    assert "neither a folder nor a zip" in read(tmp_path / "x.csv")[1][0]


def test_a_pipe_in_the_folder_is_not_waited_for(tmp_path: Path) -> None:
    folder = write(small(), tmp_path / "b")
    (folder / "units.csv").unlink()
    os.mkfifo(folder / "units.csv")

    assert read(folder)[1][0].startswith("units.csv:1:-: this file cannot be read")


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    folder = write(small(), tmp_path / "b")
    (folder / "units.csv").unlink()
    (folder / "units.csv").mkdir()

    assert read(folder)[1][0].startswith("units.csv:1:-: this file cannot be read")


@pytest.mark.parametrize("inside", ["", "bundle/"])
def test_a_zip_of_the_files_or_of_their_folder_is_read(tmp_path: Path, inside: str) -> None:
    bundle, found = read(write_zip(small(), tmp_path / "b.zip", inside=inside))

    assert found == []
    assert len(bundle["people"]) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../people.csv", "../people.csv:1:-: a path that leads out of the zip"),
        ("/etc/people.csv", "/etc/people.csv:1:-: a path that leads out of the zip"),
        ("..\\people.csv", "..\\people.csv:1:-: a path that leads out of the zip"),
        ("C:people.csv", "C:people.csv:1:-: a path that leads out of the zip"),
        ("a/b/people.csv", "a/b/people.csv:1:-: a path inside the zip"),
        ("more/people.csv", "more/people.csv:1:-: a path inside the zip beside other files"),
    ],
)
def test_a_path_in_a_zip_gives_a_line(tmp_path: Path, name: str, expected: str) -> None:
    path = write_zip(small(), tmp_path / "b.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")

    assert read(path)[1][0].startswith(expected)


def test_a_link_in_a_zip_gives_a_line(tmp_path: Path) -> None:
    path = write_zip(small(), tmp_path / "b.zip")
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")

    assert read(path)[1][0].startswith("link.csv:1:-: a link, not a file")


def test_a_zip_bomb_gives_a_line(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("people.csv", b"0" * 50_000_000)

    assert "as a zip bomb does" in read(path)[1][0]


def test_a_zip_that_lies_about_its_size_gives_a_line(tmp_path: Path) -> None:
    path = write_zip(small(), tmp_path / "b.zip")
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x01\x02")
    content[place + 24 : place + 28] = (5).to_bytes(4, "little")
    path.write_bytes(content)

    assert read(path)[1]


def test_a_damaged_zip_gives_a_line(tmp_path: Path) -> None:
    path = write_zip(small(), tmp_path / "b.zip")
    content = bytearray(path.read_bytes())
    content[60:70] = b"0123456789"
    path.write_bytes(content)

    assert read(path)[1]


def test_two_files_of_one_name_and_too_many_files_give_a_line(tmp_path: Path) -> None:
    path = write_zip(small(), tmp_path / "b.zip")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("people.csv", "x")
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(300):
            archive.writestr(f"{number}.csv", "")

    assert "two files of this name" in read(path)[1][0]
    assert "more than 200 files" in read(many)[1][0]


def test_files_that_are_none_of_the_bundle_are_named_not_read(tmp_path: Path) -> None:
    folder = write(small(), tmp_path / "b")
    (folder / "telephones.csv").write_text("a,b\n")
    (folder / "README.txt").write_text("x")

    bundle, found = read(folder)

    assert found == []
    assert bundle.ignored == ("telephones.csv",)
