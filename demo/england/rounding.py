"""Whole numbers that add up: how a national figure is spread over its parts."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from math import floor


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Spread `total` over `weights` by largest remainder; the parts add up to `total`.

    Equal remainders go to the earlier part, so the same weights always give the same parts.
    """
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    shares = [Fraction(total * weight, whole) for weight in weights]
    parts = [floor(share) for share in shares]
    order = sorted(range(len(weights)), key=lambda at: (parts[at] - shares[at], at))
    for at in order[: total - sum(parts)]:
        parts[at] += 1
    return parts


def running_shares(total: int, weights: Sequence[int], *, phase: Fraction) -> list[int]:
    """Spread `total` along a line of parts, so that any run of neighbours has its fair share.

    A part never gets more than its exact share rounded up, which is what keeps a small house from
    being given more residents than it has rooms. `phase` (0 to below 1) shifts where the odd ones
    fall; give each kind of thing its own phase and they do not all fall in the same part.
    """
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    marks = [floor(Fraction(total * run, whole) + phase) for run in accumulate(weights)]
    return [mark - before for before, mark in zip([0, *marks], marks, strict=False)]
