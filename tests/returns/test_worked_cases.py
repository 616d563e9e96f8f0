"""Every worked case and edge case, counted without a database."""

import pytest

from tests.returns.counting import checks, not_zero, year
from tests.returns.edge_cases import EDGE_CASES
from tests.returns.worked_cases import WORKED_CASES, Expected, WorkedCase

CASES = [
    pytest.param(case, expected, id=f"{case.name}, {expected.year}")
    for case in WORKED_CASES
    for expected in case.expected
]


EDGES = [
    pytest.param(case, expected, id=case.name) for case in EDGE_CASES for expected in case.expected
]


@pytest.mark.parametrize(("case", "expected"), CASES + EDGES)
def test_a_case_gives_its_cells_and_no_others(case: WorkedCase, expected: Expected) -> None:
    cells = not_zero(case.bundle(), expected.authority, period=year(expected.year))

    assert expected.of_interest(cells) == expected.cells


@pytest.mark.parametrize(("case", "expected"), CASES)
def test_a_worked_case_is_told_of_by_the_checks_it_names(
    case: WorkedCase, expected: Expected
) -> None:
    found = checks(case.bundle(), expected.authority, year(expected.year))

    allowed = {*expected.checks, "provisional-edition", "completeness"}
    assert set(expected.checks) <= set(found) <= allowed
