"""The first page that somebody opens is small, its files are packed and kept by the browser."""

import gzip
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from tests.cast import Cast
from tests.pages import client_of

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


@pytest.mark.parametrize("path", ["/d/", "/c/"])
def test_a_first_load_is_under_thirty_kilobytes(collected: None, cast: Cast, path: str) -> None:
    client = client_of(cast.mara)
    page = client.get(path).content
    loaded = [
        client.get(one, headers={"accept-encoding": "gzip"}) for one in files_of(page.decode())
    ]

    assert [one.status_code for one in loaded] == [200] * 3
    size = len(gzip.compress(page)) + sum(len(b"".join(one.streaming_content)) for one in loaded)
    assert size < MOST


def test_a_file_is_packed_and_kept_under_a_name_of_its_content(collected: None, cast: Cast) -> None:
    client = client_of(cast.ines)
    page = client.get("/d/").content.decode()
    [styles] = [one for one in files_of(page) if one.endswith(".css")]

    assert re.fullmatch(r"/static/web/rowan\.[0-9a-f]{12}\.css", styles)
    answer = client.get(styles, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert "immutable" in answer["Cache-Control"]
