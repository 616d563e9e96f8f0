"""`manage.py`: what goes wrong outside our code is one sentence and a status that is not zero."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def manage(*arguments: str, options: tuple[str, ...] = (), **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, *options, "manage.py", *arguments],
        cwd=CHECKOUT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout


def test_a_database_that_does_not_answer() -> None:
    nowhere = "postgresql://rowan_owner:none@127.0.0.1:9/rowan"
    status, said = manage(
        "migrate", "--database", "owner", DATABASE_URL=nowhere, DATABASE_OWNER_URL=nowhere
    )
    assert status == 1
    assert said.startswith("rowan: the database stopped answering")
    assert "Traceback" not in said


def test_programs_of_postgresql_that_do_not_run(tmp_path: Path) -> None:
    status, said = manage(
        "migrate", "--database", "owner", ROWAN_HOME=str(tmp_path), ROWAN_POSTGRES_BIN="/nowhere"
    )
    assert status == 1
    assert "rowan: The PostgreSQL program /nowhere/postgres does not run" in said
    assert "Traceback" not in said


def test_packages_that_are_not_installed() -> None:
    status, said = manage("check", options=("-S",), ROWAN_IN_ENVIRONMENT="1")
    assert status == 1
    assert said == "rowan: the packages are not installed here: run 'make install' first.\n"
