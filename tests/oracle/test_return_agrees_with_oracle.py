"""The product's return against the second derivation, cell for cell, over random bundles."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from interchange.services import import_bundle
from returns.services import derive, derive_each
from tests.oracle.bundles import Bundle
from tests.oracle.derive import Connection, clear_rows
from tests.oracle.edges import YEARS, edge_bundle, edge_bundles
from tests.oracle.worked import WORKED_CASES, WorkedCase

pytestmark = pytest.mark.django_db

BATCH = 20
SEEDS = range(0, 200, BATCH)
SOAK_SEEDS = range(200, 2_000, BATCH)


def differences(
    place: str, product: Mapping[str, object], other: Mapping[str, object]
) -> list[str]:
    """One line for each cell that is not the same on both sides."""
    return [
        f"{place}, {cell}: product {product.get(cell, 'missing')},"
        f" oracle {other.get(cell, 'missing')}"
        for cell in sorted(product.keys() | other.keys())
        if product.get(cell, "missing") != other.get(cell, "missing")
    ]


def disagreements(
    connection: Connection,
    name: str,
    bundle: Bundle,
    folder: Path,
    years: tuple[str, ...] = YEARS,
) -> list[str]:
    """Import a bundle, derive every authority and year on both sides, and undo the import."""
    found: list[str] = []
    with clear_rows(connection) as rows, transaction.atomic():
        rows.load(bundle)
        import_bundle(bundle.write(folder), by=None)
        for year in years:
            oracle = rows.cells(year)
            product = {derived.authority: derived.cells for derived in derive_each(year)}
            if product.keys() != oracle.keys():
                found.append(f"{name}, {year}: authorities {sorted(product)}, {sorted(oracle)}")
            for authority in sorted(product.keys() & oracle.keys()):
                place = f"{name}, {authority} {year}"
                found += differences(place, product[authority], oracle[authority])
        transaction.set_rollback(True)
    return found


def told(found: list[str]) -> str:
    return "\n".join([f"{len(found)} differences", *found[:40]])


def compare_seeds(connection: Connection, folder: Path, seeds: range) -> None:
    found: list[str] = []
    for seed in seeds:
        place = folder / str(seed)
        found += disagreements(connection, f"seed {seed}", edge_bundle(seed), place)
    assert not found, told(found)


@pytest.mark.parametrize("first", SEEDS)
def test_the_return_agrees_with_the_oracle(
    clear_database: Connection, tmp_path: Path, first: int
) -> None:
    compare_seeds(clear_database, tmp_path, range(first, first + BATCH))


@pytest.mark.parametrize("begins", [2018, 2019, 2020, 2024])
def test_the_return_agrees_in_years_of_other_successions(
    clear_database: Connection, tmp_path: Path, begins: int
) -> None:
    years = tuple(f"{year}-{(year + 1) % 100}" for year in (begins, begins + 1))
    found: list[str] = []

    for seed in range(8):
        bundle = edge_bundle(seed, begins)
        name, folder = f"seed {seed}, {begins}", tmp_path / str(seed)
        found += disagreements(clear_database, name, bundle, folder, years)

    assert not found, told(found)


@pytest.mark.soak
@pytest.mark.parametrize("first", SOAK_SEEDS)
def test_the_return_agrees_with_the_oracle_over_a_long_run(
    clear_database: Connection, tmp_path: Path, first: int
) -> None:
    compare_seeds(clear_database, tmp_path, range(first, first + BATCH))


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(bundle=edge_bundles())
def test_no_small_bundle_is_found_on_which_they_disagree(
    clear_database: Connection, tmp_path: Path, bundle: Bundle
) -> None:
    """Where the two disagree, hypothesis makes the bundle smaller and prints it."""
    found = disagreements(clear_database, "this bundle", bundle, tmp_path)

    assert not found, told(found)


@pytest.mark.database
def test_one_authority_at_a_time_gives_the_oracle_cells_too(
    clear_database: Connection, tmp_path: Path
) -> None:
    bundle = edge_bundle(3)
    commissions_nothing = "E10000003"

    with clear_rows(clear_database) as rows:
        rows.load(bundle)
        import_bundle(bundle.write(tmp_path), by=None)
        for year in YEARS:
            oracle = rows.cells(year, wanted=(commissions_nothing,))
            for authority, cells in oracle.items():
                product = derive(authority, year).cells
                found = differences(f"{authority} {year}", product, cells)
                assert not found, told(found)


@pytest.mark.parametrize("worked", WORKED_CASES, ids=lambda worked: worked.name)
def test_an_imported_worked_case_gives_its_cells(tmp_path: Path, worked: WorkedCase) -> None:
    import_bundle(worked.bundle.write(tmp_path), by=None)

    for (authority, year), expected in worked.expected.items():
        cells = derive(authority, year).cells
        places_matter = any(cell.startswith("D1") for cell in expected)
        not_zero = {
            cell: figure
            for cell, figure in cells.items()
            if figure and (places_matter or not cell.startswith("D1"))
        }
        assert not_zero == expected, (worked.name, authority, year)
