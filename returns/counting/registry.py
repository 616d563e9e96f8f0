"""Rules and populations by name, so that an edition's data file can choose them.

A population is what a cell looks at: the individuals of A1, the episodes that ended. A rule says
of one instance of its population whether a cell counts it. Both carry what they need to say why.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
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
    """``counts`` says whether a cell counts an instance; its keyword arguments are in the edition.

    ``fact`` states what decided, in words that fit both a yes and a no. ``near`` says whether an
    instance that is not counted is worth showing beside those that are.
    """

    name: str
    population: str
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


def _no_fact(instance: Any, **arguments: Any) -> str:
    return ""


def _never_near(instance: Any, **arguments: Any) -> bool:
    return False


def rule(
    population_name: str,
    *,
    fact: Callable[..., str] = _no_fact,
    near: Callable[..., bool] = _never_near,
) -> Callable[[Callable[..., bool]], Callable[..., bool]]:
    """Registers a predicate over one population, under the predicate's name."""

    def register(counts: Callable[..., bool]) -> Callable[..., bool]:
        name = counts.__name__
        RULES[name] = Rule(name, population_name, counts, fact, near)
        return counts

    return register


def members(population_name: str, scope: Scope) -> list[Any]:
    """The instances of a population in a scope, found once for each scope."""
    if population_name not in scope.found:
        scope.found[population_name] = POPULATIONS[population_name].members(scope)
    return scope.found[population_name]


def counted(rule_name: str, scope: Scope, arguments: Mapping[str, Any]) -> list[Any]:
    """The instances that a rule counts in a scope."""
    chosen = RULES[rule_name]
    counts = partial(chosen.counts, **arguments)
    return [each for each in members(chosen.population, scope) if counts(each)]
