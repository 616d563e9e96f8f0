"""What the starter says when it cannot go on: one sentence each."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.private_postgres import PrivatePostgresError, ensure_running, place, remove, stop
from tests.setup.conftest import place_of


def write_program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_a_platform_without_a_wheel(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.delenv("ROWAN_POSTGRES_BIN", raising=False)
    with pytest.raises(PrivatePostgresError, match="no PostgreSQL for this platform"):
        ensure_running(home)


def test_programs_that_do_not_run(home: Path, tmp_path: Path) -> None:
    write_program(tmp_path / "bin", "postgres", "exit 127")
    with pytest.raises(PrivatePostgresError, match="does not run on this machine"):
        ensure_running(home, binaries=tmp_path / "bin")


def test_programs_that_are_too_old(home: Path, tmp_path: Path) -> None:
    write_program(tmp_path / "bin", "postgres", "echo 'postgres (PostgreSQL) 14.9'")
    with pytest.raises(PrivatePostgresError, match=r"PostgreSQL 14\.9 .* is too old"):
        ensure_running(home, binaries=tmp_path / "bin")


def test_data_of_another_major_version(home: Path, tmp_path: Path) -> None:
    write_program(tmp_path / "bin", "postgres", "echo 'postgres (PostgreSQL) 99.1'")
    ensure_running(home, for_tests=True)
    stop(home)
    with pytest.raises(PrivatePostgresError, match=r"the programs are 99\.1"):
        ensure_running(home, binaries=tmp_path / "bin")


def test_a_home_that_is_too_long_for_the_system(tmp_path: Path) -> None:
    with pytest.raises(PrivatePostgresError, match="too long for this system"):
        ensure_running(tmp_path / ("h" * 300))


def test_a_record_that_cannot_be_read(home: Path) -> None:
    (home / "database").mkdir(parents=True)
    record = home / "database" / "connection.json"
    record.write_text("half")
    with pytest.raises(PrivatePostgresError, match="put back a copy"):
        ensure_running(home)
    record.unlink()


def test_a_data_folder_that_is_gone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    ensure_running(home, for_tests=True)
    stop(home)
    place_of(home).rename(tmp_path / "moved")
    with pytest.raises(PrivatePostgresError, match="is gone: put it back"):
        ensure_running(home)
    (tmp_path / "moved").rename(place_of(home))
    remove(home)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 45 MB: room for the programs and not for the data. Any user can reach it."""
    disk = Path(tempfile.mkdtemp(prefix="rowan-disk-"))
    disk.chmod(0o755)
    mount = ["mount", "-t", "tmpfs", "-o", "size=45m,mode=755", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        disk.rmdir()
        pytest.skip("only root, outside a closed container, can make a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)
    disk.rmdir()


def test_a_full_disk(small_disk: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "SYSTEM_FOLDER", small_disk)
    with pytest.raises(PrivatePostgresError, match=r"The disk that holds .* is full"):
        ensure_running(home, for_tests=True)
