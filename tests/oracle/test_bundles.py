"""Bundles as files, and what every random bundle keeps to."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.oracle.authorities import life
from tests.oracle.bundles import Bundle
from tests.oracle.edges import edge_bundle


@pytest.fixture(scope="module")
def bundles() -> list[Bundle]:
    return [edge_bundle(seed) for seed in range(100)]


def test_a_bundle_that_was_written_is_read_back_the_same(tmp_path: Path) -> None:
    bundle = edge_bundle(5)

    assert Bundle.read(bundle.write(tmp_path)) == bundle


def test_a_column_that_no_file_has_is_refused() -> None:
    with pytest.raises(KeyError, match="bedrooms"):
        Bundle().add("provision", provision_ref="V1", bedrooms=3)


def spans_of(bundle: Bundle) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """First and last day of each participation, by episode and person."""
    episodes = {row["episode_ref"]: row for row in bundle.rows("episodes")}
    spans: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in bundle.rows("episode_people"):
        episode = episodes[row["episode_ref"]]
        first = row["from"] or episode["started_on"]
        last = row["to"] or episode["ended_on"] or "9999"
        spans.setdefault((row["episode_ref"], row["person_ref"]), []).append((first, last))
    return spans


def test_each_case_has_one_survivor(bundles: list[Bundle]) -> None:
    for bundle in bundles:
        survivors = Counter(
            row["case_ref"] for row in bundle.rows("case_people") if row["role"] == "survivor"
        )

        assert survivors == Counter(row["case_ref"] for row in bundle.rows("cases"))


def test_participations_lie_in_their_episode(bundles: list[Bundle]) -> None:
    for bundle in bundles:
        episodes = {row["episode_ref"]: row for row in bundle.rows("episodes")}

        for (episode, _), spans in spans_of(bundle).items():
            begins = episodes[episode]["started_on"]
            ends = episodes[episode]["ended_on"] or "9999"
            assert all(begins <= first <= last <= ends for first, last in spans)


def test_two_participations_of_one_person_do_not_overlap(bundles: list[Bundle]) -> None:
    for bundle in bundles:
        for spans in spans_of(bundle).values():
            assert all(before[1] < after[0] for before, after in pairwise(sorted(spans)))


def test_commissions_meet_the_life_of_their_authority(bundles: list[Bundle]) -> None:
    for bundle in bundles:
        for row in bundle.rows("provision"):
            if row["authority_code"]:
                begins, ends = (day.isoformat() for day in life(row["authority_code"]))
                first, last = row["commissioned_from"], row["commissioned_to"] or "9999"
                assert first <= last
                assert first <= ends
                assert last >= begins
