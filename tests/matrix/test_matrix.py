"""Every address, each way of asking it, by everybody: compared with docs/permissions.csv.

An address without a row fails, as does a row without an address. What somebody may not open looks
like what is not there: the same status, body and headers.
"""

import csv
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from tests import headers
from tests.matrix.addresses import absent, every_address, names_records, nested, path_of
from tests.matrix.asking import (
    API,
    CELLS,
    NO_SUCH_WAY,
    NOTHING,
    OPENS,
    SIGN_IN,
    TOKEN_FIRST,
    Answer,
    Asker,
    verdict,
)
from tests.matrix.people import COLUMNS, NOBODY
from tests.matrix.stage import Stage

FILE = Path(settings.BASE_DIR) / "docs" / "permissions.csv"
WAYS = {"read": "GET", "send": "POST"}
KEY = ("page", "way", "what it is")

# Asked by every run; `make soak` asks as everybody.
MOST_TELLING = (
    NOBODY,
    "IDVA, her case",
    "IDVA, a colleague's case",
    "key worker of the house",
    "service manager",
    "administrator",
    "commissioner",
    "MARAC coordinator, host",
    "service manager, elsewhere",
)

Row = dict[str, str]


def rows() -> dict[tuple[str, str], Row]:
    """Return the matrix by page and way."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {(row["page"], row["way"]): row for row in csv.DictReader(file)}


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    """Stop the clock, so that two pages differ in nothing but what they say; keep the log quiet."""
    logger = logging.getLogger("django.request")
    logger.disabled = True
    with time_machine.travel(timezone.now(), tick=False):
        yield
    logger.disabled = False


def test_every_address_has_its_rows_and_every_row_an_address() -> None:
    expected = {(name, way) for name in every_address() for way in WAYS}

    assert expected - rows().keys() == set(), "without a row in docs/permissions.csv"
    assert rows().keys() - expected == set(), "rows in docs/permissions.csv without an address"


def test_every_row_says_what_it_is_and_what_each_person_gets() -> None:
    for key, row in rows().items():
        assert list(row) == [*KEY, *COLUMNS], key
        assert row["what it is"], key
        assert {row[column] for column in COLUMNS} <= CELLS, key


def test_the_most_telling_people_get_what_the_matrix_says(stage: Stage) -> None:
    found = list(faults(stage, MOST_TELLING))

    assert not found, "\n".join(found)


@pytest.mark.soak
def test_everybody_gets_what_the_matrix_says(stage: Stage) -> None:
    if how := os.environ.get("WRITE_MATRIX"):
        write(stage, again=how != "missing")
    found = list(faults(stage, COLUMNS))

    assert not found, "\n".join(found)


def faults(stage: Stage, columns: tuple[str, ...]) -> Iterator[str]:
    """Ask everything as these people; tell what differs from the matrix or from what is absent."""
    matrix, nothing = rows(), absent()
    for column in columns:
        asker = Asker(stage.personas.get(column))
        for name in every_address():
            path = path_of(name, stage)
            for way, found in ask(asker, path).items():
                expected, got = matrix.get((name, way), {}).get(column, "no row"), found[0]
                for fault in headers.faults(found[1].response):
                    yield f"{column}: {name} ({way}): {fault}"
                if got != expected:
                    yield f"{column}: {name} ({way}) gives “{got}”, the matrix says “{expected}”"
                if got == NOTHING and names_records(name):
                    twin = path_of(name, stage, **nothing)
                    there, nowhere = found[1], asker.ask(WAYS[way], twin)
                    if there.like(path) != nowhere.like(twin):
                        yield f"{column}: {name} ({way}) tells theirs from what is not there"


def ask(asker: Asker, path: str) -> dict[str, tuple[str, Answer]]:
    """Ask both ways; a page that is shown again when something is sent takes nothing."""
    read, sent = asker.ask("GET", path), asker.ask("POST", path)
    took = verdict("POST", sent)
    if read.like(path) == sent.like(path):
        took = verdict("GET", read)
    return {"read": (verdict("GET", read), read), "send": (took, sent)}


def test_a_part_of_another_case_is_not_there_below_ones_own(stage: Stage) -> None:
    worker, program = (
        Asker(stage.personas[column]) for column in ("IDVA, her case", "service manager")
    )
    parts, nowhere = nested(stage), absent()

    for name, parameters in every_address().items():
        for part in parameters & parts.keys():
            own = path_of(name, stage, **{part: nowhere[part]})
            for other in parts[part]:
                path = path_of(name, stage, **{part: other})
                asker = program if path.startswith(API) else worker
                for method in WAYS.values():
                    there, absent_one = asker.ask(method, path), asker.ask(method, own)
                    assert verdict(method, there) in (NOTHING, NO_SUCH_WAY), f"{method} {path}"
                    assert there.like(path) == absent_one.like(own), f"{method} {path}"


@pytest.mark.parametrize("column", [NOBODY, "service manager, elsewhere"])
def test_no_other_method_opens_what_is_not_theirs(stage: Stage, column: str) -> None:
    asker, matrix = Asker(stage.personas.get(column)), rows()
    for name in filter(names_records, every_address()):
        if matrix[name, "read"][column] == OPENS:
            continue
        for method in ("HEAD", "PUT", "DELETE", "PATCH"):
            answer = asker.ask(method, path_of(name, stage))
            found = verdict("GET", answer)
            assert found in (NOTHING, NO_SUCH_WAY, SIGN_IN, TOKEN_FIRST), (
                f"{method} {name}: {found}"
            )
            assert [event for event in answer.events if event.kind == "write"] == []


def test_reading_writes_nothing_and_neither_does_an_unknown_method(stage: Stage) -> None:
    asker = Asker(stage.personas["service manager"])
    for name in every_address():
        for method in ("GET", "PUT"):
            answer = asker.ask(method, path_of(name, stage))
            assert answer.status < 500, f"{method} {name}"
            assert [event for event in answer.events if event.kind == "write"] == []


def write(stage: Stage, *, again: bool) -> None:
    """Write what everybody gets into the file, its words kept, for somebody to read and agree.

    Unless all is asked again, what the file says already stays: new pages and columns are filled.
    """
    held = rows() if FILE.exists() else {}
    found: dict[tuple[str, str], Row] = {
        (name, way): {"page": name, "way": way, "what it is": ""} | held.get((name, way), {})
        for name in every_address()
        for way in WAYS
    }
    for column in COLUMNS:
        asker = Asker(stage.personas.get(column))
        for name in every_address():
            if again or not all(found[name, way].get(column) for way in WAYS):
                for way, (got, _) in ask(asker, path_of(name, stage)).items():
                    found[name, way][column] = got
    with FILE.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, [*KEY, *COLUMNS], lineterminator="\n")
        table.writeheader()
        table.writerows(found.values())
