"""The second derivation over the worked cases of the statutory return."""

import pytest

from tests.oracle.derive import Connection, oracle_all, oracle_cells
from tests.oracle.worked import WORKED_CASES, WorkedCase

pytestmark = pytest.mark.database


@pytest.mark.parametrize("worked", WORKED_CASES, ids=lambda worked: worked.name)
def test_the_oracle_gives_the_worked_cells(clear_database: Connection, worked: WorkedCase) -> None:
    for (authority, year), expected in worked.expected.items():
        derived = oracle_cells(clear_database, worked.bundle, authority, year)

        places_matter = any(cell.startswith("D1") for cell in expected)
        not_zero = {
            cell: figure
            for cell, figure in derived.items()
            if figure and (places_matter or not cell.startswith("D1"))
        }
        assert not_zero == expected, (worked.name, authority, year)


def test_only_the_questions_have_no_figure(clear_database: Connection) -> None:
    worked = WORKED_CASES[0]

    derived = oracle_cells(clear_database, worked.bundle, "E10000030", "2022-23")

    unanswered = {cell for cell, figure in derived.items() if figure is None}
    assert len(derived) == 83
    assert unanswered == {"G1.in_house", "G2.quality_standards", "G3.strategy"}


def test_one_pass_over_all_authorities_gives_what_one_at_a_time_gives(
    clear_database: Connection,
) -> None:
    for worked in WORKED_CASES:
        for year in ("2021-22", "2022-23", "2023-24"):
            together = oracle_all(clear_database, worked.bundle, year)

            for authority, cells in together.items():
                assert cells == oracle_cells(clear_database, worked.bundle, authority, year)
