"""`python -m benchmarks.unusual`: what is found of seeded misuse, and what an ordinary month flags.

It works in an installation of its own, below the home of this one, and adds organisations to it.
``BENCH_MONTHS`` (by default 3) months with misuse, four stories of a kind in each, and as many
ordinary ones.
"""

import os
from pathlib import Path

HOME = Path(os.environ.get("ROWAN_HOME", "var")).absolute() / "bench"
os.environ["ROWAN_HOME"] = str(HOME)
os.environ["ROWAN_DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # noqa: E402 - the home must be named before the settings are read

django.setup()

import random  # noqa: E402
from collections import Counter  # noqa: E402

from benchmarks.unusual import month  # noqa: E402
from benchmarks.unusual.misuse import KINDS, Story  # noqa: E402
from benchmarks.unusual.month import Month, Raised  # noqa: E402
from config.installation import say_on_stderr, set_up  # noqa: E402
from config.private_postgres import stop  # noqa: E402

MONTHS = int(os.environ.get("BENCH_MONTHS", "3"))
EACH = 4


def main() -> None:
    """Let the months pass, and print what came of them."""
    set_up(HOME, say_on_stderr)
    first = random.SystemRandom().randrange(10**6) if os.environ.get("BENCH_ANEW") else 1
    try:
        seeds = range(first, first + MONTHS)
        _misuse([month.run(seed, misuse=EACH) for seed in seeds])
        _ordinary([month.run(seed) for seed in seeds])
    finally:
        stop(HOME)


def _misuse(months: list[Month]) -> None:
    told, by_own, by_any = (Counter[str]() for _ in range(3))
    for one in months:
        for story in one.told:
            told[story.kind] += 1
            found = [raised for raised in one.raised if _is_of(raised, story)]
            by_any[story.kind] += bool(found)
            by_own[story.kind] += any(story.kind in raised.patterns for raised in found)
    print(f"Misuse, in {len(months)} months of {months[0].staff} staff:")
    print(f"{'':14}{'told':>6}{'by its pattern':>16}{'by any':>8}")
    for kind in KINDS:
        print(f"{kind:14}{told[kind]:>6}{by_own[kind]:>16}{by_any[kind]:>8}")
    whole = told.total()
    print(
        f"{'all':14}{whole:>6}{by_own.total():>16}{by_any.total():>8}"
        f"   {by_own.total() / whole:.0%} and {by_any.total() / whole:.0%}"
    )


def _is_of(raised: Raised, story: Story) -> bool:
    """Say whether a review is about a story: that person, on such a day, and that case."""
    if story.kind == "audience":
        return raised.case_id == story.case_id and raised.day in story.days
    same = raised.user_id == story.user_id and raised.day in story.days
    return same and (story.case_id in (None, raised.case_id) or raised.case_id is None)


def _ordinary(months: list[Month]) -> None:
    reviews = sum(len(one.raised) for one in months)
    staff_weeks = sum(one.staff * month.WEEKS for one in months)
    by_pattern = Counter(
        code for one in months for raised in one.raised for code in raised.patterns
    )
    print(f"Ordinary, in {len(months)} months of {months[0].staff} staff: {reviews} reviews,")
    print(f"{reviews / staff_weeks * 100:.1f} for 100 staff in a week. By pattern:")
    for code, number in by_pattern.most_common():
        print(f"{code:14}{number:>6}{number / staff_weeks * 100:>8.1f}")


if __name__ == "__main__":
    main()
