"""Which household is in which place: plans and diaries brought together, block by block."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from random import Random

from demo.england.attributes import give_characteristics, give_support
from demo.england.chance import stream
from demo.england.country import Block, ProviderPlan, all_blocks, plan_country
from demo.england.diary import STAYS_ON, Visit, outside_the_year, write_diary
from demo.england.leaving import (
    LENGTHS,
    LENGTHS_OF_STAY,
    Leaving,
    Refusal,
    plan_leavings,
    plan_refusals,
)
from demo.england.people import SUPPORT_TYPES, Household, Member, plan_households
from demo.england.rounding import apportion, running_shares
from demo.england.targets import TYPES, Targets, targets_at


@dataclass(frozen=True, slots=True)
class Residence:
    """One household in one place. `leaving` is None while nothing is known of an end."""

    visit: Visit
    household: Household
    leaving: Leaving | None


@dataclass(frozen=True, slots=True)
class Story:
    """What happened in one block of places: who lived there and whom it could not support."""

    block: Block
    residences: list[Residence]
    refusals: list[Refusal]


@dataclass(frozen=True, slots=True)
class England:
    """The plan of a country: every provider, and the story of each of its blocks, by type."""

    targets: Targets
    providers: list[ProviderPlan]
    stories: dict[int, Story]
    """By the identity of the block."""

    def story(self, block: Block) -> Story:
        return self.stories[id(block)]


def plan_england(scale: Decimal) -> England:
    """Plan the whole country: some 50 MB at full scale. Records are written from it one provider
    at a time."""
    targets = targets_at(scale)
    providers = plan_country(targets)
    households = plan_households(targets)
    everyone = [one for kind in TYPES for one in households[kind]]
    give_characteristics(everyone, targets)
    give_support(everyone, targets)
    leavings = iter(plan_leavings(targets))
    refusals = plan_refusals(targets)
    stories: dict[int, Story] = {}
    for kind in TYPES:
        blocks = [block for block in all_blocks(providers) if block.kind == kind]
        for story in _stories(blocks, households[kind], leavings, refusals[kind], targets):
            stories[id(story.block)] = story
    return England(targets, providers, stories)


def _stories(
    blocks: list[Block],
    households: list[Household],
    leavings: Iterator[Leaving],
    refusals: list[Refusal],
    targets: Targets,
) -> Iterator[Story]:
    if not blocks:
        return
    kind, places = blocks[0].kind, [block.places for block in blocks]
    ends = apportion(targets.endings[kind], [LENGTHS_OF_STAY[kind][name] for name in LENGTHS])
    quotas = [
        running_shares(count, places, phase=Fraction(order, len(LENGTHS)))
        for order, count in enumerate(ends)
    ]
    staying = targets.households[kind] - targets.endings[kind]
    stays_on = running_shares(staying, places, phase=Fraction(1, 2))
    refused = running_shares(len(refusals), places, phase=Fraction(1, 3))
    next_household, next_refusal = iter(households), iter(refusals)
    for at, block in enumerate(blocks):
        rng = stream("diary", kind, at)
        lengths = {name: quotas[order][at] for order, name in enumerate(LENGTHS)}
        visits = _visits(block, lengths, stays_on[at], rng=rng)
        residences = [
            _reside(visit, next_household, leavings, kind=kind, rng=rng) for visit in visits
        ]
        yield Story(block, residences, _take(next_refusal, refused[at]))


def _visits(block: Block, lengths: dict[str, int], staying: int, *, rng: Random) -> list[Visit]:
    opens = {
        place: block.renewed_on
        for place in range(block.places_before, block.places)
        if block.renewed_on
    }
    visits = write_diary(block.places, lengths, staying, opens=opens, rng=rng)
    return visits + outside_the_year(visits, rng=rng)


def _reside(
    visit: Visit,
    households: Iterator[Household],
    leavings: Iterator[Leaving],
    *,
    kind: str,
    rng: Random,
) -> Residence:
    if not visit.counted:
        leaving = ordinary_leaving(rng) if visit.ended_on else None
        return Residence(visit, ordinary_household(kind, rng=rng), leaving)
    if visit.length == STAYS_ON:
        leaving = ordinary_leaving(rng) if visit.ended_on else None
        return Residence(visit, next(households), leaving)
    return Residence(visit, next(households), next(leavings))


def ordinary_household(kind: str, *, rng: Random) -> Household:
    """A household that no published figure counts: a woman with up to two children."""
    members = [Member("survivor", "middle")]
    members += [Member("child", "child") for _ in range(rng.choice((0, 0, 1, 1, 2)))]
    for member in members:
        member.support.update(rng.sample(SUPPORT_TYPES[:4], 2))
    return Household(kind, members)


def ordinary_leaving(rng: Random) -> Leaving:
    """An ending outside the year."""
    next_place = rng.choice(("social_tenancy", "private_tenancy", "family_or_friends"))
    return Leaving(rng.choice(("yes", "yes", "no")), "no", next_place)


def _take(refusals: Iterable[Refusal], count: int) -> list[Refusal]:
    return list(islice(refusals, count))
