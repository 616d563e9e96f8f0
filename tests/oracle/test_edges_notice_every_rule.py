"""Whether the random bundles would notice a rule that was read wrongly."""

from tests.oracle.derive import CELLS, Connection, clear_rows
from tests.oracle.edges import YEARS, edge_bundle
from tests.oracle.faults import FAULTS, bent

BUNDLES = 200


def test_every_bent_rule_changes_a_cell_of_some_bundle(clear_database: Connection) -> None:
    unnoticed = {name: bent(name, CELLS) for name in FAULTS}

    with clear_rows(clear_database) as rows:
        for seed in range(BUNDLES):
            if not unnoticed:
                break
            rows.load(edge_bundle(seed))
            for year in YEARS:
                right = rows.cells(year)
                for name, statement in list(unnoticed.items()):
                    if rows.cells(year, statement=statement) != right:
                        del unnoticed[name]

    assert sorted(unnoticed) == []


def test_every_cell_is_counted_in_some_bundle(clear_database: Connection) -> None:
    counted: set[str] = set()
    every: set[str] = set()

    with clear_rows(clear_database) as rows:
        for seed in range(BUNDLES // 2):
            rows.load(edge_bundle(seed))
            for cells in rows.cells("2022-23").values():
                every |= cells.keys()
                counted |= {cell for cell, figure in cells.items() if figure}

    assert sorted(every - counted) == ["G1.in_house", "G2.quality_standards", "G3.strategy"]


def test_a_seed_gives_the_same_bundle_every_time() -> None:
    assert edge_bundle(7) == edge_bundle(7)
    assert edge_bundle(7) != edge_bundle(8)
