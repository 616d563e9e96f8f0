"""Figures for others: hidden where small, rounded elsewhere. Never for the return itself."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from returns.editions.reading import Edition

HIDDEN: Final = "hidden"

PARTS_OF_A_TOTAL = (
    "individuals_by_type",
    "individuals_by_identity",
    "bedspaces_by_type",
    "services_for_group",
    "referrals_by_reason",
    "households_stopped_planned",
)
"""Rules whose cells in one section add up to a total, or nearly."""


def for_others(
    cells: Mapping[str, int | str | None], edition: Edition
) -> dict[str, int | str | None]:
    """What may be published, or shown to another organisation.

    Counts below the threshold are hidden; where one part of a total would be hidden alone, so that
    it could be worked out, the next smallest part is hidden with it. Other counts are rounded.
    Answers that are not counts come back as they are.
    """
    threshold, step = edition.settings.publishing_threshold, edition.settings.publishing_rounding
    counts = {code: each for code, each in cells.items() if isinstance(each, int)}
    hidden = {code for code, count in counts.items() if count < threshold}
    for parts in _groups(edition):
        _hide_a_second(parts, counts, hidden)
    return {
        code: HIDDEN if code in hidden else _rounded(each, step) if isinstance(each, int) else each
        for code, each in cells.items()
    }


def _hide_a_second(parts: list[str], counts: Mapping[str, int], hidden: set[str]) -> None:
    shown = [code for code in parts if code in counts and code not in hidden]
    if len([code for code in parts if code in hidden]) == 1 and shown:
        hidden.add(min(shown, key=lambda code: (counts[code], code)))


def _groups(edition: Edition) -> list[list[str]]:
    """Cells that are parts of one total, section by section."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for cell in edition.cells:
        if cell.rule in PARTS_OF_A_TOTAL:
            groups[(cell.section, cell.rule)].append(cell.code)
    return list(groups.values())


def _rounded(count: int, step: int) -> int:
    """To the nearest multiple, halves upwards."""
    return (2 * count + step) // (2 * step) * step
