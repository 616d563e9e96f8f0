"""The first page that somebody opens is small, its files are packed and kept by the browser."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from tests.cast import Cast
from tests.pages import Browser, client_of

MOST = 30 * 1024


@pytest.fixture
def collected(tmp_path: Path, settings: Settings) -> None:
    """Collect the files as `set_up` does."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES}
    call_command(
        "collectstatic", ignore_patterns=["rest_framework"], interactive=False, verbosity=0
    )


def files_of(page: str) -> list[str]:
    """Return the addresses of the files that a page loads."""
    return sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)))


def packed(client: Browser, path: str) -> Any:
    """Ask for a file as a browser does, which takes it packed."""
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    answer.close()
    assert answer["Content-Encoding"] == "gzip"
    return answer


@pytest.mark.parametrize("path", ["/d/", "/c/"])
def test_a_first_load_is_under_thirty_kilobytes(collected: None, cast: Cast, path: str) -> None:
    client = client_of(cast.mara)
    page = client.get(path).content
    loaded = [packed(client, one) for one in files_of(page.decode())]

    assert len(loaded) == 3
    assert len(gzip.compress(page)) + sum(int(one["Content-Length"]) for one in loaded) < MOST


def test_a_file_is_packed_and_kept_under_a_name_of_its_content(collected: None, cast: Cast) -> None:
    client = client_of(cast.ines)
    page = client.get("/d/").content.decode()
    [styles] = [one for one in files_of(page) if one.endswith(".css")]

    assert re.fullmatch(r"/static/web/rowan\.[0-9a-f]{12}\.css", styles)
    assert "immutable" in packed(client, styles)["Cache-Control"]
