"""Where the marks of a chart stand: geometry alone; the templates draw, each with its table.

A value of None is a figure that is not shown: it leaves a gap, and the table says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 600, 24, 208

Values = Sequence[tuple[str, float | None]]


@dataclass(frozen=True)
class Mark:
    """One value at its place; ``words`` is what stands beside it."""

    x: float
    y: float
    words: str
    label: str = ""
    width: float = 0
    height: float = 0


@dataclass(frozen=True)
class Level:
    """A line across the chart, with its number."""

    y: float
    words: str


@dataclass(frozen=True)
class Tile:
    """One area of a tile map; ``step`` is its shade from 1 to 5, 0 where there is no figure."""

    name: str
    short: str
    x: float
    y: float
    words: str
    step: int
    was_sent: bool


def hidden_when_small(counts: Sequence[int], *, fewest: int = 10) -> list[int | None]:
    """Take out counts of fewer people than ``fewest``, and one more where only one would be gone.

    Whoever knows the sum could work a single missing count out. Nought names nobody and stays.
    """
    small = {at for at, count in enumerate(counts) if 0 < count < fewest}
    if len(small) == 1:
        others = [at for at, count in enumerate(counts) if at not in small and count]
        small |= set(sorted(others, key=lambda at: counts[at])[:1])
    return [None if at in small else count for at, count in enumerate(counts)]


def ceiling(values: Sequence[float | None]) -> float:
    """Return a round number that no value passes."""
    most = max((value for value in values if value is not None), default=0)
    step = 1.0
    while step * 10 < most:
        step *= 10
    rounds = (one * step for one in (1, 2, 3, 4, 5, 6, 8, 10))
    return next(one for one in rounds if one >= most)


def height_of(value: float, top: float) -> float:
    """Return where a value stands; nought is at the foot, whatever the values are."""
    return round(BOTTOM - (BOTTOM - TOP) * value / top, 1)


def levels(top: float) -> list[Level]:
    """Return the lines across: nought, the top, and what lies half way."""
    return [Level(height_of(share * top, top), f"{share * top:g}") for share in (0, 0.5, 1)]


def line_marks(values: Values, top: float) -> list[Mark | None]:
    """Return a mark for each value from left to right; None for a gap."""
    apart = (RIGHT - LEFT) / max(1, len(values) - 1)
    return [
        None
        if value is None
        else Mark(round(LEFT + at * apart, 1), height_of(value, top), f"{value:g}", label)
        for at, (label, value) in enumerate(values)
    ]


def runs(marks: Sequence[Mark | None]) -> list[list[Mark]]:
    """Split marks at their gaps."""
    found: list[list[Mark]] = [[]]
    for mark in marks:
        if mark is None:
            found.append([])
        else:
            found[-1].append(mark)
    return [run for run in found if run]


def path(run: Sequence[Mark], *, stepped: bool) -> str:
    """Draw through marks in a straight line, or in steps: a value holds until the next."""
    words = [f"M{run[0].x:g} {run[0].y:g}"]
    for mark in run[1:]:
        words.append(f"H{mark.x:g}V{mark.y:g}" if stepped else f"L{mark.x:g} {mark.y:g}")
    return "".join(words)


def paired_bars(labels: Sequence[str], *series: Values, top: float) -> list[list[Mark]]:
    """Return for each series its bars, those of one label beside each other."""
    room = (RIGHT - LEFT) / max(1, len(labels))
    width = round(room * 0.8 / max(1, len(series)), 1)
    return [
        [
            Mark(
                round(LEFT + at * room + room * 0.1 + order * width, 1), height_of(value, top),
                f"{value:g}", label, width - 2, round(BOTTOM - height_of(value, top), 1),
            )
            for at, (label, value) in enumerate(values)
            if value is not None
        ]
        for order, values in enumerate(series)
    ]  # fmt: skip
