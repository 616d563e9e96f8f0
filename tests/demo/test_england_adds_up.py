"""England counted by the second derivation: plain SQL that shares nothing with the product."""

from decimal import Decimal

from demo.england.bundle import complete
from demo.england.comparison import add_up, compare
from demo.england.housing import England
from demo.england.records import write_country
from tests.demo.conftest import SCALE
from tests.oracle.bundles import Bundle
from tests.oracle.derive import Cells, Connection, oracle_all


def whole_country(england: England) -> Bundle:
    """All providers' rows as one bundle."""
    country = Bundle()
    for _, rows in write_country(england):
        for file, held in complete(rows):
            if file in country.files:
                country.rows(file).extend(held)
    return country


def derived(connection: Connection, bundle: Bundle) -> dict[str, Cells]:
    return oracle_all(connection, bundle, "2022-23")


def test_a_small_england_adds_up_to_its_share_of_every_figure(
    small_england: England, clear_database: Connection
) -> None:
    returns = derived(clear_database, whole_country(small_england))
    outside = [
        line.cell for line in compare(add_up(returns.values()), scale=SCALE) if not line.agrees
    ]
    assert outside == []


def test_types_and_identities_of_each_authority_add_up_to_its_total(
    small_england: England, clear_database: Connection
) -> None:
    for cells in derived(clear_database, whole_country(small_england)).values():
        total = cells["A1.total"]
        types = [value or 0 for cell, value in cells.items() if cell.startswith("A1.")]
        assert sum(types) == 2 * (total or 0)
        assert sum(value or 0 for cell, value in cells.items() if cell.startswith("A2.")) == total


def test_a_figure_that_is_off_is_seen() -> None:
    cells = {"A1.total": 50_664, "A2.women": 28_195}
    lines = {line.cell: line for line in compare(cells)}
    assert not lines["A1.total"].agrees
    assert lines["A2.women"].agrees
    assert lines["A1.total"].difference == Decimal(-6)


def test_a_share_is_compared_with_the_share_of_its_group() -> None:
    cells = {"A4.specialist.over_6m": 42, "A4.specialist.under_1m": 58}
    lines = {line.cell: line for line in compare(cells)}
    assert lines["A4.specialist.over_6m"].agrees
    cells["A4.specialist.over_6m"] = 45
    lines = {line.cell: line for line in compare(cells)}
    assert not lines["A4.specialist.over_6m"].agrees
