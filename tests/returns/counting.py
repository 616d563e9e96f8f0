"""Counting a bundle without a database."""

from dataclasses import replace
from datetime import date
from typing import Any

from returns.checks import totals
from returns.checks.definitions import Check
from returns.counting.scope import ProviderIndex, Scope
from returns.derivation import Partial, Reason, partial_of, reasons_for
from returns.editions import store
from returns.editions.reading import Edition
from returns.period import Period, year_named
from tests.returns.bundles import KENT, Bundle

EDITION = store.shipped()
TODAY = date(2026, 5, 12)


def year(name: str = "2022-23") -> Period:
    return year_named(name, today=TODAY)


def edition_with(**settings: Any) -> Edition:
    return replace(EDITION, settings=replace(EDITION.settings, **settings))


def partial(
    bundle: Bundle,
    authority: str = KENT,
    period: Period | None = None,
    edition: Edition = EDITION,
) -> Partial:
    """The sum of all providers of a bundle."""
    period = period or year()
    total = Partial()
    for records in bundle.records(period):
        total.add(partial_of(ProviderIndex(records), authority, period, edition))
    return total


def count(bundle: Bundle, cell: str, authority: str = KENT, **options: Any) -> int:
    return partial(bundle, authority, **options).cells[cell]


def not_zero(bundle: Bundle, authority: str = KENT, **options: Any) -> dict[str, int]:
    cells = partial(bundle, authority, **options).cells
    return {code: number for code, number in cells.items() if number}


def checks(
    bundle: Bundle, authority: str = KENT, period: Period | None = None, **options: Any
) -> dict[str, Check]:
    """The checks that do not hold, by code; the last one of each."""
    derived = partial(bundle, authority, period)
    found = totals.run(derived.cells, derived.findings, EDITION, **options)
    return {check.code: check for check in found}


def reasons(bundle: Bundle, code: str, authority: str = KENT) -> list[Reason]:
    cell = EDITION.cell(code)
    assert cell is not None
    [records] = bundle.records(year())
    scope = Scope(ProviderIndex(records), authority, year(), EDITION.settings)
    return reasons_for(cell, scope)
