"""Names without accents, case and punctuation, and the words that they are made of."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters that no decomposition takes apart.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_DASHES = "-‐‑–/"
# Small words of family names: sharing one is no likeness.
_PARTICLES = frozenset({
    "al", "el", "ul", "bin", "ibn", "bint", "abu", "de", "da", "di", "du", "la", "le", "van",
    "von", "der", "den", "ter",
})  # fmt: skip


def folded(name: str) -> str:
    """Return a name without accents, case, punctuation and doubled spaces."""
    if name.isascii() and name.isalpha():
        return name.lower()
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN)).casefold()
    letters = "".join(
        " " if char.isspace() or char in _DASHES else char
        for char in plain
        if char.isalnum() or char.isspace() or char in _DASHES
    )
    return " ".join(letters.split())


def words(parts: Iterable[str]) -> frozenset[str]:
    """Return the telling words of a folded name and, of several, the name written as one."""
    every = list(parts)
    telling = [part for part in every if part not in _PARTICLES] or every
    return frozenset([*telling, "".join(telling)]) - {""}


@lru_cache(maxsize=4096)
def words_of(name: str) -> frozenset[str]:
    """Return the telling words of a name as it is written."""
    if name.isascii() and name.isalpha():
        return frozenset((name.lower(),))
    return words(folded(name).split())
