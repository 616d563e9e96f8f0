"""E1 support types, E2 children with children's support (rule 10)."""

from returns.counting.instances import Individual
from returns.counting.registry import rule


def _fact(person: Individual, **arguments: object) -> str:
    received = ", ".join(sorted(person.support))
    return f"support received: {received}" if received else "no support is recorded in the stay"


@rule(
    "individuals",
    looks_at=lambda person: person.support,
    fact=_fact,
    near=lambda person, support: not person.support,
)
def individuals_with_support(received: frozenset[str], *, support: tuple[str, ...]) -> bool:
    """Rule 10, E1: at least one delivery of the type to that person in that episode.

    Dated in the period and within the participation, whether or not that day is commissioned.
    """
    return not received.isdisjoint(support)


@rule(
    "individuals",
    looks_at=lambda person: (person.identity, person.support),
    fact=lambda person, support: f"{person.identity}; {_fact(person)}",
)
def children_with_support(person: tuple[str, frozenset[str]], *, support: tuple[str, ...]) -> bool:
    """Rule 10, E2: the children of A2 who received children's support."""
    identity, received = person
    return identity == "children" and individuals_with_support(received, support=support)
