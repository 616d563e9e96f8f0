"""The search itself: a word is found in each writing, or a sweep that finds none says nothing."""

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.sweep import canaries
from tests.sweep.looking import words_in

WRITINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "upper case": lambda text: text.upper().encode(),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64, one byte on": lambda text: base64.b64encode(b"a" + text.encode()),
    "base64, two bytes on": lambda text: base64.urlsafe_b64encode(b"ab" + text.encode()),
    "hex": lambda text: text.encode().hex().encode(),
    "backwards": lambda text: text[::-1].encode(),
    "in an address": lambda text: quote(text).encode(),
    "in JSON": lambda text: json.dumps({"name": text}).encode(),
    "gzip": lambda text: gzip.compress(text.encode()),
    "zlib in base64 in gzip": lambda text: gzip.compress(b"a" + zlib.compress(text.encode())),
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_a_word_is_found_however_it_is_written(writing: str) -> None:
    run = canaries.new()
    number = str(next(run.numbers) + 1)

    written = b"before \x00\xff" + WRITINGS[writing](run.word()) + b"\x00 behind"

    assert words_in(written, run) == {number}


@pytest.mark.parametrize("writing", ["utf-8", "utf-16-le", "base64", "hex", "backwards", "gzip"])
def test_a_birthday_is_found_however_it_is_written(writing: str) -> None:
    run = canaries.new()
    birthday = run.birthday.isoformat()

    assert words_in(b"\x00" + WRITINGS[writing](birthday) + b"\x00", run) == {birthday}


def test_the_words_of_another_run_are_not_found() -> None:
    assert words_in(canaries.new().word().encode(), canaries.new()) == set()
