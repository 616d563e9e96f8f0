"""References as people write them."""

import re

# Anything in a sentence that could be one: R-2417, r2417, 2417.
_WRITTEN = re.compile(r"\b[Rr]?-?\s?\d{1,9}\b")


def as_reference(written: str) -> str:
    """Return a reference as it is stored: R-2417, r2417 and 2417 are the same."""
    joined = "".join(written.split()).upper()
    digits = joined.removeprefix("R").removeprefix("-")
    return f"R-{digits}" if digits.isdecimal() else joined


def references_in(words: str) -> list[str]:
    """Return the references that stand in some words, and no word that is none.

    The database is asked for these in clear; a name in the same sentence must not be among them.
    """
    return list(dict.fromkeys(as_reference(one) for one in _WRITTEN.findall(words)))
