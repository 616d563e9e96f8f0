"""All checks of one authority's return: those of single records, and those of the totals."""

from collections.abc import Iterator, Mapping

from returns.checks.definitions import LEVELS, MESSAGES, Check
from returns.checks.findings import ProviderFindings
from returns.editions.reading import Cell, Edition

COMPLETENESS_SHARE = 0.10
MOVED_SHARE = 0.25
MOVED_COUNT = 10

Figures = Mapping[str, int]


def run(
    cells: Figures,
    findings: ProviderFindings,
    edition: Edition,
    *,
    last_year: Figures | None = None,
    outside: Mapping[str, Figures] | None = None,
) -> list[Check]:
    """The checks that do not hold, in the order of the table of checks.

    ``last_year`` is the return of the year before, None if there was nothing to return.
    ``outside`` holds, by the provider's name, figures sent as files, already part of ``cells``.
    """
    found = [
        *_of_records(findings),
        *type_sum(cells, edition),
        *places_missing(cells, edition),
        *completeness(cells, findings, edition),
        *year_on_year(cells, last_year),
        *outside_figures(outside or {}),
        *provisional_edition(edition),
    ]
    order = list(LEVELS)
    return sorted(found, key=lambda check: order.index(check.code))


def _of_records(findings: ProviderFindings) -> Iterator[Check]:
    for (code, cell), records in findings.records.items():
        count = len(records)
        yield Check(code, cell, count, MESSAGES[code](count), tuple(records))


def _cells_counted_by(edition: Edition, rule: str) -> list[Cell]:
    return [each for each in edition.cells if each.rule == rule]


def type_sum(cells: Figures, edition: Edition) -> Iterator[Check]:
    """A1 types add up to the A1 total; D1 likewise."""
    for total_rule, part_rule in (
        ("individuals_supported", "individuals_by_type"),
        ("bedspaces", "bedspaces_by_type"),
    ):
        parts = sum(cells.get(each.code, 0) for each in _cells_counted_by(edition, part_rule))
        for total in _cells_counted_by(edition, total_rule):
            difference = abs(cells.get(total.code, 0) - parts)
            if difference:
                message = (
                    f"The types of {total.section} add up to {parts:,}, not to the total of "
                    f"{cells.get(total.code, 0):,}. Ask the providers that sent figures as files "
                    "to correct them."
                )
                yield Check("type-sum", total.code, difference, message)


def places_missing(cells: Figures, edition: Edition) -> Iterator[Check]:
    """No individuals in a type without commissioned bedspaces."""
    places = {
        each.arguments["accommodation"]: each
        for each in _cells_counted_by(edition, "bedspaces_by_type")
    }
    for individuals in _cells_counted_by(edition, "individuals_by_type"):
        bedspaces = places.get(individuals.arguments["accommodation"])
        count = cells.get(individuals.code, 0)
        if bedspaces is not None and count and not cells.get(bedspaces.code, 0):
            message = (
                f"{individuals.label}: {count:,} counted as supported and no commissioned "
                "bedspaces. Record the number of places that are commissioned."
            )
            yield Check("places-missing", bedspaces.code, count, message)


def completeness(cells: Figures, findings: ProviderFindings, edition: Edition) -> Iterator[Check]:
    """The share of no-answers for each characteristic is under 10%."""
    individuals = sum(
        cells.get(each.code, 0) for each in _cells_counted_by(edition, "individuals_supported")
    )
    for cell in _cells_counted_by(edition, "individuals_with_characteristic"):
        characteristics = cell.arguments["characteristic"]
        if len(characteristics) != 1:
            continue
        records = findings.unanswered.get(characteristics[0], [])
        missing = len(records)
        if individuals and missing >= COMPLETENESS_SHARE * individuals:
            message = (
                f"{cell.label}: no answer that decides it for {missing:,} of {individuals:,} "
                "individuals. Ask where it is safe, or explain."
            )
            yield Check("completeness", cell.code, missing, message, tuple(records))


def year_on_year(cells: Figures, last_year: Figures | None) -> Iterator[Check]:
    """No cell moved by more than 25% and 10 counts since last year."""
    if last_year is None:
        return
    for code, now in cells.items():
        before = last_year.get(code)
        if before is None:
            continue
        moved = abs(now - before)
        if moved > MOVED_COUNT and moved > MOVED_SHARE * before:
            message = (
                f"{code} is {now:,}; last year it was {before:,}. Check the records, or explain."
            )
            yield Check("year-on-year", code, moved, message)


def outside_figures(outside: Mapping[str, Figures]) -> Iterator[Check]:
    """Which cells include figures that a provider outside Rowan sent."""
    codes = [code for figures in outside.values() for code, count in figures.items() if count]
    if outside:
        names = ", ".join(sorted(outside))
        held = ", ".join(sorted(set(codes))) or "no cell"
        message = f"Figures sent as files by {names} are part of {held}. Nothing to do."
        yield Check("outside-figures", "", len(set(codes)), message)


def provisional_edition(edition: Edition) -> Iterator[Check]:
    """Which cells are not known from the department's own report."""
    codes = edition.not_published
    if codes:
        message = (
            f"Not confirmed by the department's own report: {', '.join(codes)}. Compare them with "
            "the form before you send it."
        )
        yield Check("provisional-edition", "", len(codes), message)
