"""Programs that some tests need and that a machine may lack."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

# Program -> Debian's package, and where it lies when it is not on the PATH.
_PACKAGES = {
    "redis-server": ("redis-server", ("redis-server",)),
    "chromium": ("chromium", ("chromium", "chromium-browser")),
    "pgbouncer": ("pgbouncer", ("pgbouncer", "/usr/sbin/pgbouncer")),
    "postgresql-15": ("postgresql-15", ("/usr/lib/postgresql/15/bin/postgres",)),
}


def find(program: str) -> Path | None:
    """Where the program lies, None when it is not on this machine."""
    for name in _PACKAGES[program][1]:
        found = shutil.which(name)
        if found:
            return Path(found)
    return None


def require(program: str) -> Path:
    """The program; without it the test is skipped, or fails when REQUIRE_ALL=1."""
    found = find(program)
    if found:
        return found
    message = f"{program} is not there; on Debian: apt-get install {_PACKAGES[program][0]}"
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
