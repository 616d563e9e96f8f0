"""`./manage.py serve`, started as a person starts it, in a home of its own."""

from __future__ import annotations

import os
import re
import signal
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.private_postgres import is_running, remove
from tests.setup.test_demo_run import command, said_until


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("serve") / "home"
    yield folder
    remove(folder)


def test_an_empty_installation_is_served_with_a_code_and_ctrl_c_stops_it_all(home: Path) -> None:
    served = command(home, 18_500, "serve")
    try:
        said = said_until(served, "Starting Rowan again makes another")
        found = re.search(r"Rowan is at (http://localhost:\d+)", said)
        assert found
        assert re.search(r"^    ([A-Z0-9]{4}-){3}[A-Z0-9]{4}$", said, re.MULTILINE)
        with urllib.request.urlopen(f"{found.group(1)}/", timeout=30) as answer:
            assert answer.url.endswith("/begin/")
        second = command(home, 18_500, "serve")
        assert f"already running from {home}" in second.communicate(timeout=60)[0]
        assert second.returncode == 1
    finally:
        os.killpg(served.pid, signal.SIGINT)
        rest = served.communicate(timeout=60)[0]
    assert served.returncode == 130
    assert rest.strip().endswith("rowan: stopped.")
    assert "Traceback" not in rest
    assert not is_running(home)


def test_set_up_prints_a_code_as_well(home: Path) -> None:
    done = command(home, 18_500, "set_up")
    said = done.communicate(timeout=120)[0]
    assert done.returncode == 0
    assert "The first visit asks for this code" in said
    assert said.endswith("Ready.\n")


def test_a_demos_folder_is_not_served_as_an_installation(tmp_path: Path) -> None:
    (tmp_path / "demo.progress").write_text("loaded")
    refused = command(tmp_path, 18_500, "serve")
    said = refused.communicate(timeout=60)[0]
    assert refused.returncode == 1
    assert "holds the demo: name another folder in ROWAN_HOME" in said


def test_people_elsewhere_are_not_served_without_https(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROWAN_HOSTS", "rowan.example.org,localhost")
    refused = command(tmp_path, 18_500, "serve")
    said = refused.communicate(timeout=60)[0]
    assert refused.returncode == 1
    assert "ROWAN_HOSTS names rowan.example.org" in said
    assert "ROWAN_HTTPS=1" in said
