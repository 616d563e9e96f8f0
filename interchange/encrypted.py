"""A zip that a passphrase opens, made piece by piece: nothing of it is ever on our disk.

Encrypted as WinZip does (AES-256, AE-2), which 7-Zip, Keka and WinZip itself open. That format
leaves the names and sizes of its files readable, so it holds a single file, `bundle.zip`, with
the bundle's own files inside.
"""

import secrets
import stat
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from django.utils import timezone
from stream_zip import ZIP_32, stream_zip

INNER: Final = "bundle.zip"
OWNER_ALONE: Final = stat.S_IFREG | 0o600
LINES_AT_ONCE: Final = 2_000

SHORTEST: Final = 12
# 7-Zip takes no more; and beyond these characters programs differ in what they make of a key.
LONGEST: Final = 99
CHARACTERS: Final = frozenset(map(chr, range(0x20, 0x7F)))

_CONSONANTS: Final = "bdfgklmnprstvz"
_VOWELS: Final = "aeiou"
_SYLLABLES: Final = 14


def encrypted_zip(
    files: Iterable[tuple[str, Iterable[str]]], *, passphrase: str
) -> Iterator[bytes]:
    """The zip of these files, each a name and its lines, which only the passphrase opens."""
    made_at = timezone.localtime()
    inner = stream_zip(
        (name, made_at, OWNER_ALONE, ZIP_32, _bytes_of(lines)) for name, lines in files
    )
    whole = ((INNER, made_at, OWNER_ALONE, ZIP_32, inner),)
    yield from stream_zip(whole, password=passphrase, get_compressobj=_pressed_already)


def _bytes_of(lines: Iterable[str]) -> Iterator[bytes]:
    rest = iter(lines)
    while some := "".join(islice(rest, LINES_AT_ONCE)):
        yield some.encode()


def _pressed_already() -> "zlib._Compress":
    return zlib.compressobj(level=0, wbits=-zlib.MAX_WBITS)


def new_passphrase() -> str:
    """A passphrase that can be read out on the telephone: 14 syllables, some 86 bits.

    The format makes a guess cheap (a thousand rounds of SHA-1), so the length has to do it.
    """
    syllables = [secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES)]
    return "-".join("".join(pair) for pair in zip(syllables[::2], syllables[1::2], strict=True))
