"""The stage of a sweep: the matrix's, with words of one run in every sealed field."""

import io
import logging
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import call_command
from pytest_django import Settings

from accounts.tenancy import enter
from audit import events
from cases.models import UnusualAccess
from moveon.services import end_episode
from tests import programs
from tests.interchange.bundles import WHOLE, row, write
from tests.jobs.conftest import until
from tests.matrix.stage import Stage, stage
from tests.sweep import canaries as words
from tests.sweep.canaries import Canaries

TAG = bytes(16)

__all__ = ["stage"]


@pytest.fixture(autouse=True)
def canaries(monkeypatch: pytest.MonkeyPatch) -> Canaries:
    """Return the words of this run; the stage is set with them, whoever sets it."""
    run = words.new()
    for module in ("stage", "records"):
        monkeypatch.setattr(f"tests.matrix.{module}.word", run.word)
    return run


class Unsealed:
    """What stands in for AES-GCM in the control: the bytes as they are, behind them no tag."""

    def __init__(self, key: bytes) -> None:
        """Take a key and do nothing with it."""

    def encrypt(self, nonce: bytes, plaintext: bytes, associated_data: bytes) -> bytes:
        """Return the bytes as they came."""
        return plaintext + TAG

    def decrypt(self, nonce: bytes, sealed: bytes, associated_data: bytes) -> bytes:
        """Return the bytes as they lie there."""
        if sealed[-len(TAG) :] != TAG:
            raise InvalidTag
        return sealed[: -len(TAG)]


@pytest.fixture
def without_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    """Store values as they are."""
    monkeypatch.setattr("encryption.keyring.AESGCM", Unsealed)


@pytest.fixture
def begun() -> float:
    """Return the moment before the first word was written: older files hold none."""
    return time.time() - 1


@pytest.fixture
def planted(begun: float, stage: Stage, canaries: Canaries, tmp_path: Path) -> dict[str, set[str]]:
    """Fill every sealed field that the stage leaves without a word; return what each tag holds."""
    with enter(stage.alder, by=None):
        ended = stage.running
        end_episode(episode=ended, ended_on=ended.started_on + timedelta(days=30), by=None)
        events.write("sweep.unusual", by=None, subjects=[stage.review.pk])
        UnusualAccess(
            organisation=stage.alder, item=stage.review, day=ended.started_on,
            patterns=canaries.word(),
        ).save(force_insert=True)  # fmt: skip
    bundle = {file: [row(line)] for file, line in WHOLE.items()}
    for column in ("given_name", "family_name", "known_as", "preferred_language"):
        bundle["people"][0][column] = canaries.word()
    call_command("import_bundle", write(bundle, tmp_path / "bundle"), stdout=io.StringIO())
    return words.plant(canaries)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that takes everything temporary, of this process and those it starts."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def log(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """Return the file in which everything is logged that any part of Rowan says, at any level."""
    path = tmp_path / "log"
    settings.ADMINS = [("Operator", "operator@example.org")]
    handler = logging.FileHandler(path)
    handler.setFormatter(logging.Formatter("LINE %(levelname)s %(name)s %(message)s"))
    root, level = logging.getLogger(), logging.getLogger().level
    statements = logging.getLogger("django.db.backends")
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    statements.setLevel(logging.DEBUG)
    yield path
    statements.setLevel(logging.NOTSET)
    root.setLevel(level)
    root.removeHandler(handler)
    handler.close()


@pytest.fixture
def redis_folder(tmp_path: Path, settings: Settings) -> Iterator[Path | None]:
    """Send jobs through a Redis server of this test alone that writes down all it hears."""
    program = programs.find("redis-server")
    if program is None:
        yield None
        return
    folder = tmp_path / "redis"
    folder.mkdir()
    socket = folder / "redis.sock"
    server = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", str(socket), "--appendonly", "yes"],
        cwd=folder, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(socket.exists, 10)
        settings.REDIS_URL = f"unix://{socket}"
        yield folder
    finally:
        server.terminate()
        server.wait(10)
