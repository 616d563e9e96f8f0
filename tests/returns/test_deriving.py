"""Returns derived from stored records: the same cells as counted without a database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accommodation import register
from accounts.models import Organisation
from accounts.tenancy import enter
from audit import events
from audit.models import Event
from cases.models import Person
from encryption import subjects
from returns import services
from returns.loading import load
from tests.returns.bundles import KENT, LONDON, Bundle
from tests.returns.conftest import Bring
from tests.returns.counting import EDITION, partial, year
from tests.returns.edge_cases import EDGE_CASES
from tests.returns.worked_cases import WORKED_CASES, WorkedCase, sanctuary

CASES = [pytest.param(case, id=case.name) for case in WORKED_CASES + EDGE_CASES]


@pytest.mark.parametrize("case", CASES)
def test_stored_records_give_the_cells_of_the_case(case: WorkedCase, bring: Bring) -> None:
    bring(case.bundle())

    for expected in case.expected:
        derived = services.derive(expected.authority, expected.year)
        counts = {code: n for code, n in derived.cells.items() if isinstance(n, int)}
        assert expected.of_interest(counts) == expected.cells
        assert set(expected.checks) <= {check.code for check in derived.checks}


@pytest.mark.parametrize("case", [pytest.param(each, id=each.name) for each in WORKED_CASES])
def test_stored_records_give_the_checks_of_clear_ones(case: WorkedCase, bring: Bring) -> None:
    bring(case.bundle())

    for expected in case.expected:
        found = services.derive(expected.authority, expected.year).checks
        clear = partial(case.bundle(), expected.authority, year(expected.year)).findings
        # Completeness weighs every provider's records together: no single record fails it.
        single = [check for check in found if check.records and check.code != "completeness"]
        stored = {check.code: check.count for check in single}
        assert stored == {code: len(records) for (code, _), records in clear.records.items()}


def test_questions_are_null_until_the_authority_answers(bring: Bring) -> None:
    bundle = Bundle()
    bundle.service("S2", in_house_frontline="yes", quality_standards="Women's Aid")
    bundle.provision(service="S2")
    bring(bundle)

    derived = services.derive(KENT, "2022-23")

    assert [derived.cells[code] for code in ("G1.in_house", "G2.quality_standards")] == [None, None]
    assert derived.suggestions == {"G1.in_house": "yes", "G2.quality_standards": "Women's Aid"}


def test_all_returns_come_in_order_of_code_and_read_each_provider_once(bring: Bring) -> None:
    bundle = Bundle()
    bundle.woman_alone(bundle.provision(authority=LONDON), "2022-06-01")
    bundle.woman_alone(bundle.provision(authority=KENT), "2022-06-01")
    bring(bundle)
    told: list[tuple[int, int]] = []

    returns = list(services.derive_each("2022-23", progress=lambda *steps: told.append(steps)))

    assert [each.authority for each in returns] == [KENT, LONDON]
    assert [each.cells["A1.total"] for each in returns] == [1, 1]
    assert told == [(1, 1)]


def test_deriving_all_gives_what_deriving_each_gives(bring: Bring) -> None:
    bundle = Bundle()
    bundle.woman_alone(bundle.provision(authority=LONDON), "2021-06-01")
    bundle.woman_alone(bundle.provision(authority=KENT), "2022-06-01", gender="")
    bring(bundle)

    for derived in services.derive_each("2022-23"):
        assert derived.as_json() == services.derive(derived.authority, "2022-23").as_json()


def _queries(bundle: Bundle, bring: Bring) -> int:
    bring(bundle)
    [provider] = register.providers_for(KENT, year().first, year().last)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        load(provider, [year(), year().previous()], by=None)
    return len(queries)


def test_a_provider_of_any_size_takes_the_same_number_of_queries(bring: Bring) -> None:
    bundle = Bundle()
    refuge = bundle.provision()
    for _ in range(2):
        _woman_with_everything(bundle, refuge)
    few = _queries(bundle, bring)
    for _ in range(30):
        _woman_with_everything(bundle, refuge)

    assert _queries(bundle, bring) == few


def _woman_with_everything(bundle: Bundle, refuge: str) -> None:
    episode = bundle.woman_alone(refuge, "2022-06-01", "2022-08-01", planned="yes")
    [woman] = bundle.people_of(episode)
    bundle.support(episode, woman, "housing", "2022-06-20")
    bundle.support(episode, woman, "housing", "2022-09-20")
    bundle.referral(refuge, "2022-06-01", "not_supported", "needs_not_met", unmet_needs="drugs")


def test_the_read_is_in_the_trail_with_everybody_concerned(bring: Bring) -> None:
    bundle = Bundle()
    _woman_with_everything(bundle, bundle.provision())
    bring(bundle)

    services.derive(KENT, "2022-23")

    [organisation] = Organisation.objects.all()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rowan.organisation', %s, true)", [str(organisation.pk)])
    [event] = Event.objects.filter(verb="return.count")
    assert event.organisation_id == organisation.pk
    assert len(event.subjects) == 3  # the woman, her case, the referral


def test_an_authority_that_nobody_serves_has_a_return_of_noughts(db: None) -> None:
    derived = services.derive(KENT, "2022-23")

    assert {derived.cells[each.code] for each in EDITION.cells if each.is_counted} == {0}
    assert [check.code for check in derived.checks] == ["provisional-edition"]


def test_a_quarter_is_derived_by_the_same_rules(bring: Bring) -> None:
    bundle = Bundle()
    sanctuary(bundle)
    bring(bundle)
    first, second, *_ = year().quarters()

    assert services.derive(KENT, first).cells["F1.total"] == 1
    assert services.derive(KENT, second).cells["A1.total"] == 0


def test_a_person_who_was_erased_still_counts_with_nothing_recorded(bring: Bring) -> None:
    bundle = Bundle()
    bundle.woman_alone(bundle.provision(), "2022-06-01", disability="yes")
    bring(bundle)
    [provider] = register.providers_for(KENT, year().first, year().last)
    with enter(provider, by=None):
        [person] = Person.objects.all()
        events.write("person.erase", by=None, subjects=[person.pk])
        subjects.erase(person.pk)

    derived = services.derive(KENT, "2022-23")

    assert (derived.cells["A1.total"], derived.cells["C2.disabled"]) == (1, 0)
    assert "identity-incomplete" in {check.code for check in derived.checks}


def test_provision_of_one_organisation_is_found_from_another(bring: Bring) -> None:
    bundle = Bundle()
    bundle.organisation("O2")
    bundle.service("S2", "O2")
    bundle.provision(service="S2")
    bundle.provision(service="S1", end="2022-03-31")
    bring(bundle)
    outsider = Organisation.objects.get(name="Provider O1")

    with enter(outsider, by=None):
        found = register.providers_for(KENT, year().first, year().last)

    assert found == [Organisation.objects.get(name="Provider O2").pk]
