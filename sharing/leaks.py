"""Finding a family's secrets in words, however they are written, and taking them out.

Words are compared without case, accents and letters that nobody sees; between the letters of a
number or a postcode, and between the words of a place, anything may stand that is neither a letter
nor a digit: spaces, line ends, hyphens, dots, brackets.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases.likeness import numbers as numbers_in
from erasure.names import folded_with_places
from sharing.secrets import Kind, Secret

TAKEN_OUT = "[taken out]"

_BETWEEN = r"[\W_]{0,6}"
# Shorter ones stand in too many other words.
_SHORTEST = 4
# Short forms that are written for the last word of a street.
_SHORT = (
    ("avenue", "ave"), ("close", "cl"), ("court", "ct"), ("crescent", "cres"), ("drive", "dr"),
    ("gardens", "gdns"), ("grove", "gr"), ("lane", "ln"), ("place", "pl"), ("road", "rd"),
    ("square", "sq"), ("street", "st"), ("terrace", "terr"), ("saint", "st"), ("primary", "prim"),
)  # fmt: skip
_FORMS: dict[str, set[str]] = {}
for _pair in _SHORT:
    for _form in _pair:
        _FORMS.setdefault(_form, set()).update(_pair)


@dataclass(frozen=True)
class Leak:
    """A place of a text at which secrets stand, from and to."""

    kind: Kind
    start: int
    end: int
    secrets: frozenset[Secret]


class Finder:
    """Looks for the secrets of one family."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._patterns = [
            (secret, re.compile(way))
            for secret in sorted(secrets, key=lambda one: (one.kind, one.text))
            for way in _ways_to_write(secret)
        ]

    def find(self, text: str) -> list[Leak]:
        """Return where they stand, first to last; what overlaps is one place, the worst of them."""
        folded, back = folded_with_places(text)
        found = [
            Leak(
                secret.kind,
                back[place.start()],
                back[place.end() - 1] + 1,
                frozenset({secret}),
            )
            for secret, pattern in self._patterns
            for place in pattern.finditer(folded)
        ]
        merged: list[Leak] = []
        for leak in sorted(found, key=lambda one: (one.start, -one.end)):
            if merged and leak.start < merged[-1].end:
                merged[-1] = _both(merged[-1], leak)
            else:
                merged.append(leak)
        return merged


def _both(first: Leak, second: Leak) -> Leak:
    kind = first.kind if first.kind.is_place else second.kind
    end = max(first.end, second.end)
    return Leak(kind, first.start, end, first.secrets | second.secrets)


def taken_out(text: str, leaks: Iterable[Leak]) -> str:
    """Return a text without these places."""
    for leak in sorted(leaks, key=lambda one: one.start, reverse=True):
        text = f"{text[: leak.start]}{TAKEN_OUT}{text[leak.end :]}"
    return text


def _ways_to_write(secret: Secret) -> Iterator[str]:
    folded, _ = folded_with_places(secret.text)
    if secret.kind is Kind.NUMBER:
        for number in numbers_in(folded):
            yield rf"(?<!\d){_COUNTRY}{_BETWEEN.join(number)}(?!\d)"
    elif secret.kind is Kind.EMAIL:
        yield rf"(?<![\w.+-]){re.escape(folded.strip())}(?![\w-])"
    elif secret.kind is Kind.POSTCODE:
        letters = [one for one in folded if one.isalnum()]
        if len(letters) >= _SHORTEST:
            yield rf"(?<!\w){_BETWEEN.join(map(re.escape, letters))}(?!\w)"
    else:
        words = re.findall(r"[^\W_]+", folded)
        if len("".join(words)) >= _SHORTEST:
            yield rf"(?<!\w){_BETWEEN.join(map(_any_form, words))}(?!\w)"


# The number of the country, with or without what is dialled before it, or the 0 instead.
_COUNTRY = rf"(?:(?:\+|00{_BETWEEN})?44{_BETWEEN})?(?:0{_BETWEEN})?"


def _any_form(word: str) -> str:
    forms = sorted(_FORMS.get(word, {word}) | {word}, key=len, reverse=True)
    return rf"(?:{'|'.join(map(re.escape, forms))})"
