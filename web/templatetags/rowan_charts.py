"""Charts as SVG, each with a headline that says its message, and its table."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import template

from web import charts
from web.charts import Values

register = template.Library()

# A square of the tile map, and the room between two.
_TILE, _GAP = 44, 3


@register.inclusion_tag("web/components/charts/line.html")
def line_chart(
    values: Values,
    headline: str,
    subtitle: str = "",
    *,
    stepped: bool = False,
    top: float | None = None,
    limit: float | None = None,
    limit_words: str = "",
    closed: Values = (),
    unit: str = "",
) -> dict[str, Any]:
    """Values in time, two to six with their number; more say the last alone.

    ``limit`` is a dashed line. ``closed`` is a share from the top that could not be used: a
    hatched band.
    """
    highest = top or charts.ceiling([*(value for _, value in values), limit])
    marks = charts.line_marks(values, highest)
    shown = [mark for mark in marks if mark]
    band = [(label, highest - value) for label, value in closed if value is not None]
    return {
        **_figure(headline, subtitle, [unit or "Number"], values),
        "levels": charts.levels(highest),
        "paths": [charts.path(run, stepped=stepped) for run in charts.runs(marks)],
        "marks": shown if len(shown) <= 6 else shown[-1:],
        "ends": shown if len(shown) <= 6 else [shown[0], shown[-1]],
        "limit": None if limit is None else charts.height_of(limit, highest),
        "limit_words": limit_words,
        "bands": [
            f"{charts.path(run, stepped=True)}V{charts.TOP}H{run[0].x:g}Z"
            for run in charts.runs(charts.line_marks(band, highest))
        ],
    }


@register.inclusion_tag("web/components/charts/bars.html")
def bar_chart(
    values: Values,
    headline: str,
    subtitle: str = "",
    *,
    beside: Values = (),
    names: Sequence[str] = ("Number",),
) -> dict[str, Any]:
    """Bars over time; ``beside`` is a second series, hatched."""
    series = [values, beside] if beside else [values]
    highest = charts.ceiling([value for one in series for _, value in one])
    labels = [label for label, _ in values]
    bars = charts.paired_bars(labels, *series, top=highest)
    room = (charts.RIGHT - charts.LEFT) / max(1, len(labels))
    return {
        **_figure(headline, subtitle, names, *series),
        "levels": charts.levels(highest),
        "series": list(zip(names, bars, strict=True)),
        "labels": [
            charts.Mark(round(charts.LEFT + (at + 0.5) * room, 1), 0, label)
            for at, label in enumerate(labels)
        ],
    }


@register.inclusion_tag("web/components/charts/ranking.html")
def ranking(
    values: Sequence[tuple[str, int | None]], headline: str, subtitle: str = "", *, of: str = "",
    guide: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Bars that lie, the longest first: a table with a bar in each row, so it is its own table.

    ``guide`` is a line that a bar may pass, such as 25 open cases.
    """
    longest = max([*(value or 0 for _, value in values), guide or 0, 1])
    rows = [
        (label, value, None if value is None else round(100 * value / longest, 1))
        for label, value in sorted(values, key=lambda pair: -(pair[1] or 0))
    ]
    return {
        "headline": headline,
        "subtitle": subtitle,
        "of": of,
        "rows": rows,
        "guide": guide,
        "guide_at": None if guide is None else round(100 * guide / longest, 1),
    }


@register.inclusion_tag("web/components/charts/tiles.html")
def tile_map(
    areas: Sequence[tuple[str, str, int, int, int | None, bool]], headline: str, subtitle: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A square for each area, in five shades; hatched where nothing was sent, "c" where hidden.

    An area is its name, its short name, its column and row, its figure and whether it was sent.
    """
    most = max([*(value or 0 for *_, value, _ in areas), 1])
    tiles = [
        charts.Tile(
            name, short, column * (_TILE + _GAP), row * (_TILE + _GAP),
            "–" if not was_sent else ("c" if value is None else f"{value:,}"),
            0 if value is None or not was_sent else min(5, 1 + 5 * value // (most + 1)),
            was_sent,
        )
        for name, short, column, row, value, was_sent in areas
    ]  # fmt: skip
    order = sorted(areas, key=lambda area: (not area[5], -(area[4] or 0), area[0]))
    return {
        **_figure(headline, subtitle, []),
        "tiles": tiles,
        "side": _TILE,
        "width": max((tile.x for tile in tiles), default=0) + _TILE,
        "height": max((tile.y for tile in tiles), default=0) + _TILE,
        "areas": [(name, value, was_sent) for name, _, _, _, value, was_sent in order],
    }


def _figure(
    headline: str, subtitle: str, columns: Sequence[str], *series: Values
) -> dict[str, Any]:
    """Return what every figure has: its words, a name of its own, and the rows of its table."""
    rows = [
        (label, [one[at][1] if at < len(one) else None for one in series])
        for at, (label, _) in enumerate(series[0] if series else ())
    ]
    return {
        "headline": headline,
        "subtitle": subtitle,
        "columns": columns,
        "rows": rows,
        # The same figure bears the same name whenever it is drawn.
        "key": f"hatch-{sha256(f'{headline}/{subtitle}'.encode()).hexdigest()[:8]}",
    }
