"""A small England, planned once."""

from decimal import Decimal

import pytest

from demo.england.housing import England, plan_england
from tests.oracle.conftest import clear_database

__all__ = ["clear_database"]

SCALE = Decimal("0.02")


@pytest.fixture(scope="session")
def small_england() -> England:
    """The country at one fiftieth: some 1,000 individuals in 17 authorities."""
    return plan_england(SCALE)
