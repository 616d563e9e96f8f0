"""Rules and populations by name, so that an edition's data file can choose them.

A population is what a cell looks at: the individuals of A1, the episodes that ended. A rule says
of one instance of its population whether a cell counts it. Both carry what they need to say why.

A rule judges by a little of each instance alone, such as its accommodation type, and many are
alike in that. So the instances of a population are tallied by what the rule looks at, once, and
every cell of the rule judges each kind once, however many there are of it.
"""

import inspect
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from returns.counting.instances import NearMiss
from returns.counting.scope import Scope
from returns.records import RecordId


class Instance(Protocol):
    """One thing that a cell counts, with the record behind it."""

    @property
    def record_type(self) -> str: ...

    @property
    def id(self) -> RecordId: ...

    @property
    def case_reference(self) -> str: ...

    @property
    def weight(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Population:
    """``members`` lists the instances in a scope, ``why`` says what made one a member.

    ``near_misses`` lists records that could have been members and are not.
    """

    name: str
    members: Callable[[Scope], list[Any]]
    why: Callable[[Any], str]
    near_misses: Callable[[Scope], Iterable[NearMiss]]


@dataclass(frozen=True, slots=True)
class Rule:
    """``looks_at`` is what of an instance decides; ``counts`` says from that whether it counts.

    The keyword arguments of ``counts`` are in the edition. ``fact`` states what decided, in words
    that fit both a yes and a no. ``near`` says whether an instance that is not counted is worth
    showing beside those that are.
    """

    name: str
    population: str
    looks_at: Callable[[Any], Hashable]
    counts: Callable[..., bool]
    fact: Callable[..., str]
    near: Callable[..., bool]

    @property
    def parameters(self) -> frozenset[str]:
        signature = inspect.signature(self.counts)
        return frozenset(
            name for name, each in signature.parameters.items() if each.kind is each.KEYWORD_ONLY
        )


POPULATIONS: dict[str, Population] = {}
RULES: dict[str, Rule] = {}


def no_near_misses(scope: Scope) -> Iterable[NearMiss]:
    return ()


def population(
    *,
    why: Callable[[Any], str],
    near_misses: Callable[[Scope], Iterable[NearMiss]] = no_near_misses,
) -> Callable[[Callable[[Scope], list[Any]]], Callable[[Scope], list[Any]]]:
    """Registers a function from a scope to its instances, under the function's name."""

    def register(members: Callable[[Scope], list[Any]]) -> Callable[[Scope], list[Any]]:
        name = members.__name__
        POPULATIONS[name] = Population(name, members, why, near_misses)
        return members

    return register


def _nothing(instance: Any) -> Hashable:
    return None


def _no_fact(instance: Any, **arguments: Any) -> str:
    return ""


def _never_near(instance: Any, **arguments: Any) -> bool:
    return False


def rule(
    population_name: str,
    *,
    looks_at: Callable[[Any], Hashable] = _nothing,
    fact: Callable[..., str] = _no_fact,
    near: Callable[..., bool] = _never_near,
) -> Callable[[Callable[..., bool]], Callable[..., bool]]:
    """Registers a predicate over one population, under the predicate's name.

    The predicate is given what ``looks_at`` takes from an instance, so nothing else can decide.
    """

    def register(counts: Callable[..., bool]) -> Callable[..., bool]:
        name = counts.__name__
        RULES[name] = Rule(name, population_name, looks_at, counts, fact, near)
        return counts

    return register


def members(population_name: str, scope: Scope) -> list[Any]:
    """The instances of a population in a scope, found once for each scope."""
    if population_name not in scope.found:
        scope.found[population_name] = POPULATIONS[population_name].members(scope)
    return scope.found[population_name]


def count(rule_name: str, scope: Scope, arguments: Mapping[str, Any]) -> int:
    """How many a rule counts in a scope, each instance by its weight."""
    chosen = RULES[rule_name]
    alike = _tally(chosen, scope)
    return sum(weight for seen, weight in alike.items() if chosen.counts(seen, **arguments))


def _tally(chosen: Rule, scope: Scope) -> Counter[Hashable]:
    """The weight of all instances that are alike to a rule, made once for each scope."""
    if chosen.name not in scope.tallies:
        scope.tallies[chosen.name] = alike = Counter[Hashable]()
        looks_at = chosen.looks_at
        for each in members(chosen.population, scope):
            alike[looks_at(each)] += each.weight
    return scope.tallies[chosen.name]
