"""What `make demo` loads."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from accommodation.models import PlacementReferral, Stay, Unit, UnitClosure
from accounts.choices import ReviewKind
from accounts.models import Organisation, ReviewItem, User
from accounts.settings import value_of
from accounts.sign_in import dormancy
from accounts.tenancy import enter
from cases.choices import GrantKind
from cases.models import Case, Conflict, Cover, Grant, PassedNote
from demo import cast
from demo.access import FAILURE_TELEPHONE
from demo.cast import PASSWORD, PEOPLE
from demo.codes import code_at
from demo.people import OutsideDemoError, let_in_again, load_small_demo
from marac.models import Action, Meeting
from returns import services as returns
from returns.models import DerivedReturn

TODAY = date(2026, 11, 22)
# A day later: the demo opens a case in an emergency two hours before the time of day at which it
# is loaded, and by then that hour is over.
NEXT_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The small demo, loaded once for this module and rolled back after it."""
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, AUDIT_CONNECTION="default"),
        transaction.atomic(),
    ):
        load_small_demo(today=TODAY)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("demo")
def test_everybody_has_a_days_work() -> None:
    users = {user.email: user for user in User.objects.all()}
    assert len(users) == len(PEOPLE)
    ines = users["ines@example.org"]
    with enter(Organisation.objects.get(name=cast.HAVEN), by=ines):
        assert Case.objects.visible_to(ines, at=NEXT_NOON).open_on(TODAY).count() == 6
    kaya = users["kaya@example.org"]
    with enter(Organisation.objects.get(name=cast.HAVEN), by=kaya):
        assert Stay.objects.tonight(TODAY).count() == 5
        assert Unit.objects.count() == 8
        assert Stay.objects.filter(starts_on__gt=TODAY).count() == 1
        assert UnitClosure.objects.overlapping(TODAY, TODAY).count() == 1
        assert PlacementReferral.objects.waiting().count() == 3


@pytest.mark.usefixtures("demo")
def test_the_pages_of_access_have_something_to_show() -> None:
    with enter(Organisation.objects.get(name=cast.HAVEN), by=None):
        assert value_of("failure_telephone") == FAILURE_TELEPHONE
        assert Cover.objects.count() == 1
        assert Conflict.objects.standing().count() == 1
        for kind, number in ((GrantKind.REQUESTED, 1), (GrantKind.PARTNER, 1)):
            assert Grant.objects.of_kind(kind).count() == number
        assert Grant.objects.of_kind(GrantKind.DIP_SAMPLE).exists()
        assert PassedNote.objects.filter(placed_at=None).count() == 1
        assert {item.kind for item in ReviewItem.objects.filter(closed_at=None)} >= {
            ReviewKind.BREAK_GLASS,
            ReviewKind.CONFLICT,
            ReviewKind.PASSED_ON,
        }


@pytest.mark.usefixtures("demo")
def test_everybody_signs_in_with_a_code_that_the_demo_prints() -> None:
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    for person in PEOPLE:
        user = User.objects.get(email=person.email)
        assert len(code_at(person.secret, now)) == 6
        assert Authenticator.objects.filter(user=user, type="totp").count() == 1
    assert User.objects.get(email="ines@example.org").check_password(PASSWORD)


@pytest.mark.usefixtures("demo")
def test_a_meeting_is_near_and_actions_of_the_last_one_are_open() -> None:
    with enter(Organisation.objects.get(name=cast.MEETINGS), by=None):
        coming = Meeting.objects.from_day(TODAY).get()
        assert (coming.held_on - TODAY).days == 4
        assert coming.referrals.count() == 4
        assert coming.referrals.filter(is_repeat=True).count() == 1
        assert Action.objects.late_on(TODAY).count() == 1


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("year", ["2022-23", "2023-24", "2024-25", "2025-26"])
def test_both_authorities_have_a_return_for_each_year_without_an_error(year: str) -> None:
    derived = list(returns.derive_each(year))
    assert [one.authority for one in derived] == ["E10000030", "E61000001"]
    for one in derived:
        assert one.can_be_signed
        assert one.cells["A1.total"]


@pytest.mark.usefixtures("demo")
def test_commissioners_find_every_year_counted() -> None:
    kept = DerivedReturn.objects.values_list("authority", "year")
    years = ["2022-23", "2023-24", "2024-25", "2025-26", "2026-27"]
    assert set(kept) == {(code, year) for code in ("E10000030", "E61000001") for year in years}


@pytest.mark.usefixtures("demo")
def test_there_are_about_as_many_cases_as_a_small_county_has() -> None:
    cases = 0
    for organisation in Organisation.objects.all():
        with enter(organisation, by=None):
            cases += Case.objects.count()
    assert 60 <= cases <= 160


def test_an_installation_that_is_no_demo_gets_no_demo_people(db: None, settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(OutsideDemoError):
        load_small_demo(today=TODAY)
    assert not User.objects.exists()


@pytest.mark.usefixtures("demo")
def test_after_months_the_people_of_a_demo_sign_in_again() -> None:
    later = timezone.now() + timedelta(days=100)
    ines = User.objects.get(email="ines@example.org")
    assert dormancy.is_dormant(ines, now=later)

    let_in_again(now=later)

    ines.refresh_from_db()
    assert not dormancy.is_dormant(ines, now=later)
