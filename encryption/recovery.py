"""The root key on sheets of paper, of which some together give it and fewer give nothing.

Shamir's scheme over GF(2^128), as pycryptodome has it, for each half of the key. A sheet is four
lines to type, each with a check of its own, so that a mistake is found in its line. In docs/
encryption.md they are described for another program.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# The maintained pycryptodome, which has the name of the library that it took over from.
from Crypto.Protocol.SecretSharing import Shamir  # nosec B413

from encryption import installation
from encryption.errors import EncryptionError
from encryption.primitives import KEY_BYTES

# How many are needed, of how many.
CHOICES = ((2, 3), (3, 5))
_FORMAT = 1
_MARK_BYTES = 8
_HALF = KEY_BYTES // 2
_LINES = 4
_LINE_BYTES = (4 + _MARK_BYTES + KEY_BYTES) // _LINES
# Crockford's base 32: nothing in it is taken for another letter or digit.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})
_LINE_LETTERS = -(-_LINE_BYTES * 8 // 5)
_CHECK_LETTERS = 2
# The largest prime that two letters can write: no single letter mistyped and no two swapped go
# unseen.
_MODULUS = 1021
_NUMBERED = re.compile(r"\s*(\d)\s*[:.)]\s*(.*)")


class SheetRefused(EncryptionError):
    """A sheet, or a set of sheets, that gives no key; the sentence says why."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: which of how many, how many are needed, of which root key."""

    needed: int
    of: int
    number: int
    mark: bytes
    share: bytes

    def lines(self) -> list[str]:
        """What is typed: four numbered lines, each with its check at the end."""
        content = bytes((_FORMAT, self.needed, self.of, self.number)) + self.mark + self.share
        return [
            _written(number, content[start : start + _LINE_BYTES])
            for number, start in enumerate(range(0, len(content), _LINE_BYTES), start=1)
        ]

    @property
    def named(self) -> str:
        """The root key that it is of, as sheets show it."""
        return self.mark.hex(" ", 2)


def split(root: bytes, *, needed: int, of: int) -> list[Sheet]:
    """Sheets of which `needed` give the root key."""
    if (needed, of) not in CHOICES:
        raise SheetRefused("There are sheets for 2 of 3, or for 3 of 5.")
    mark = mark_of(root)
    first, second = (Shamir.split(needed, of, half, False) for half in (root[:_HALF], root[_HALF:]))
    return [
        Sheet(needed, of, number, mark, one + other)
        for (number, one), (_, other) in zip(first, second, strict=True)
    ]


def join(sheets: Sequence[Sheet]) -> bytes:
    """The root key; SheetRefused, naming the sheet, when they do not belong together."""
    first = sheets[0]
    for sheet in sheets[1:]:
        if sheet.mark != first.mark:
            raise SheetRefused(
                f"Sheet {sheet.number} is of another root key ({sheet.named}) than sheet "
                f"{first.number} ({first.named}): they were not made at the same time."
            )
        if (sheet.needed, sheet.of) != (first.needed, first.of):
            raise SheetRefused(
                f"Sheet {sheet.number} is of a set of {sheet.of}, sheet {first.number} of "
                f"{first.of}: they were not made at the same time."
            )
    numbers = [sheet.number for sheet in sheets]
    for number in sorted(numbers):
        if numbers.count(number) > 1:
            raise SheetRefused(f"Sheet {number} is there twice.")
    if len(sheets) < first.needed:
        raise SheetRefused(
            f"{first.needed} sheets are needed, and there are {len(sheets)}: fewer give nothing."
        )
    used = sheets[: first.needed]
    root = b"".join(
        Shamir.combine([(sheet.number, half(sheet)) for sheet in used], False) for half in _HALVES
    )
    if mark_of(root) != first.mark:
        raise SheetRefused(
            "These sheets do not give the root key that they name: they are of two sets, or one "
            f"of them has a mistake that its checks do not show (sheets "
            f"{', '.join(str(sheet.number) for sheet in used)})."
        )
    return root


def read(lines: Sequence[str], *, where: str = "the sheet") -> Sheet:
    """The sheet that these lines say, whatever else is printed around them."""
    found = {}
    for line in lines:
        matched = _NUMBERED.fullmatch(line)
        if matched and 1 <= int(matched[1]) <= _LINES:
            found[int(matched[1])] = _read_line(int(matched[1]), matched[2], where)
    missing = [str(number) for number in range(1, _LINES + 1) if number not in found]
    if missing:
        raise SheetRefused(f"Line {' and '.join(missing)} of {where} is missing.")
    content = b"".join(found[number] for number in sorted(found))
    version, needed, of, number = content[:4]
    if version != _FORMAT or (needed, of) not in CHOICES or not 1 <= number <= of:
        raise SheetRefused(f"{where} is no recovery sheet that this version of Rowan reads.")
    mark, share = content[4 : 4 + _MARK_BYTES], content[4 + _MARK_BYTES :]
    return Sheet(needed, of, number, mark, share)


def mark_of(root: bytes) -> bytes:
    """The beginning of the root key's fingerprint."""
    return installation.fingerprint(root)[:_MARK_BYTES]


def _first_half(sheet: Sheet) -> bytes:
    return sheet.share[:_HALF]


def _second_half(sheet: Sheet) -> bytes:
    return sheet.share[_HALF:]


_HALVES = (_first_half, _second_half)


def _written(number: int, content: bytes) -> str:
    letters = _letters(int.from_bytes(content, "big"), _LINE_LETTERS)
    typed = letters + _letters(_check(number, letters), _CHECK_LETTERS)
    groups = [typed[start : start + 4] for start in range(0, len(typed), 4)]
    return f"{number}: {' '.join(groups)}"


def _read_line(number: int, typed: str, where: str) -> bytes:
    letters = typed.upper().translate(_READ_AS)
    if len(letters) != _LINE_LETTERS + _CHECK_LETTERS or set(letters) - set(_ALPHABET):
        raise SheetRefused(
            f"Line {number} of {where} is mistyped: it has "
            f"{_LINE_LETTERS + _CHECK_LETTERS} letters and digits, none of them U."
        )
    content, check = letters[:_LINE_LETTERS], letters[_LINE_LETTERS:]
    value = _value(content)
    if _check(number, content) != _value(check) or value >= 256**_LINE_BYTES:
        raise SheetRefused(f"Line {number} of {where} is mistyped: its check does not hold.")
    return value.to_bytes(_LINE_BYTES, "big")


def _check(number: int, letters: str) -> int:
    weighed = (place * _ALPHABET.index(each) for place, each in enumerate(letters, start=1))
    return (sum(weighed) + (len(letters) + 1) * number) % _MODULUS


def _letters(value: int, length: int) -> str:
    found = ""
    for _ in range(length):
        value, rest = divmod(value, 32)
        found = _ALPHABET[rest] + found
    return found


def _value(letters: str) -> int:
    value = 0
    for each in letters:
        value = value * 32 + _ALPHABET.index(each)
    return value
