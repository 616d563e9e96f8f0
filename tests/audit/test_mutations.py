"""Every change under a checkpoint is found and located, here and from outside."""

import random

import pytest

from accounts.tenancy import enter
from audit.models import Seal
from tests.audit.trails import (
    Mutation,
    faults,
    faults_from_outside,
    grow,
    in_control,
    names,
)
from tests.cast import Cast

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
    pytest.mark.two_connections,
]


def find_each(cast: Cast, mutations: int, seed: int) -> None:
    """Make so many changes, one after the other; each must be found at its place by both."""
    grow(cast, 100)
    with enter(cast.alder, by=None):
        sealed = Seal.objects.count()
    chance = random.Random(seed)
    assert faults(cast) == []
    assert faults_from_outside(cast) == []
    for number in range(mutations):
        mutation = Mutation(
            cast.alder.pk, sealed, chance, Mutation.KINDS[number % len(Mutation.KINDS)]
        )
        with in_control() as cursor:
            mutation.do(cursor)
            told = {"here": faults(cast), "outside": faults_from_outside(cast)}
        for who, found in told.items():
            assert names(found, mutation.number), (who, mutation.kind, mutation.number, found)
    assert faults(cast) == []


def test_changes_under_a_checkpoint_are_found_at_their_place(cast: Cast) -> None:
    find_each(cast, 5 * len(Mutation.KINDS), seed=1)


@pytest.mark.soak
def test_a_thousand_changes_under_a_checkpoint_are_found_at_their_place(cast: Cast) -> None:
    find_each(cast, 1000, seed=2)
