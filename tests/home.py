"""Where the tests keep their installation: apart from any other, so both can run at once.

Loaded by pytest before Django's settings are.
"""

import os
from pathlib import Path

os.environ.setdefault("ROWAN_HOME", str(Path(__file__).resolve().parent.parent / "var" / "tests"))
os.environ["ROWAN_FOR_TESTS"] = "1"
os.environ.pop("ROWAN_DEMO", None)
