"""Chance that gives the same country every time: seeded streams and exact deals."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

SEED = "england-2022-23"


def stream(*names: object) -> Random:
    """A stream of chance of its own for one purpose, so that no other purpose shifts it."""
    return Random("/".join([SEED, *map(str, names)]))  # noqa: S311 - invented data, no secret


def deal(counts: Mapping[T, int], *, rng: Random) -> list[T]:
    """Each thing exactly as often as it says, in a shuffled order."""
    things = [thing for thing, count in counts.items() for _ in range(count)]
    rng.shuffle(things)
    return things


def pick(things: Sequence[T], count: int, *, rng: Random) -> list[T]:
    """`count` different things, or all of them when there are fewer."""
    return rng.sample(things, min(count, len(things)))


def weighted(weights: Mapping[T, int], *, rng: Random) -> T:
    """One thing, the likelier the heavier it is."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def shuffled(things: Iterable[T], *, rng: Random) -> list[T]:
    """The same things in another order."""
    order = list(things)
    rng.shuffle(order)
    return order
