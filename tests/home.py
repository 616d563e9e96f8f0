"""Where the tests keep their installation: apart from any other, so both can run at once.

Loaded by pytest before Django's settings are. Each process of a run on several (`-n`) has a home
of its own, and so its own keys, files and PostgreSQL: none sees what another does.
"""

import os
from pathlib import Path

_home = os.environ.get("ROWAN_HOME", Path(__file__).resolve().parent.parent / "var" / "tests")
os.environ["ROWAN_HOME"] = str(Path(_home, os.environ.get("PYTEST_XDIST_WORKER", "")))
os.environ["ROWAN_FOR_TESTS"] = "1"
os.environ.pop("ROWAN_DEMO", None)
