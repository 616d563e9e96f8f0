"""From records to figures: a partial for each provider, and their sum.

Pure: no database. ``returns.loading`` brings the records, ``returns.services`` the rest.
"""

from collections import Counter
from dataclasses import dataclass, field

from returns.checks.findings import ProviderFindings, find_in
from returns.counting.all_rules import POPULATIONS, RULES
from returns.counting.registry import Instance, count, members
from returns.counting.scope import ProviderIndex, Scope
from returns.editions.reading import Cell, Edition
from returns.period import Period
from returns.records import RecordId


@dataclass(slots=True)
class Partial:
    """What one provider's records contribute to one authority's return for one period."""

    cells: Counter[str] = field(default_factory=Counter)
    findings: ProviderFindings = field(default_factory=ProviderFindings)

    def add(self, other: "Partial") -> None:
        self.cells.update(other.cells)
        self.findings.add(other.findings)


def partial_of(
    index: ProviderIndex, authority: str, period: Period, edition: Edition, *, checks: bool = True
) -> Partial:
    """The figures and, unless not wanted, the findings of one provider for one authority."""
    scope = Scope(index, authority, period, edition.settings)
    cells = Counter(
        {
            each.code: count(each.rule, scope, each.arguments)
            for each in edition.cells
            if each.is_counted
        }
    )
    return Partial(cells, find_in(scope) if checks else ProviderFindings())


@dataclass(frozen=True, slots=True)
class Reason:
    """One record behind a figure, or near it, and why it counts or not."""

    record_type: str
    record_id: RecordId
    case_reference: str
    counted: bool
    why: str


def reasons_for(cell: Cell, scope: Scope) -> list[Reason]:
    """Every record that a cell counts, then those that it nearly counts, each with its reason."""
    rule = RULES[cell.rule]
    population = POPULATIONS[rule.population]
    yes: list[Reason] = []
    no: list[Reason] = []
    for each in members(rule.population, scope):
        counts = rule.counts(rule.looks_at(each), **cell.arguments)
        if not counts and not rule.near(each, **cell.arguments):
            continue
        fact = rule.fact(each, **cell.arguments)
        if counts:
            why = "; ".join(filter(None, (population.why(each), fact)))
            yes.append(_reason(each, True, f"Counted because: {why}."))
        else:
            no.append(_reason(each, False, f"Not counted because: {fact}."))
    for miss in population.near_misses(scope):
        why = f"Not counted because: {miss.why}."
        no.append(Reason(miss.record_type, miss.id, miss.case_reference, False, why))
    return yes + no


def _reason(instance: Instance, counts: bool, why: str) -> Reason:
    return Reason(instance.record_type, instance.id, instance.case_reference, counts, why)
