"""Files to which whole lines are only added."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from encryption import appending

LINES = st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.binary(max_size=20).filter(lambda torn: b"\n" not in torn), st.integers(1, 40))
def test_what_was_cut_short_counts_for_nothing(
    tmp_path: Path, lines: list[bytes], torn: bytes, window: int
) -> None:
    place = tmp_path / "file"
    whole = b"".join(line + b"\n" for line in lines)
    place.write_bytes(whole + torn)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(appending, "_WINDOW", window)  # so that a file is longer than one look
        assert appending.acknowledged(place) == len(whole)
        assert appending.last_whole_line(place) == (lines[-1] if lines else None)
    assert list(appending.whole_lines(place)) == lines


def test_what_was_cut_short_is_written_over(tmp_path: Path) -> None:
    place = tmp_path / "folder" / "file"
    appending.extend(place, b"one\n", after=0)
    with place.open("ab") as file:
        file.write(b"a longer line that the power cut")

    appending.extend(place, b"two\n", after=appending.acknowledged(place))

    assert place.read_bytes() == b"one\ntwo\n"
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    place = tmp_path / "file"

    assert list(appending.whole_lines(place)) == []
    assert appending.last_whole_line(place) is None
    assert appending.acknowledged(place) == 0
