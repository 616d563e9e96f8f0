"""A1 individuals supported, A2 identity, A3 out of area (rules 1, 2 and 3)."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from accommodation import authorities
from returns.codes import ORIGINS_OUTSIDE_ENGLAND
from returns.counting import dates
from returns.counting.instances import INSIDE, NOT_RECORDED, OUTSIDE, Individual, NearMiss
from returns.counting.registry import population, rule
from returns.counting.scope import Scope, last_day_of
from returns.counting.settings import AS_CHILD, Settings
from returns.period import Period
from returns.records import EpisodeRecord, ParticipationRecord, PersonRecord

CHILD, SURVIVOR = "child", "survivor"
ADULT_AGE = 18
NEAR_THE_PERIOD = timedelta(days=31)


def _why_individual(person: Individual) -> str:
    last = last_day_of(person.participation, person.episode)
    until = "still there" if last == dates.FOREVER else f"to {dates.in_words(last)}"
    return (
        f"there from {dates.in_words(person.participation.starts_on)} {until}, "
        "in places that the authority commissioned on at least one of those days"
    )


def _near_individuals(scope: Scope) -> Iterator[NearMiss]:
    """Participations live in the period but not commissioned, or just outside the period."""
    index, period = scope.index, scope.period
    for participation in index.records.participations:
        episode = index.episode_by_id[participation.episode_id]
        chain = index.chain_of_provision[episode.provision_id]
        first, last = participation.starts_on, last_day_of(participation, episode)
        if chain.commissions and not chain.commissions_by(scope.authority):
            continue  # another authority's places
        if dates.is_live(first, last, period):
            if scope.counts_while_live(chain, first, last):
                continue
            why = "the authority commissioned these places on none of the days of the stay"
        elif period.first - NEAR_THE_PERIOD <= last < period.first:
            why = f"left on {dates.in_words(last)}, before the period began"
        elif period.last < first <= period.last + NEAR_THE_PERIOD:
            why = f"came on {dates.in_words(first)}, after the period ended"
        else:
            continue
        yield NearMiss("participation", participation.id, episode.case_reference, why)


@population(why=_why_individual, near_misses=_near_individuals)
def individuals(scope: Scope) -> list[Individual]:
    """Rule 1: live participations, person x episode, in commissioned places.

    A participation is live when it begins on or before the last day of the period and ends on or
    after the first. It counts when a provision of the episode's chain is commissioned by the
    authority on at least one of its live days in the period.
    """
    people = scope.index.records.people
    return [
        _individual(scope, episode, participation, people[participation.person_id])
        for chain, episode, participation, last in scope.participations()
        if scope.counts_while_live(chain, participation.starts_on, last)
    ]


def _individual(
    scope: Scope,
    episode: EpisodeRecord,
    participation: ParticipationRecord,
    person: PersonRecord,
) -> Individual:
    day = first_live_day(participation, scope.period)
    age = None if person.date_of_birth is None else dates.age_on(person.date_of_birth, day)
    provision = scope.index.provision_by_id[episode.provision_id]
    return Individual(
        participation=participation,
        person=person,
        episode=episode,
        accommodation_type=provision.accommodation_type,
        first_live_day=day,
        age=age,
        identity=identity_of(person, participation.role, age, scope.settings),
        home=home_of(episode.origin, scope.authority, scope.period),
        support=scope.support_of(participation),
        settings=scope.settings,
    )


def first_live_day(participation: ParticipationRecord, period: Period) -> date:
    """The later of the first day of the participation and of the period, commissioned or not."""
    return max(participation.starts_on, period.first)


def identity_of(person: PersonRecord, role: str, age: int | None, settings: Settings) -> str:
    """Rule 2: the one row of A2 that a person is in, ``""`` for none.

    Role ``child`` and under 18 on the first live day, or with no date of birth: a child. Everyone
    else is an adult, the main victim of 16 or 17 too (a setting): trans or non-binary, else a
    woman, else a man. An adult whose gender is not known has no row.
    """
    if is_child(role, age, settings):
        return "children"
    if person.trans == "yes" or person.gender in ("non_binary", "other"):
        return "trans_nonbinary"
    return {"woman": "women", "man": "men"}.get(person.gender, "")


def is_child(role: str, age: int | None, settings: Settings) -> bool:
    """Whether someone is counted in the children's row of A2 (rule 2)."""
    if role == CHILD:
        return age is None or age < ADULT_AGE
    treated_as_child = role == SURVIVOR and settings.main_victim_16_17 == AS_CHILD
    return treated_as_child and age is not None and age < ADULT_AGE


@cache
def home_of(origin: str, commissioner: str, period: Period) -> str:
    """Rule 3: whether a settled home lies inside the commissioner's area.

    The origin code leads to its Tier 1 authority on the last day of the period. A code that the
    register does not hold says nothing of where the home was, as if none were recorded.
    """
    if origin in ORIGINS_OUTSIDE_ENGLAND:
        return OUTSIDE
    if authorities.find(origin) is None:
        return NOT_RECORDED
    areas = authorities.tier1_areas_on(origin, period.last)
    return INSIDE if commissioner in areas else OUTSIDE


@rule("individuals")
def individuals_supported(_: object) -> bool:
    """Rule 1, A1 total: every live, commissioned participation."""
    return True


@rule(
    "individuals",
    looks_at=lambda person: person.accommodation_type,
    fact=lambda person, accommodation: f"the places are {person.accommodation_type}",
)
def individuals_by_type(accommodation_type: str, *, accommodation: tuple[str, ...]) -> bool:
    """Rule 1, A1 by type: the provision's accommodation type."""
    return accommodation_type in accommodation


def _identity_fact(person: Individual, identity: tuple[str, ...]) -> str:
    age = "no date of birth" if person.age is None else f"aged {person.age}"
    role = person.participation.role.replace("_", " ")
    row = person.identity.replace("_", " and ") or "no row: gender not recorded or not given"
    return f"{role}, {age} on {dates.in_words(person.first_live_day)}: {row}"


@rule(
    "individuals",
    looks_at=lambda person: person.identity,
    fact=_identity_fact,
    near=lambda person, identity: not person.identity,
)
def individuals_by_identity(row: str, *, identity: tuple[str, ...]) -> bool:
    """Rule 2, A2: each individual is in at most one row."""
    return row in identity


HOMES = {
    INSIDE: "the settled home is in the commissioner's area",
    OUTSIDE: "the settled home is outside the commissioner's area",
    NOT_RECORDED: "no settled home is recorded",
}


@rule(
    "individuals",
    looks_at=lambda person: person.home,
    fact=lambda person: HOMES[person.home],
    near=lambda person: person.home == NOT_RECORDED,
)
def individuals_out_of_area(home: str) -> bool:
    """Rule 3, A3: the household's settled home lies outside the commissioner's area."""
    return home == OUTSIDE
