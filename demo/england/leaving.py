"""Endings and refusals of the year, planned: how support ended, and why others had none."""

from dataclasses import dataclass
from random import Random

from demo.england.chance import deal, pick, shuffled, stream
from demo.england.rounding import apportion
from demo.england.targets import REFUSALS, TYPES, Targets

LENGTHS = ("under_1m", "1_3m", "3_6m", "over_6m")

# Households that ended, by length of stay, per thousand of a type. Published for 2022-23: 33% over
# six months in refuge and dispersed together, 42% in specialist accommodation.
LENGTHS_OF_STAY = {
    "refuge": {"under_1m": 240, "1_3m": 250, "3_6m": 180, "over_6m": 330},
    "dispersed": {"under_1m": 170, "1_3m": 250, "3_6m": 250, "over_6m": 330},
    "sanctuary": {"under_1m": 100, "1_3m": 200, "3_6m": 280, "over_6m": 420},
    "specialist": {"under_1m": 150, "1_3m": 210, "3_6m": 220, "over_6m": 420},
    "second_stage": {"under_1m": 40, "1_3m": 160, "3_6m": 300, "over_6m": 500},
    "other": {"under_1m": 180, "1_3m": 260, "3_6m": 230, "over_6m": 330},
}

NEXT_PLACES = {
    "social_tenancy": 26,
    "private_tenancy": 14,
    "returned_home_safe": 9,
    "family_or_friends": 14,
    "temporary_accommodation": 13,
    "supported_housing": 6,
    "owned_home": 1,
    "hospital": 1,
    "custody": 1,
    "abroad": 1,
    "other": 5,
    "not_known": 9,
}
"""Next places other than the two that F2 counts, as weights."""


@dataclass(slots=True)
class Leaving:
    """How one household's support ended."""

    planned: str
    asked_to_leave: str
    next_place: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """One referral that was not supported: reasons and unmet needs, in the words of the bundle."""

    reasons: tuple[str, ...]
    needs: tuple[str, ...]


def plan_leavings(targets: Targets) -> list[Leaving]:
    """One leaving for each household that ends in the year, shuffled."""
    rng = stream("leaving")
    total = sum(targets.endings.values())
    leavings = [Leaving("", "no", next_place) for next_place in _next_places(targets, total, rng)]
    rest = [one for one in leavings if one.next_place != "with_perpetrator"]
    for leaving in pick(rest, targets.of("F2.asked_to_leave"), rng=rng):
        leaving.asked_to_leave = "yes"
    hard = [one for one in leavings if not _may_be_planned(one)]
    calm = shuffled((one for one in leavings if _may_be_planned(one)), rng=rng)
    planned, unplanned = targets.of("F2.planned"), targets.of("F2.unplanned")
    _say_planned(calm[:planned], "yes")
    _say_planned((shuffled(hard, rng=rng) + calm[planned:])[:unplanned], "no")
    for leaving in leavings:
        if not leaving.planned:
            leaving.planned = rng.choice(("not_known", ""))
        if leaving.asked_to_leave == "no" and rng.random() < 0.05:
            leaving.asked_to_leave = rng.choice(("not_known", ""))
    return shuffled(leavings, rng=rng)


def _next_places(targets: Targets, total: int, rng: Random) -> list[str]:
    fixed = {
        "other_safe_accommodation": targets.of("F2.other_safe_accommodation"),
        "with_perpetrator": targets.of("F2.with_perpetrator"),
    }
    rest = total - sum(fixed.values())
    return deal(fixed, rng=rng) + rng.choices(
        list(NEXT_PLACES), weights=list(NEXT_PLACES.values()), k=rest
    )


def _may_be_planned(leaving: Leaving) -> bool:
    return leaving.asked_to_leave != "yes" and leaving.next_place != "with_perpetrator"


def _say_planned(leavings: list[Leaving], word: str) -> None:
    for leaving in leavings:
        leaving.planned = word


REASONS = ("capacity", "needs_not_met", "no_contact", "declined_offer", "other")
TWO_REASONS = 200
"""Referrals with a second reason beside `needs_not_met`: so as many more have none written down."""

NEEDS = {
    "no_recourse": 690,
    "disability": 240,
    "child_age": 600,
    "mental_health": 1000,
    "drugs": 650,
    "alcohol": 520,
    "offending": 330,
    "male": 240,
    "lgbtq": 80,
    "language": 260,
}
"""Unmet needs of England; the first three were printed, the others are ours."""

CARELESS_RUN = 23
"""Reasons left blank come in runs this long: a few houses forget, most do not."""


def plan_refusals(targets: Targets) -> dict[str, list[Refusal]]:
    """Every referral of the year that was not supported, by the type it was referred to."""
    rng = stream("refusals")
    counts = {reason: targets.of(f"B2.{reason}") for reason in REASONS}
    doubled = min(targets.scaled(TWO_REASONS), counts["needs_not_met"], counts["capacity"])
    needs = _needs(targets, counts["needs_not_met"], rng)
    refusals = [Refusal(("capacity", "needs_not_met"), need) for need in needs[:doubled]]
    refusals += [Refusal(("needs_not_met",), need) for need in needs[doubled:]]
    counts["capacity"] -= doubled
    for reason in ("capacity", "no_contact", "declined_offer", "other"):
        refusals += [Refusal((reason,), ())] * counts[reason]
    silent = targets.of("B1.total") - len(refusals)
    return _by_type(_with_silent_runs(shuffled(refusals, rng=rng), silent, rng), targets)


def _needs(targets: Targets, referrals: int, rng: Random) -> list[tuple[str, ...]]:
    """The unmet needs of each referral that has any; one in twenty has two."""
    words = deal({need: targets.scaled(count) for need, count in NEEDS.items()}, rng=rng)
    pairs = min(len(words) // 20, referrals)
    needs: list[tuple[str, ...]] = [(word,) for word in words[:referrals]]
    for at in range(pairs):
        if len(needs) > at + 1 and needs[at][0] != needs[-1][0]:
            needs[at] = (*needs[at], *needs.pop())
    needs += [("other",)] * (referrals - len(needs))
    return [_with_family_size(need, rng) for need in shuffled(needs, rng=rng)]


def _with_family_size(needs: tuple[str, ...], rng: Random) -> tuple[str, ...]:
    """Age of the children and size of the family are one cell: either word, or both, count once."""
    if "child_age" not in needs:
        return needs
    words = rng.choice((("child_age",), ("family_size",), ("child_age", "family_size")))
    return (*(need for need in needs if need != "child_age"), *words)


def _with_silent_runs(refusals: list[Refusal], silent: int, rng: Random) -> list[Refusal]:
    runs = [min(CARELESS_RUN, silent - at) for at in range(0, silent, CARELESS_RUN)]
    for run in runs:
        at = rng.randint(0, len(refusals))
        refusals[at:at] = [Refusal((), ())] * run
    return refusals


def _by_type(refusals: list[Refusal], targets: Targets) -> dict[str, list[Refusal]]:
    by_type: dict[str, list[Refusal]] = {}
    start = 0
    for kind, count in zip(
        TYPES, apportion(len(refusals), [REFUSALS[kind] for kind in TYPES]), strict=True
    ):
        by_type[kind] = refusals[start : start + count]
        start += count
    return by_type
