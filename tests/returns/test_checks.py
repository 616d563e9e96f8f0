"""Each check, failing and holding."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from returns.checks import totals
from returns.checks.definitions import LEVELS, Level
from returns.checks.findings import ProviderFindings, find_in
from returns.counting.scope import ProviderIndex, Scope
from returns.records import ProviderRecords
from tests.returns.bundles import KENT, Bundle
from tests.returns.counting import EDITION, checks, year

Build = Callable[[Bundle], None]


def one_woman(**answers: str) -> Build:
    def build(bundle: Bundle) -> None:
        bundle.woman_alone(bundle.provision(), "2022-06-01", **answers)

    return build


def refused(reasons: str, needs: str = "") -> Build:
    def build(bundle: Bundle) -> None:
        bundle.referral(
            bundle.provision(), "2022-06-01", "not_supported", reasons, unmet_needs=needs
        )

    return build


def left(**ending: str) -> Build:
    def build(bundle: Bundle) -> None:
        bundle.woman_alone(bundle.provision(), "2022-06-01", "2022-07-01", **ending)

    return build


def supported_on(day: str, *, commissioned_from: str = "2015-04-01") -> Build:
    def build(bundle: Bundle) -> None:
        places = bundle.provision(start=commissioned_from)
        episode = bundle.woman_alone(places, "2022-01-01", "2022-05-31", planned="yes")
        [woman] = bundle.people_of(episode)
        bundle.support(episode, woman, "housing", day)

    return build


def two_stays(first_ends: str, second_starts: str, service: str = "S1") -> Build:
    def build(bundle: Bundle) -> None:
        bundle.service("S2")
        case = bundle.case((bundle.person(), "survivor"))
        bundle.episode(bundle.provision(), case, "2022-04-01", first_ends, planned="yes")
        second = bundle.provision("second_stage", service=service)
        bundle.episode(second, case, second_starts)

    return build


def households(places: int, *stays: tuple[str, str]) -> Build:
    def build(bundle: Bundle) -> None:
        refuge = bundle.provision(bedspaces=places)
        for first, last in stays:
            bundle.woman_alone(refuge, first, last, planned="yes")

    return build


def gender_of_ten(unknown: int) -> Build:
    def build(bundle: Bundle) -> None:
        refuge = bundle.provision(bedspaces=20)
        for number in range(10):
            answer = "declined" if number < unknown else "no"
            bundle.woman_alone(refuge, "2022-06-01", drug_need=answer)
        bundle.woman_alone(refuge, "2022-06-01")

    return build


JULY, AUGUST = ("2022-06-01", "2022-08-01"), ("2022-08-01", "2022-09-01")

CASES: list[tuple[str, Build, int]] = [
    # check, what is recorded, how many records or answers cause it (0: it holds)
    ("identity-incomplete", one_woman(gender=""), 1),
    ("identity-incomplete", one_woman(gender="not_asked"), 1),
    ("identity-incomplete", one_woman(gender="", trans="yes"), 0),
    ("identity-incomplete", one_woman(gender="declined"), 0),
    ("identity-declined", one_woman(gender="declined"), 1),
    ("identity-declined", one_woman(gender="not_known"), 1),
    ("identity-declined", one_woman(gender="not_safe_to_ask"), 1),
    ("identity-declined", one_woman(gender=""), 0),
    ("origin-missing", one_woman(origin=""), 1),
    ("origin-missing", one_woman(origin="wales"), 0),
    ("reason-missing", refused(""), 1),
    ("reason-missing", refused("needs_not_met"), 1),
    ("reason-missing", refused("needs_not_met", "drugs"), 0),
    ("reason-missing", refused("capacity"), 0),
    ("ending-incomplete", left(), 1),
    ("ending-incomplete", left(planned="not_known"), 1),
    ("ending-incomplete", left(planned="no"), 0),
    ("support-outside", supported_on("2022-06-20"), 1),
    ("support-outside", supported_on("2022-05-31"), 0),
    ("support-outside", supported_on("2023-04-01"), 0),
    ("support-outside", supported_on("2022-06-20", commissioned_from="2023-01-01"), 1),
    ("support-outside", supported_on("2022-06-20", commissioned_from="2023-04-01"), 0),
    ("overlap", two_stays("2022-06-02", "2022-06-01"), 1),
    ("overlap", two_stays("2022-06-01", "2022-06-01"), 0),
    ("overlap", two_stays("2022-06-02", "2022-06-01", service="S2"), 0),
    ("places-missing", households(0, JULY), 1),
    ("places-missing", households(1, JULY), 0),
    ("over-capacity", households(1, JULY, JULY), 2),
    ("over-capacity", households(1, JULY, AUGUST), 0),
    ("over-capacity", households(2, JULY, JULY), 0),
    ("completeness", gender_of_ten(2), 2),
    ("completeness", gender_of_ten(1), 0),
]


@pytest.mark.parametrize(("code", "build", "count"), CASES)
def test_a_check_tells_of_what_does_not_hold(code: str, build: Build, count: int) -> None:
    bundle = Bundle()
    build(bundle)

    found = checks(bundle)

    assert (found[code].count if code in found else 0) == count


def test_every_check_names_the_records_that_cause_it() -> None:
    for code, build, count in CASES:
        bundle = Bundle()
        build(bundle)
        found = checks(bundle).get(code)
        if found is not None and code != "places-missing":
            assert len(found.records) == count, code


def test_a_message_says_what_to_do() -> None:
    bundle = Bundle()
    one_woman(gender="")(bundle)

    check = checks(bundle)["identity-incomplete"]

    assert check.level == Level.ERROR
    assert check.cell == "A2"
    assert check.message.startswith("1 adult has no gender recorded")
    assert check.message.endswith("Ask, and record the answer.")


def test_an_adult_and_a_participation_with_wrong_dates_is_an_error() -> None:
    bundle = Bundle()
    episode = bundle.woman_alone(bundle.provision(), "2022-06-01", "2022-07-01", planned="yes")
    [records] = bundle.records(year())
    [right] = records.participations
    for wrong in (
        right._replace(starts_on=right.starts_on.replace(month=5)),
        right._replace(ends_on=right.starts_on.replace(month=8)),
        right._replace(ends_on=right.starts_on.replace(month=5)),
    ):
        assert _date_order(replace(records, participations=(wrong,))) == 1
    assert _date_order(records) == 0
    [stay] = records.episodes
    backwards = stay._replace(ended_on=stay.started_on.replace(month=5))
    assert _date_order(replace(records, episodes=(backwards,))) == 2
    assert episode == stay.id


def test_a_commission_that_ends_before_it_starts_is_an_error() -> None:
    bundle = Bundle()
    six = bundle.provision(end="2022-09-30")
    bundle.provision(start="2022-12-01", end="2022-11-30", continues=six)
    [records] = bundle.records(year())

    assert _date_order(records) == 1


def _date_order(records: ProviderRecords) -> int:
    scope = Scope(ProviderIndex(records), KENT, year(), EDITION.settings)
    return len(find_in(scope).records.get(("date-order", "A1"), []))


def test_types_that_do_not_add_up_are_an_error() -> None:
    sent = {"A1.total": 12, "A1.refuge": 11, "D1.total": 4, "D1.refuge": 4}
    found = totals.run(sent, ProviderFindings(), EDITION)

    [check] = [each for each in found if each.code == "type-sum"]
    assert (check.cell, check.count, check.level) == ("A1.total", 1, Level.ERROR)


@pytest.mark.parametrize(
    ("before", "now", "moved"),
    [
        (40, 51, True),
        (40, 50, False),
        (100, 125, False),
        (100, 126, True),
        (100, 74, True),
        (0, 11, True),
        (0, 10, False),
        (4, 14, False),
        (1000, 1100, False),
    ],
)
def test_a_figure_that_moved_far_needs_a_word(before: int, now: int, moved: bool) -> None:
    found = list(totals.year_on_year({"A1.total": now}, {"A1.total": before}))

    assert bool(found) == moved


def test_without_a_return_last_year_nothing_is_compared() -> None:
    assert list(totals.year_on_year({"A1.total": 100}, None)) == []


def test_figures_from_outside_are_named() -> None:
    found = totals.run({}, ProviderFindings(), EDITION, outside={"Elm Trust": {"A1.total": 3}})

    [check] = [each for each in found if each.code == "outside-figures"]
    assert "Elm Trust" in check.message
    assert "A1.total" in check.message


def test_cells_that_are_not_published_are_named() -> None:
    found = totals.run({}, ProviderFindings(), EDITION)
    [check] = [each for each in found if each.code == "provisional-edition"]

    assert check.count == len(EDITION.not_published)
    assert "B3.mental_health" in check.message
    published = replace(EDITION, cells=tuple(c for c in EDITION.cells if c.section == "A1"))
    assert totals.run({}, ProviderFindings(), published) == []


def test_checks_come_in_the_order_of_their_table() -> None:
    bundle = Bundle()
    refuge = bundle.provision(bedspaces=0)
    bundle.woman_alone(refuge, "2022-06-01", gender="", origin="")

    codes = list(checks(bundle))

    assert codes == [code for code in LEVELS if code in codes]
    assert len(codes) > 3
