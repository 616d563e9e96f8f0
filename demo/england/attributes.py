"""Characteristics and support, dealt so that each row and the row of any characteristic is exact.

Characteristics overlap as they do in life: the members of a family share an ethnicity, most of
those with a drug or alcohol need have a mental health need as well. The last step moves single
marks between people until exactly as many as published have at least one.
"""

from collections.abc import Iterable
from random import Random

from demo.england.chance import pick, shuffled, stream
from demo.england.people import SUPPORT_TYPES, Household, Mark, Member
from demo.england.targets import CHILDREN_OF_SUPPORT, Targets

CHILDREN_DISABLED = 1050
CHILDREN_MENTAL_HEALTH = 1250


def give_characteristics(households: list[Household], targets: Targets) -> None:
    """Mark the members of all households with the characteristics that C1 and C2 count."""
    members = [member for household in households for member in household.members]
    adults = [member for member in members if not member.is_child]
    children = [member for member in members if member.is_child]
    rng = stream("characteristics")
    _mark_families(households, targets.of("C2.minoritised"), rng=rng)
    disabled, troubled = targets.scaled(CHILDREN_DISABLED), targets.scaled(CHILDREN_MENTAL_HEALTH)
    _mark(pick(children, disabled, rng=rng), Mark.DISABLED)
    _mark(pick(children, troubled, rng=rng), Mark.MENTAL_HEALTH)
    _mark(pick(adults, targets.of("C2.disabled") - disabled, rng=rng), Mark.DISABLED)
    _mark(pick(adults, targets.of("C2.mental_health") - troubled, rng=rng), Mark.MENTAL_HEALTH)
    _mark_beside_mental_health(adults, targets, rng=rng)
    lgbtq = sum(member.is_lgbtq for member in members)
    straight = [member for member in adults if not member.is_lgbtq]
    _mark(pick(straight, targets.of("C2.lgbtq") - lgbtq, rng=rng), Mark.ORIENTATION)
    _settle_any(members, targets.of("C1.any"), rng=rng)


def give_support(households: list[Household], targets: Targets) -> None:
    """Say who received which type of support; each type's count is exact."""
    members = [member for household in households for member in household.members]
    adults = [member for member in members if not member.is_child]
    children = [member for member in members if member.is_child]
    for kind in SUPPORT_TYPES:
        rng = stream("support", kind)
        total = targets.of(f"E1.{kind}")
        for_children = (
            targets.of("E2.children")
            if kind == "children"
            else total * CHILDREN_OF_SUPPORT[kind] // 1000
        )
        for_children = max(for_children, total - len(adults))
        chosen = pick(children, for_children, rng=rng)
        for member in chosen + pick(adults, total - for_children, rng=rng):
            member.support.add(kind)


def _mark(members: Iterable[Member], mark: Mark) -> None:
    for member in members:
        member.marks |= mark


def _mark_families(households: list[Household], individuals: int, *, rng: Random) -> None:
    """Whole families of minoritised ethnicity until exactly that many individuals are."""
    left = individuals
    for household in shuffled(households, rng=rng):
        if len(household.members) <= left:
            _mark(household.members, Mark.MINORITISED)
            left -= len(household.members)


def _mark_beside_mental_health(adults: list[Member], targets: Targets, *, rng: Random) -> None:
    """Drug, alcohol and offending marks: four in five beside a mental health need."""
    beside = [member for member in adults if Mark.MENTAL_HEALTH in member.marks]
    apart = [member for member in adults if Mark.MENTAL_HEALTH not in member.marks]
    for cell, mark in (
        ("C2.drugs", Mark.DRUGS),
        ("C2.alcohol", Mark.ALCOHOL),
        ("C2.ex_offender", Mark.OFFENDING),
    ):
        total = targets.of(cell)
        together = min(total * 8 // 10, len(beside))
        _mark(pick(beside, together, rng=rng), mark)
        _mark(pick(apart, total - together, rng=rng), mark)


def _settle_any(members: list[Member], target: int, *, rng: Random) -> None:
    """Move disability and mental health marks between members until `target` have any mark.

    A mark moves only between two adults or two children, so no other count changes.
    """
    for mark in (Mark.DISABLED, Mark.MENTAL_HEALTH):
        for is_child in (False, True):
            pool = shuffled((m for m in members if m.is_child is is_child), rng=rng)
            missing = target - sum(member.has_characteristic for member in members)
            if missing > 0:
                _spread_out(pool, mark, missing)
            elif missing < 0:
                _gather(pool, mark, -missing)
    if sum(member.has_characteristic for member in members) != target:
        raise ValueError("the characteristics cannot be made to overlap as the figures ask")


def _spread_out(pool: list[Member], mark: Mark, count: int) -> None:
    """Move marks from members who have another characteristic too to members who have none."""
    givers = [m for m in pool if mark in m.marks and _without(m, mark)]
    takers = [m for m in pool if not m.has_characteristic]
    for giver, taker in zip(givers[:count], takers, strict=False):
        giver.marks ^= mark
        taker.marks |= mark


def _gather(pool: list[Member], mark: Mark, count: int) -> None:
    """Move marks from members who have no other characteristic to members who have one."""
    givers = [m for m in pool if mark in m.marks and not _without(m, mark)]
    takers = [m for m in pool if mark not in m.marks and m.has_characteristic]
    for giver, taker in zip(givers[:count], takers, strict=False):
        giver.marks ^= mark
        taker.marks |= mark


def _without(member: Member, mark: Mark) -> bool:
    """True when the member has a characteristic other than this mark."""
    held = member.marks
    member.marks = held & ~mark
    has_another = member.has_characteristic
    member.marks = held
    return has_another
