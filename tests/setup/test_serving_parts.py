"""The parts of serving and of the demo: one at a time, its port, its codes."""

from __future__ import annotations

import base64
import datetime
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import home as claims
from config import serving
from config.home import BusyHomeError
from demo.codes import code_at, seconds_left
from demo.progress import Progress, note_progress, progress

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody else listens, the next one being free."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_named_and_the_next_free_one_used(taken_port: int) -> None:
    said: list[str] = []
    listening = serving.listen(taken_port, said.append)
    for each in listening.sockets:
        each.close()
    assert listening.port > taken_port
    assert said[0] == f"Port {taken_port} is taken by another program."


def test_only_loopback_is_listened_on() -> None:
    listening = serving.listen(18_400, lambda _: None)
    hosts = {each.getsockname()[0] for each in listening.sockets}
    for each in listening.sockets:
        each.close()
    assert hosts <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(serving.NoPortError, match="a number from 1 to 65535"):
        serving.wanted_port()


def test_the_port_is_8000_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert serving.wanted_port() == 8000
    monkeypatch.setenv("PORT", "8200")
    assert serving.wanted_port() == 8200


def test_a_second_process_is_told_where_the_first_is(tmp_path: Path) -> None:
    with claims.only_one(tmp_path) as lock_file:
        claims.tell_address(lock_file, "http://localhost:8001")
        with (
            pytest.raises(BusyHomeError, match=r"already running .* at http://localhost:8001"),
            claims.only_one(tmp_path),
        ):
            pass


def test_a_process_that_was_killed_does_not_block_the_next(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        with claims.only_one(tmp_path):
            os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    with claims.only_one(tmp_path) as lock_file:
        assert lock_file.read_text() == f"{os.getpid()} starting"


def test_loading_that_was_stopped_is_remembered(tmp_path: Path) -> None:
    assert progress(tmp_path) is Progress.NOTHING
    note_progress(tmp_path, Progress.LOADING)
    assert progress(tmp_path) is Progress.LOADING


def test_a_home_and_its_keys_are_closed_to_others(tmp_path: Path) -> None:
    claims.make(tmp_path / "home")
    modes = [(tmp_path / "home" / name).stat().st_mode & 0o777 for name in (".", "keys")]
    assert modes == [0o700, 0o700]


def test_codes_are_those_of_the_standard() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    # RFC 6238, appendix B: the last six of its eight digits.
    known = {59: "287082", 1_111_111_109: "081804", 20_000_000_000: "353130"}
    for seconds, code in known.items():
        assert code_at(secret, datetime.datetime.fromtimestamp(seconds, datetime.UTC)) == code


def test_a_code_says_how_long_it_lasts() -> None:
    assert seconds_left(datetime.datetime.fromtimestamp(59, datetime.UTC)) == 1


def test_a_ctrl_c_that_was_swallowed_counts_at_the_next_step() -> None:
    script = (
        "import os, signal\n"
        "from config import interruption\n"
        "interruption.watch()\n"
        "try:\n    os.kill(os.getpid(), signal.SIGINT)\nexcept BaseException:\n    pass\n"
        "try:\n    interruption.heed()\nexcept KeyboardInterrupt:\n    print('heeded')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "heeded\n"
