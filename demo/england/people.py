"""The households of England, planned: who belongs to each, before names, dates and places."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from demo.england.chance import deal, pick, shuffled, stream
from demo.england.rounding import apportion
from demo.england.targets import MALE_SURVIVORS, OUT_OF_AREA, TYPES, Targets

SUPPORT_TYPES = (
    "general",
    "advocacy",
    "prevention",
    "specialist",
    "children",
    "housing",
    "advice",
    "counselling",
)


class Mark(enum.Flag):
    """Answers of yes that the return counts, and who is of a minoritised ethnicity."""

    NONE = 0
    MINORITISED = enum.auto()
    DISABLED = enum.auto()
    ORIENTATION = enum.auto()
    MENTAL_HEALTH = enum.auto()
    DRUGS = enum.auto()
    ALCOHOL = enum.auto()
    OFFENDING = enum.auto()


@dataclass(slots=True)
class Member:
    """One participation: a person in a household, and what is true of them."""

    role: str
    band: str
    """child, young (16 to 25), middle or older (65 and over), on the first live day."""
    gender: str = "woman"
    trans: bool = False
    marks: Mark = Mark.NONE
    support: set[str] = field(default_factory=set)

    @property
    def is_child(self) -> bool:
        return self.band == "child"

    @property
    def has_characteristic(self) -> bool:
        """True when C1 counts this individual, whatever the marks turn out to be."""
        if self.is_child:
            return bool(self.marks)
        own = self.band in ("young", "older") or self.is_lgbtq or self.gender == "man"
        return own or bool(self.marks)

    @property
    def is_lgbtq(self) -> bool:
        return self.trans or self.gender == "non_binary" or Mark.ORIENTATION in self.marks


@dataclass(slots=True)
class Household:
    """A main victim and whoever came too, in one type of accommodation."""

    kind: str
    members: list[Member]
    out_of_area: bool = False

    @property
    def survivor(self) -> Member:
        return self.members[0]


def plan_households(targets: Targets) -> dict[str, list[Household]]:
    """Every household of the year by type of accommodation, in the order they will be housed."""
    households = {kind: _of_type(kind, targets) for kind in TYPES}
    everyone = [one for kind in TYPES for one in households[kind]]
    _give_ages(everyone, targets)
    _give_genders(households, targets)
    for kind, weight in zip(TYPES, _out_of_area(targets), strict=True):
        _send_from_elsewhere(households[kind], weight, rng=stream("origin", kind))
    return households


def _of_type(kind: str, targets: Targets) -> list[Household]:
    """Households of one type with their children and other adults, each count exact."""
    rng = stream("households", kind)
    count = targets.households[kind]
    households = [Household(kind, [Member("survivor", "middle")]) for _ in range(count)]
    for household in pick(households, targets.other_adults[kind], rng=rng):
        # A grown child may still be named a child of the case: age decides, not the word.
        role = "child" if rng.random() < 0.15 else "other_adult"
        household.members.append(Member(role, "middle"))
    for household in _families(households, targets.children(kind), rng=rng):
        household.members.append(Member("child", "child"))
    return households


def _families(households: list[Household], children: int, *, rng: Random) -> Iterator[Household]:
    """Which household each child belongs to: most have one or two, few have five."""
    room = [at for at, _ in enumerate(households) if rng.random() < 0.62]
    places = [at for at in room for _ in range(5) if rng.random() < 0.55]
    while len(places) < children:
        places.append(rng.choice(room or [0]))
    for at in sorted(rng.sample(places, children)):
        yield households[at]


def _give_ages(households: list[Household], targets: Targets) -> None:
    """Ages 16 to 25 and 65 and over, exactly as many as the return must count."""
    rng = stream("ages")
    survivors = [one.survivor for one in households]
    others = [m for one in households for m in one.members[1:] if not m.is_child]
    young, older = targets.of("C2.age_16_25"), targets.of("C2.age_65_over")
    young_others = min(young, len(others) * 6 // 10)
    older_others = min(older, len(others) // 20)
    _age_adults(others, young_others, older_others, rng=rng)
    _age_adults(survivors, young - young_others, older - older_others, rng=rng)
    for member in others:
        if member.role == "child" and member.band == "older":
            member.role = "other_adult"


def _age_adults(adults: list[Member], young: int, older: int, *, rng: Random) -> None:
    bands = {"young": young, "older": older, "middle": len(adults) - young - older}
    for member, band in zip(adults, deal(bands, rng=rng), strict=True):
        member.band = band


def _give_genders(households: Mapping[str, list[Household]], targets: Targets) -> None:
    """Men (victims and grown sons) and trans and non-binary people; everyone else is a woman."""
    rng = stream("genders")
    men = targets.of("A2.men")
    male_survivors = targets.scaled(sum(MALE_SURVIVORS.values()))
    shares = apportion(male_survivors, list(MALE_SURVIVORS.values()))
    chosen: list[Member] = []
    for kind, share in zip(MALE_SURVIVORS, shares, strict=True):
        chosen += [one.survivor for one in pick(households[kind], share, rng=rng)]
    grown = [
        member
        for kind in TYPES
        for one in households[kind]
        for member in one.members[1:]
        if not member.is_child and kind != "second_stage"
    ]
    chosen += pick(grown, men - len(chosen), rng=rng)
    for member in chosen:
        member.gender = "man"
    women = [one.survivor for kind in TYPES for one in households[kind]]
    women = [member for member in women if member.gender == "woman"]
    _give_trans_and_nonbinary(pick(women, targets.of("A2.trans_nonbinary"), rng=rng), rng=rng)
    _share_sex_of_children(households, rng=rng)


def _give_trans_and_nonbinary(members: list[Member], *, rng: Random) -> None:
    for member in members:
        member.gender = rng.choice(("woman", "woman", "woman", "non_binary", "man"))
        member.trans = member.gender != "non_binary" or rng.random() < 0.3


def _share_sex_of_children(households: Mapping[str, list[Household]], *, rng: Random) -> None:
    """The return does not split children by gender; the records hold it all the same."""
    for kind in TYPES:
        for household in households[kind]:
            for member in household.members:
                if member.is_child and rng.random() < 0.5:
                    member.gender = "man"


def _out_of_area(targets: Targets) -> list[int]:
    return apportion(targets.of("A3.out_of_area"), [OUT_OF_AREA[kind] for kind in TYPES])


def _send_from_elsewhere(households: list[Household], individuals: int, *, rng: Random) -> None:
    """Choose whole households from outside the area until exactly that many individuals are."""
    left = individuals
    for household in shuffled(households, rng=rng):
        if 0 < len(household.members) <= left:
            household.out_of_area = True
            left -= len(household.members)
