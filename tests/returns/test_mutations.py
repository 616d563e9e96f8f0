"""Any one rule counted wrongly breaks at least one worked case or edge case.

Each mutation is a plausible wrong reading of a rule. The cases are those of
``test_worked_cases``; here they must not all hold.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from accommodation import authorities
from returns.codes import ORIGINS_OUTSIDE_ENGLAND
from returns.counting import (
    a_individuals,
    b_unable,
    c_characteristics,
    d_places,
    dates,
    f_endings,
    places,
)
from returns.counting.all_rules import CHARACTERISTICS, POPULATIONS, RULES
from returns.counting.instances import (
    INSIDE,
    NOT_RECORDED,
    OUTSIDE,
    CommissionedPlaces,
    SpecialistService,
    UnsupportedReferral,
)
from returns.counting.places import Chain, commission_of
from returns.counting.scope import ProviderIndex, Scope
from returns.derivation import Partial, partial_of
from returns.period import Period
from returns.records import ProviderRecords
from tests.returns.counting import EDITION, year
from tests.returns.edge_cases import EDGE_CASES
from tests.returns.worked_cases import WORKED_CASES, Expected

Prepared = list[tuple[Expected, Period, list[ProviderRecords]]]
Patch = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    cases = [
        (expected, year(expected.year), case)
        for case in WORKED_CASES + EDGE_CASES
        for expected in case.expected
    ]
    return [(expected, period, case.bundle().records(period)) for expected, period, case in cases]


def broken(prepared: Prepared) -> bool:
    """Whether any case no longer gives its cells."""
    a_individuals.home_of.cache_clear()
    try:
        return any(_differs(*each) for each in prepared)
    finally:
        a_individuals.home_of.cache_clear()


def _differs(expected: Expected, period: Period, providers: list[ProviderRecords]) -> bool:
    total = Partial()
    for records in providers:
        index = ProviderIndex(records)
        total.add(partial_of(index, expected.authority, period, EDITION, checks=False))
    return expected.of_interest(dict(total.cells)) != expected.cells


MUTATIONS: dict[str, Patch] = {}


def mutation(module: Any, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers a wrong version of a module's function."""

    def register(wrong: Callable[..., Any]) -> Callable[..., Any]:
        MUTATIONS[wrong.__name__] = lambda monkeypatch: monkeypatch.setattr(module, name, wrong)
        return wrong

    return register


def populates(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers a wrong version of a population."""

    def register(wrong: Callable[..., Any]) -> Callable[..., Any]:
        changed = replace(POPULATIONS[name], members=wrong)
        MUTATIONS[wrong.__name__] = lambda patch: patch.setitem(POPULATIONS, name, changed)
        return wrong

    return register


def counts(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers a wrong version of a rule."""

    def register(wrong: Callable[..., Any]) -> Callable[..., Any]:
        changed = replace(RULES[name], counts=wrong)
        MUTATIONS[wrong.__name__] = lambda patch: patch.setitem(RULES, name, changed)
        return wrong

    return register


def characteristic(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def register(wrong: Callable[..., Any]) -> Callable[..., Any]:
        MUTATIONS[wrong.__name__] = lambda patch: patch.setitem(CHARACTERISTICS, name, wrong)
        return wrong

    return register


@mutation(dates, "is_live")
def the_last_day_is_not_live(first: date, last: date, period: Period) -> bool:
    return first <= period.last and last > period.first


@mutation(dates, "is_live")
def the_first_day_is_not_live(first: date, last: date, period: Period) -> bool:
    return first < period.last and last >= period.first


@mutation(dates, "is_live")
def only_those_who_came_in_the_year(first: date, last: date, period: Period) -> bool:
    return first in period


@mutation(a_individuals, "first_live_day")
def age_on_the_last_day_of_the_year(participation: Any, period: Period) -> date:
    return period.last


@mutation(a_individuals, "first_live_day")
def age_on_the_day_of_arrival(participation: Any, period: Period) -> date:
    first: date = participation.starts_on
    return first


@mutation(a_individuals, "first_live_day")
def age_on_1_april(participation: Any, period: Period) -> date:
    return period.first


@mutation(dates, "age_on")
def age_by_years_alone(born: date, day: date) -> int:
    return day.year - born.year


@mutation(dates, "age_on")
def age_from_the_day_after_the_birthday(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) <= (born.month, born.day))


@mutation(places, "chains_of")
def no_chains(provisions: Any) -> dict[Any, Chain]:
    chains = {}
    for provision in provisions:
        chain = chains[provision.id] = Chain(provision.id, [provision])
        commission = commission_of(provision)
        if commission is not None:
            chain.commissions[commission.authority].append(commission)
    return chains


@mutation(places, "is_commissioned")
def commissioned_once_is_commissioned_always(commissions: Any, first: date, last: date) -> bool:
    return bool(commissions)


@mutation(places, "is_commissioned")
def commissioned_on_the_first_live_day(commissions: Any, first: date, last: date) -> bool:
    return any(each.first <= first <= each.last for each in commissions)


@mutation(places, "is_commissioned")
def commissioned_on_the_last_live_day(commissions: Any, first: date, last: date) -> bool:
    return any(each.first <= last <= each.last for each in commissions)


@mutation(places, "is_commissioned")
def commissioned_all_the_time(commissions: Any, first: date, last: date) -> bool:
    return any(each.first <= first and each.last >= last for each in commissions)


@mutation(Scope, "counts_while_live")
def commissioned_on_days_of_other_years(
    scope: Scope, chain: Chain, first: date, last: date
) -> bool:
    live = dates.is_live(first, last, scope.period)
    return live and chain.is_commissioned_by(scope.authority, first, last)


@mutation(authorities, "within_lifetime")
def commissions_outlive_their_authority(
    code: str, first: date | None, last: date | None
) -> tuple[date, date]:
    return first or date.min, last or date.max


def _home(origin: str, commissioner: str, areas: Any) -> str:
    if origin in ORIGINS_OUTSIDE_ENGLAND:
        return OUTSIDE
    if authorities.find(origin) is None:
        return NOT_RECORDED
    return INSIDE if commissioner in areas(origin) else OUTSIDE


def _wrong_home(name: str, areas: Callable[[str, Period], Any]) -> None:
    def home_of(origin: str, commissioner: str, period: Period) -> str:
        return _home(origin, commissioner, lambda code: areas(code, period))

    home_of.cache_clear = lambda: None  # type: ignore[attr-defined]
    MUTATIONS[name] = lambda patch: patch.setattr(a_individuals, "home_of", home_of)


_wrong_home(
    "areas_of_the_year_before",
    lambda code, period: authorities.tier1_areas_on(code, period.previous().last),
)
_wrong_home(
    "areas_of_the_first_day_after",
    lambda code, period: authorities.tier1_areas_on(code, period.last + timedelta(days=1)),
)
_wrong_home("the_parent_of_today", lambda code, period: {authorities.get(code).tier1_code})
_wrong_home("each_borough_for_itself", lambda code, period: {code})
_wrong_home(
    "one_successor_alone",
    lambda code, period: sorted(authorities.tier1_areas_on(code, period.last))[:1],
)


@mutation(a_individuals, "home_of")
def no_home_recorded_is_out_of_area(origin: str, commissioner: str, period: Period) -> str:
    def areas(code: str) -> Any:
        return authorities.tier1_areas_on(code, period.last)

    return OUTSIDE if not origin else _home(origin, commissioner, areas)


@mutation(a_individuals, "home_of")
def other_countries_are_not_recorded(origin: str, commissioner: str, period: Period) -> str:
    if origin in ORIGINS_OUTSIDE_ENGLAND or not origin:
        return NOT_RECORDED
    areas = authorities.tier1_areas_on(origin, period.last)
    return INSIDE if commissioner in areas else OUTSIDE


for _wrong in (no_home_recorded_is_out_of_area, other_countries_are_not_recorded):
    _wrong.cache_clear = lambda: None  # type: ignore[attr-defined]


@mutation(a_individuals, "identity_of")
def a_trans_man_is_a_man(person: Any, role: str, age: int | None, settings: Any) -> str:
    if a_individuals.is_child(role, age, settings):
        return "children"
    rows = {"woman": "women", "man": "men"}
    return rows.get(person.gender, "trans_nonbinary" if person.trans == "yes" else "")


@mutation(a_individuals, "identity_of")
def nobody_without_a_row(person: Any, role: str, age: int | None, settings: Any) -> str:
    if a_individuals.is_child(role, age, settings):
        return "children"
    if person.trans == "yes" or person.gender in ("non_binary", "other"):
        return "trans_nonbinary"
    return "men" if person.gender == "man" else "women"


@mutation(a_individuals, "is_child")
def everybody_under_18_is_a_child(role: str, age: int | None, settings: Any) -> bool:
    return age is not None and age < 18


@mutation(a_individuals, "is_child")
def a_main_victim_of_17_is_a_child(role: str, age: int | None, settings: Any) -> bool:
    return role in ("child", "survivor") and (age is None or age < 18)


@mutation(a_individuals, "is_child")
def a_role_for_life(role: str, age: int | None, settings: Any) -> bool:
    return role == "child"


@mutation(a_individuals, "is_child")
def without_a_date_of_birth_an_adult(role: str, age: int | None, settings: Any) -> bool:
    return role == "child" and age is not None and age < 18


@mutation(a_individuals, "is_child")
def children_until_16(role: str, age: int | None, settings: Any) -> bool:
    return role == "child" and (age is None or age < 16)


@mutation(dates, "whole_months")
def months_of_thirty_days(first: date, last: date) -> int:
    return (last - first).days // 30


@mutation(dates, "whole_months")
def months_from_one_anniversary_to_the_next(first: date, last: date) -> int:
    months, day = 0, first
    while (day := dates.month_anniversary(day, 1)) <= last:
        months += 1
    return months


@mutation(dates, "whole_months")
def a_month_is_reached_the_day_after(first: date, last: date) -> int:
    return _whole_months(first, last - timedelta(days=1))


@mutation(dates, "whole_months")
def a_month_is_reached_the_day_before(first: date, last: date) -> int:
    return _whole_months(first, last + timedelta(days=1))


_whole_months = dates.whole_months


@mutation(dates, "month_anniversary")
def short_months_run_into_the_next(first: date, months: int) -> date:
    index = first.month - 1 + months
    start = date(first.year + index // 12, index % 12 + 1, 1)
    return start + timedelta(days=first.day - 1)


@mutation(b_unable, "placed_on")
def referrals_by_the_day_received(referral: Any) -> date:
    day: date = referral.received_on
    return day


@mutation(b_unable, "placed_on")
def referrals_by_the_decision_alone(referral: Any) -> date:
    return referral.decided_on or date.min


def _wrong_referrals(name: str, keep: Callable[[Any, Chain, Scope], bool]) -> None:
    def members(scope: Scope) -> list[Any]:
        return [
            UnsupportedReferral(each, b_unable.placed_on(each), each.reasons)
            for chain in scope.chains
            for each in scope.index.referrals_of_chain.get(chain.id, ())
            if b_unable.placed_on(each) in scope.period and keep(each, chain, scope)
        ]

    changed = replace(POPULATIONS["unsupported_referrals"], members=members)
    MUTATIONS[name] = lambda patch: patch.setitem(POPULATIONS, "unsupported_referrals", changed)


def _bought(referral: Any, chain: Chain, scope: Scope) -> bool:
    day = b_unable.placed_on(referral)
    return chain.is_commissioned_by(scope.authority, day, day)


_wrong_referrals(
    "enquiries_count",
    lambda each, chain, scope: each.decision == "not_supported" and _bought(each, chain, scope),
)
_wrong_referrals(
    "withdrawn_counts",
    lambda each, chain, scope: (
        each.kind == "referral"
        and each.decision in ("not_supported", "withdrawn")
        and _bought(each, chain, scope)
    ),
)
_wrong_referrals(
    "pending_counts",
    lambda each, chain, scope: (
        each.kind == "referral"
        and each.decision in ("not_supported", "pending")
        and _bought(each, chain, scope)
    ),
)
_wrong_referrals(
    "referrals_to_places_not_commissioned_that_day",
    lambda each, chain, scope: each.kind == "referral" and each.decision == "not_supported",
)


@counts("referrals_by_need")
def needs_without_the_reason(unsupported: Any, *, need: tuple[str, ...]) -> bool:
    _, unmet = unsupported
    return any(each in unmet for each in need)


@counts("referrals_by_reason")
def the_first_reason_alone(reasons: Any, *, reason: tuple[str, ...]) -> bool:
    return any(each in reasons[:1] for each in reason)


@characteristic("minoritised")
def all_but_white_british(person: Any) -> bool:
    return person.person.ethnicity not in ("white_british", *c_characteristics.UNANSWERED)


@characteristic("minoritised")
def roma_people_are_left_out(person: Any) -> bool:
    left_out = ("roma", "gypsy_or_irish_traveller")
    return c_characteristics.is_minoritised(person) and person.person.ethnicity not in left_out


@characteristic("minoritised")
def unknown_is_minoritised(person: Any) -> bool:
    return bool(person.person.ethnicity not in person.settings.not_minoritised)


@characteristic("lgbtq")
def orientation_alone(person: Any) -> bool:
    return person.person.sexual_orientation in ("gay_or_lesbian", "bisexual", "other")


@characteristic("lgbtq")
def gender_alone(person: Any) -> bool:
    return bool(person.identity == "trans_nonbinary")


@characteristic("male")
def every_man_and_boy(person: Any) -> bool:
    return bool(person.person.gender == "man")


@characteristic("age_16_25")
def children_of_16_count(person: Any) -> bool:
    return person.age is not None and 16 <= person.age <= 25


@characteristic("age_16_25")
def up_to_24(person: Any) -> bool:
    return c_characteristics.is_aged_16_to_25(person) and person.age != 25


@characteristic("age_16_25")
def up_to_26(person: Any) -> bool:
    return c_characteristics.is_aged_16_to_25(person) or person.age == 26


@characteristic("age_65_over")
def over_65(person: Any) -> bool:
    return person.age is not None and person.age > 65


@characteristic("age_65_over")
def from_64(person: Any) -> bool:
    return person.age is not None and person.age >= 64


for _name in ("disabled", "mental_health", "drugs", "alcohol", "ex_offender"):

    def _any_answer_but_no(person: Any, name: str = _name) -> bool:
        return c_characteristics.ANSWERS[name](person)[0] != "no"

    MUTATIONS[f"{_name}_is_all_but_no"] = lambda patch, name=_name, wrong=_any_answer_but_no: (
        patch.setitem(  # type: ignore[misc]
            CHARACTERISTICS, name, wrong
        )
    )


@populates("commissioned_places")
def places_of_every_contract_add_up(scope: Scope) -> list[Any]:
    return [
        CommissionedPlaces(chain, each.provision, each)
        for chain in scope.chains
        for each in chain.commissions_by(scope.authority)
        if each.covers_any_day(scope.period.first, scope.period.last)
    ]


@populates("commissioned_places")
def places_of_the_last_contract(scope: Scope) -> list[Any]:
    found = {each.chain.id: each for each in places_of_every_contract_add_up(scope)}
    return list(found.values())


@populates("commissioned_places")
def the_largest_contract_of_any_year(scope: Scope) -> list[Any]:
    return [
        CommissionedPlaces(chain, each.provision, each)
        for chain in scope.chains
        for each in [
            max(chain.commissions_by(scope.authority), key=lambda one: one.provision.bedspaces)
        ]
    ]


@populates("commissioned_places")
def places_that_nobody_commissions_count(scope: Scope) -> list[Any]:
    from_others = [
        CommissionedPlaces(chain, chain.provisions[0], None)  # type: ignore[arg-type]
        for chain in scope.index.chains
        if not chain.commissions
    ]
    return d_places.commissioned_places(scope) + from_others


@populates("specialist_services")
def services_of_any_year(scope: Scope) -> list[Any]:
    return [
        SpecialistService(service, group, group in service.by_and_for_groups)
        for service in scope.index.records.services
        for group in service.specialist_groups
    ]


@populates("specialist_services")
def a_service_counts_for_one_group(scope: Scope) -> list[Any]:
    once = {each.service.id: each for each in d_places.specialist_services(scope)}
    return list(once.values())


@populates("specialist_services")
def a_service_counts_for_each_provision(scope: Scope) -> list[Any]:
    provided = [chain.service_id for chain in scope.chains]
    return [
        each
        for each in d_places.specialist_services(scope)
        for service in provided
        if service == each.service.id
    ]


@counts("services_by_and_for_group")
def every_service_is_by_and_for(service: Any, *, group: tuple[str, ...]) -> bool:
    served, _ = service
    return served in group


@counts("children_with_support")
def adults_with_childrens_support(person: Any, *, support: tuple[str, ...]) -> bool:
    _, received = person
    return any(each in received for each in support)


@mutation(f_endings, "episodes_ended_in")
def every_episode_has_stopped(scope: Scope) -> Iterator[Any]:
    for chain, episode in scope.episodes():
        if scope.counts_while_live(chain, episode.started_on, episode.ended_on or date.max):
            yield episode, episode.ended_on or scope.period.last


@mutation(f_endings, "episodes_ended_in")
def an_ending_needs_a_commission_on_its_day(scope: Scope) -> Iterator[Any]:
    for chain, episode in scope.episodes():
        day = episode.ended_on
        if day and day in scope.period and chain.is_commissioned_by(scope.authority, day, day):
            yield episode, day


@mutation(f_endings, "episodes_ended_in")
def an_ending_needs_no_commission(scope: Scope) -> Iterator[Any]:
    for _, episode in scope.episodes():
        if episode.ended_on and episode.ended_on in scope.period:
            yield episode, episode.ended_on


@counts("households_stopped_planned")
def all_but_planned_is_unplanned(said: Any, *, planned: tuple[str, ...]) -> bool:
    return ("yes" if said == "yes" else "no") in planned


@counts("households_asked_to_leave")
def all_but_no_was_asked_to_leave(asked: Any) -> bool:
    return asked not in ("no", "")


@populates("supported_households")
def every_episode_with_anybody(scope: Scope) -> list[Any]:
    people = POPULATIONS["individuals"].members(scope)
    return list({each.episode.id: each for each in people}.values())


@populates("supported_households")
def a_household_for_each_participation(scope: Scope) -> list[Any]:
    people = POPULATIONS["individuals"].members(scope)
    return [each for each in people if each.participation.role == "survivor"]


@populates("individuals")
def each_person_once(scope: Scope) -> list[Any]:
    return list({each.person.id: each for each in a_individuals.individuals(scope)}.values())


@populates("individuals")
def each_person_once_in_an_episode(scope: Scope) -> list[Any]:
    people = a_individuals.individuals(scope)
    return list({(each.person.id, each.episode.id): each for each in people}.values())


def test_every_case_holds_without_a_mutation(prepared: Prepared) -> None:
    assert not broken(prepared)


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_rule_read_wrongly_breaks_a_case(
    name: str, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    MUTATIONS[name](monkeypatch)

    assert broken(prepared)


ALWAYS_TRUE = {
    "individuals_supported",
    "referrals_unsupported",
    "bedspaces",
    "households_stopped",
    "households_supported",
}


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("answer", [True, False])
def test_a_rule_that_gives_one_answer_breaks_a_case(
    name: str, answer: bool, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = replace(RULES[name], counts=lambda each, **arguments: answer)
    monkeypatch.setitem(RULES, name, changed)

    assert broken(prepared) == (not (answer and name in ALWAYS_TRUE))


@pytest.mark.parametrize("name", CHARACTERISTICS)
@pytest.mark.parametrize("answer", [True, False])
def test_a_characteristic_that_gives_one_answer_breaks_a_case(
    name: str, answer: bool, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CHARACTERISTICS, name, lambda person: answer)

    assert broken(prepared)


@pytest.mark.parametrize("cell", [each.code for each in EDITION.cells if each.is_counted])
def test_each_cell_is_counted_in_some_case(cell: str) -> None:
    counted = {
        code for case in WORKED_CASES + EDGE_CASES for each in case.expected for code in each.cells
    }

    assert cell in counted
