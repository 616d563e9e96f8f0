"""Bundles brought in through the product's own import."""

from collections.abc import Callable
from pathlib import Path

import pytest

from interchange.services import import_bundle
from tests.returns.bundles import Bundle

Bring = Callable[[Bundle], None]


@pytest.fixture
def bring(db: None, tmp_path: Path) -> Bring:
    """Import a bundle as the operator."""

    def import_it(bundle: Bundle) -> None:
        import_bundle(bundle.write(tmp_path / "bundle"), by=None)

    return import_it
