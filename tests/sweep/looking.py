"""Looking for words in bytes, however they were written there."""

import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator

from tests.sweep.canaries import Canaries

_GZIP, _ZLIB = re.compile(rb"\x1f\x8b\x08"), re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_BASE64, _HEX = re.compile(rb"[A-Za-z0-9+/_-]{12,}"), re.compile(rb"(?:[0-9A-Fa-f]{2}){8,}")
_AROUND = 400
_LARGEST_STREAM = 1 << 20
_DEEPEST = 3
# A word whose number is not there, as where a page of a file ends inside it.
CUT_SHORT = "a word cut short"

Seen = Iterator[str]


def words_in(data: bytes, canaries: Canaries, depth: int = 0) -> set[str]:
    """Return the numbers of the words, and the birthday, that these bytes hold in any writing.

    The writings: UTF-8 in either case (so that escapes of JSON, HTML and addresses, which leave
    the mark's letters alone, are found too), UTF-16 both ways, backwards, base64 in its three
    phases and in both alphabets, hex, and compressed streams with all of these inside.
    """
    found = set(_plain(data, canaries)) | set(_plain_backwards(data, canaries))
    for codec in ("utf-16-le", "utf-16-be"):
        found |= set(_wide(data, canaries, codec))
    found |= set(_based(data, canaries)) | set(_hexed(data, canaries))
    if depth < _DEEPEST:
        for inside in _inflated(data):
            found |= words_in(inside, canaries, depth + 1)
    return found


def _plain(data: bytes, canaries: Canaries) -> Seen:
    birthday = canaries.birthday.isoformat()
    if birthday.encode() in data:
        yield birthday
    yield from _after(data.lower(), canaries.mark.lower().encode(), _number)


def _plain_backwards(data: bytes, canaries: Canaries) -> Seen:
    yield from _plain(data[::-1], canaries)


def _wide(data: bytes, canaries: Canaries, codec: str) -> Seen:
    birthday = canaries.birthday.isoformat()
    if birthday.encode(codec) in data:
        yield birthday

    def number(rest: bytes) -> str:
        return _number(rest[:10].decode(codec, "replace").encode())

    yield from _after(data, canaries.mark.encode(codec), number)


def _number(rest: bytes) -> str:
    digits = rest[:5]
    return digits.decode() if digits.isdigit() else ""


def _after(data: bytes, needle: bytes, number: Callable[[bytes], str]) -> Seen:
    at = data.find(needle)
    while at >= 0:
        end = at + len(needle)
        yield number(data[end : end + _AROUND]) or CUT_SHORT
        at = data.find(needle, end)


def _based(data: bytes, canaries: Canaries) -> Seen:
    """Words inside base64: the part of the mark that does not depend on what stands around it."""
    for text, phase in ((one, p) for one in _secrets(canaries) for p in range(3)):
        whole = b64encode(bytes(phase) + text.encode())
        middle = whole[4 if phase else 0 : -4]
        for needle in {middle, middle.replace(b"+", b"-").replace(b"/", b"_")}:
            at = data.find(needle)
            while at >= 0:
                yield from _decoded(data, at, canaries)
                at = data.find(needle, at + len(needle))


def _decoded(data: bytes, at: int, canaries: Canaries) -> Seen:
    around = data[max(0, at - _AROUND) : at + _AROUND]
    for run in _BASE64.findall(around):
        plain = run.replace(b"-", b"+").replace(b"_", b"/")
        for phase in range(4):
            cut = plain[phase:]
            whole = cut[:-1] if len(cut) % 4 == 1 else cut
            yield from _plain(b64decode(whole + b"=" * (-len(whole) % 4)), canaries)


def _hexed(data: bytes, canaries: Canaries) -> Seen:
    lower = data.lower()
    for text in _secrets(canaries):
        needle = text.encode().hex().encode()
        at = lower.find(needle)
        while at >= 0:
            run = lower[at : at + len(needle) + 10]
            cut = _HEX.match(run)
            if cut is not None:
                yield from _plain(bytes.fromhex(cut[0].decode()), canaries)
            at = lower.find(needle, at + len(needle))


def _secrets(canaries: Canaries) -> tuple[str, str]:
    return canaries.mark, canaries.birthday.isoformat()


def _inflated(data: bytes) -> Iterator[bytes]:
    view = memoryview(data)
    for pattern, window in ((_GZIP, 31), (_ZLIB, 15)):
        for match in pattern.finditer(data):
            stream = zlib.decompressobj(window)
            try:
                start = match.start()
                inside = stream.decompress(view[start : start + _LARGEST_STREAM], _LARGEST_STREAM)
            except zlib.error:
                continue
            if len(inside) > len(b"a word"):
                yield inside
