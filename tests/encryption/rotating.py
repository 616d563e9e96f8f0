"""Keys of a test's own, so that replacing them leaves those of the other tests as they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from encryption import installation


@pytest.fixture
def own_root(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """The tests' root key, in a file that this test may replace."""
    held = Path(settings.ROWAN_KEY_FILE).read_bytes()
    settings.ROWAN_KEY_FILE = tmp_path / "keys" / "root.key"
    settings.ROWAN_KEY_FILE.parent.mkdir(mode=0o700)
    settings.ROWAN_KEY_FILE.write_bytes(held)
    settings.ROWAN_KEY_FILE.chmod(0o600)
    installation.forget()
    yield settings.ROWAN_KEY_FILE
    installation.forget()
