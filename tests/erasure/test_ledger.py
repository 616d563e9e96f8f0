"""The ledger outside the database: whole, in two places, and nothing written where one is full."""

import errno
import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from encryption import ledger
from encryption.ledger import Entry, LedgerRefused

pytestmark = pytest.mark.django_db


def put_down(erasure_id: UUID | None = None) -> Entry:
    """Put an erasure down."""
    return ledger.append(
        organisation_id=uuid4(),
        erasure_id=erasure_id or uuid4(),
        subject_ids=[uuid4()],
        keys=["key:1"],
        redacted=[],
        at="2026-11-25T12:00:00+00:00",
    )


@pytest.fixture
def second(settings: Settings, tmp_path: Path) -> Path:
    """A second place, on what would be another disk."""
    settings.ROWAN_ERASED_COPY = str(tmp_path / "second")
    return ledger.places()[1]


def test_what_was_put_down_is_read_again_in_order() -> None:
    written = [put_down() for _ in range(3)]

    assert ledger.entries() == written
    assert [entry.number for entry in written] == [1, 2, 3]
    assert ledger.places()[0].stat().st_mode & 0o777 == 0o600


def test_an_erasure_is_put_down_once() -> None:
    erasure_id = uuid4()

    assert put_down(erasure_id) == put_down(erasure_id)
    assert len(ledger.entries()) == 1


def test_a_second_place_is_brought_up_to_date(settings: Settings, tmp_path: Path) -> None:
    put_down()
    settings.ROWAN_ERASED_COPY = str(tmp_path / "second")

    put_down()

    first, second = ledger.places()
    assert first.read_bytes() == second.read_bytes()


def test_a_lost_first_place_is_read_from_the_second(second: Path) -> None:
    entry = put_down()
    ledger.places()[0].unlink()

    assert ledger.entries() == [entry]


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_changed_line_is_refused_and_named(line: int) -> None:
    for _ in range(3):
        put_down()
    place = ledger.places()[0]
    lines = place.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace(b"2026-11-25", b"2026-11-24")
    place.write_bytes(b"".join(lines))

    with pytest.raises(LedgerRefused, match=f"Line {line + 1} of the ledger .* was changed"):
        ledger.entries()


def test_a_line_left_out_is_refused() -> None:
    for _ in range(3):
        put_down()
    place = ledger.places()[0]
    lines = place.read_bytes().splitlines(keepends=True)
    place.write_bytes(lines[0] + lines[2])

    with pytest.raises(LedgerRefused, match="Line 2"):
        ledger.entries()


def test_two_places_that_disagree_are_refused(second: Path) -> None:
    put_down()
    ledger.places()[0].unlink()
    second.rename(second.with_suffix(".kept"))
    put_down()
    second.with_suffix(".kept").rename(second)

    with pytest.raises(LedgerRefused, match="differs from its copy"):
        ledger.entries()


def test_a_line_that_was_not_finished_counts_for_nothing_and_is_written_over() -> None:
    first = put_down()
    with ledger.places()[0].open("ab") as file:
        file.write(b'{"number":2,"organ')

    assert ledger.entries() == [first]
    assert put_down().number == 2
    assert len(ledger.entries()) == 2


def test_a_full_disk_in_the_second_place_takes_the_line_back_from_the_first(
    second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = put_down()
    really = os.fsync

    def full(descriptor: int) -> None:
        if os.fstat(descriptor).st_ino == second.stat().st_ino:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        really(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LedgerRefused, match=r"No space left on device\. Nothing was erased"):
        put_down()

    assert ledger.entries() == [first]


def test_no_name_stands_in_a_line() -> None:
    held = put_down().line().decode()

    assert set(Entry.__dataclass_fields__) == {
        "number", "organisation", "erasure", "subjects", "keys", "redacted", "at", "previous",
        "mac",
    }  # fmt: skip
    assert held.endswith("\n")
