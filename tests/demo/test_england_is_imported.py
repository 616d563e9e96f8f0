"""A small England through the ordinary import, and the product's own derivation of it."""

from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from accommodation.models import PlacementReferral, SupportDelivered
from accounts.models import Organisation
from accounts.tenancy import enter
from audit import events
from demo.england.loading import load_england
from returns import services as returns
from tests.demo.conftest import SCALE


@pytest.fixture(scope="module")
def england(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A fiftieth of England, brought in once for this module and rolled back after it."""
    with (
        django_db_blocker.unblock(),
        override_settings(AUDIT_CONNECTION="default"),
        transaction.atomic(),
    ):
        # Other processes would not see the test's own transaction.
        call_command("demo_england", scale=SCALE, at_once=1, stdout=StringIO())
        yield
        transaction.set_rollback(True)


def compared() -> str:
    printed = StringIO()
    call_command("compare_england", year="2022-23", scale=SCALE, stdout=printed)
    return printed.getvalue()


@pytest.mark.usefixtures("england")
def test_the_derived_returns_add_up_to_the_figures_of_a_small_england() -> None:
    printed = compared()
    assert "All 56 published figures and shares are within tolerance." in printed
    assert "Checks at error: 0" in printed
    assert "17 returns" in printed


@pytest.mark.usefixtures("england")
def test_no_return_warns_of_too_many_households_or_of_a_leap_since_last_year() -> None:
    for one in returns.derive_each("2022-23"):
        codes = {check.code for check in one.checks}
        assert codes.isdisjoint({"over-capacity", "year-on-year", "overlap", "identity-declined"})


@pytest.mark.usefixtures("england")
def test_records_that_are_removed_are_missed() -> None:
    with transaction.atomic():
        for organisation in Organisation.objects.order_by("name")[:10]:
            with enter(organisation, by=None):
                events.write("test.remove", by=None, subjects=[organisation.pk])
                PlacementReferral.objects.filter(decision="not_supported").delete()
        with pytest.raises(CommandError, match=r"Outside tolerance: B1\.total") as failed:
            compared()
        assert failed.value.returncode == 1
        transaction.set_rollback(True)


@pytest.mark.usefixtures("england")
def test_a_second_run_refuses_with_one_sentence() -> None:
    with pytest.raises(CommandError, match=r"already holds England at scale 0\.02"):
        call_command("demo_england", scale=SCALE)
    with pytest.raises(CommandError, match=r"holds England at scale 0\.02: use that"):
        call_command("demo_england", "--scale", "0.05")


@pytest.mark.usefixtures("england")
def test_deliveries_after_somebody_left_are_kept() -> None:
    kept = 0
    for organisation in Organisation.objects.all():
        with enter(organisation, by=None):
            kept += SupportDelivered.objects.count()
    assert kept > 8_000


@pytest.mark.django_db
def test_a_stopped_run_is_gone_on_with() -> None:
    scale = Decimal("0.01")

    def stop_at_the_third(done: int, of: int, rows: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_england(scale, progress=stop_at_the_third)
    assert Organisation.objects.count() == 3
    loaded = load_england(scale, progress=lambda done, of, rows: None)
    assert loaded.found == 3
    assert Organisation.objects.count() == 3 + loaded.providers


@pytest.mark.django_db
def test_an_installation_without_england_is_told_what_to_run() -> None:
    with pytest.raises(CommandError, match="run demo_england first"):
        call_command("compare_england", "--year", "2022-23")


def test_another_year_than_the_published_one_is_refused() -> None:
    with pytest.raises(CommandError, match="2022-23 alone"):
        call_command("compare_england", year="2023-24")


@pytest.mark.parametrize("scale", ["0", "2", "much"])
def test_a_scale_that_is_none_is_refused(scale: str) -> None:
    with pytest.raises(CommandError, match=r"scale|not a number"):
        call_command("demo_england", "--scale", scale)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_the_whole_of_england_adds_up_to_every_published_figure() -> None:
    # With real commits: PostgreSQL keeps no statistics of rows that are not committed, and reading
    # so many without them takes an hour.
    printed = StringIO()
    call_command("demo_england", at_once=1, stdout=StringIO())
    call_command("compare_england", "--year", "2022-23", stdout=printed)
    assert "120 returns" in printed.getvalue()
    assert "Checks at error: 0" in printed.getvalue()
    assert "All 56 published figures and shares are within tolerance." in printed.getvalue()
