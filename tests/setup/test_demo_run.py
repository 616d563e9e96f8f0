"""The demo itself, started as a person starts it, in a home of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.private_postgres import is_running, remove

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass
class Demo:
    """A demo that runs, and what it has printed so far."""

    home: Path
    process: subprocess.Popen[str]
    said: str

    @property
    def address(self) -> str:
        found = re.search(r"Rowan is at (\S+)", self.said)
        assert found, self.said
        return found.group(1)


def command(home: Path, port: int, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env=os.environ | {"ROWAN_HOME": str(home), "PORT": str(port), "ROWAN_FOR_TESTS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def said_until(process: subprocess.Popen[str], words: str) -> str:
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"the demo ended before it said {words!r}:\n{said}")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo whose wanted port is taken."""
    home = tmp_path_factory.mktemp("demo")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        process = command(home, other.getsockname()[1], "demo")
        try:
            yield Demo(home, process, said_until(process, "Rowan is at"))
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            remove(home)


def test_it_names_the_taken_port_and_serves_on_another(demo: Demo) -> None:
    assert "is taken by another program" in demo.said
    with urllib.request.urlopen(f"{demo.address}/in/", timeout=30) as answer:
        assert answer.status == 200


def test_it_prints_sign_ins_with_codes(demo: Demo) -> None:
    assert re.search(r"@example\.org .* \d{6}$", demo.said, re.MULTILINE)
    name = re.search(r"demo_code (\w+)", demo.said)
    assert name
    asked = command(demo.home, 0, "demo_code", name.group(1))
    assert re.match(r"\d{6}  \(for \d+ seconds\)", asked.communicate(timeout=60)[0])


def test_an_unknown_name_is_answered_with_those_there_are(demo: Demo) -> None:
    asked = command(demo.home, 0, "demo_code", "nobody-of-that-name")
    answer = asked.communicate(timeout=60)[0]
    assert asked.returncode == 1
    assert "Nobody in the demo is called" in answer
    assert "Traceback" not in answer


def test_a_second_one_says_where_the_first_is(demo: Demo) -> None:
    second = command(demo.home, 8000, "demo")
    answer = second.communicate(timeout=60)[0]
    assert second.returncode == 1
    assert f"already running from {demo.home} at {demo.address}" in answer


def test_after_kill_9_the_next_one_starts_and_ctrl_c_stops_it_all(demo: Demo) -> None:
    os.kill(demo.process.pid, signal.SIGKILL)
    again = command(demo.home, 8000, "demo")
    said_until(again, "Rowan is at")
    os.killpg(again.pid, signal.SIGINT)
    rest = again.communicate(timeout=60)[0]
    assert again.returncode == 130
    assert rest.strip().endswith("rowan: stopped.")
    assert "Traceback" not in rest
    assert not is_running(demo.home)
