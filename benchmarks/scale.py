"""How large everything is that is measured: whole, or a part of it that is there sooner."""

import os
from decimal import Decimal

SCALE = Decimal(os.environ.get("BENCH_SCALE", "1"))
WHOLE = Decimal(1)


def part_of(whole: int, *, step: int) -> int:
    """Return the part of so many, in whole steps and at least one."""
    return max(step, int(whole * SCALE) // step * step)
