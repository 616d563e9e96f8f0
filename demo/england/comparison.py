"""Derived against published: each figure and each share, with the tolerance that print allows.

A published figure was rounded, so a derived one agrees when it lies within half a rounding step.
A country of another scale is compared with figures of that scale: their tolerance shrinks with
them, and two more are allowed since each part of a small country is rounded by itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from demo.england.targets import Published, published

ROUNDING_OF_A_SMALL_COUNTRY = 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """One published figure or share beside the derived one; `published` is None if not printed."""

    cell: str
    published: Decimal | None
    derived: Decimal
    tolerance: Decimal
    is_share: bool = False

    @property
    def difference(self) -> Decimal:
        return self.derived - (self.published or 0)

    @property
    def agrees(self) -> bool:
        return self.published is None or abs(self.difference) <= self.tolerance


def compare(cells: Mapping[str, int], *, scale: Decimal = Decimal(1)) -> list[Comparison]:
    """Every cell of the year, in order; `cells` are the sums over all authorities.

    Cells that were neither printed nor derived (questions that authorities answer) are left out.
    """
    return [line for row in published() for line in _lines(row, cells, scale)]


def add_up(returns: Iterable[Mapping[str, int | None]]) -> dict[str, int]:
    """The sum of the returns of all authorities; an answer that was not given adds nothing."""
    total: dict[str, int] = {}
    for cells in returns:
        for cell, figure in cells.items():
            total[cell] = total.get(cell, 0) + (figure or 0)
    return total


def _lines(row: Published, cells: Mapping[str, int], scale: Decimal) -> Iterator[Comparison]:
    derived = Decimal(cells.get(row.cell, 0))
    slack = Decimal(0) if scale == 1 else Decimal(ROUNDING_OF_A_SMALL_COUNTRY)
    if row.share is None:
        if row.figure is None and row.cell not in cells:
            return
        figure = None if row.figure is None else row.figure * scale
        yield Comparison(row.cell, figure, derived, row.tolerance * scale + slack)
        return
    whole = sum(figure for cell, figure in cells.items() if _is_part(cell, row.share_of))
    share = derived / whole if whole else Decimal(0)
    tolerance = row.share_tolerance + (slack / whole if whole else 0)
    yield Comparison(row.cell, row.share, share, tolerance, is_share=True)


def _is_part(cell: str, whole: str) -> bool:
    return cell.startswith(whole.removesuffix("*"))


def table(lines: Iterable[Comparison]) -> Iterator[str]:
    """The comparison as text: one line for each cell, those outside tolerance marked."""
    yield f"{'cell':<40}{'published':>12}{'derived':>12}{'difference':>12}{'tolerance':>11}"
    for line in lines:
        mark = "" if line.agrees else "  OUTSIDE"
        if line.published is None:
            yield f"{line.cell:<40}{'not printed':>12}{_number(line.derived):>12}"
            continue
        write = _percent if line.is_share else _number
        yield (
            f"{line.cell:<40}{write(line.published):>12}{write(line.derived):>12}"
            f"{write(line.difference, sign='+'):>12}{write(line.tolerance):>11}{mark}"
        )


def _number(value: Decimal, *, sign: str = "") -> str:
    digits = 0 if value == value.to_integral_value() else 1
    return f"{value:{sign},.{digits}f}"


def _percent(value: Decimal, *, sign: str = "") -> str:
    return f"{value * 100:{sign}.1f}%"
