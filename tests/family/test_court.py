"""Orders that protect, what was done against them, and days in court."""

import datetime
from unittest.mock import patch

import pytest
from django.db import Error, IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.tenancy import enter
from family import court
from family.models import Breach, CourtOrder, Hearing
from tests.cast import Cast
from tests.pages import assert_well_made, client_of

DAYS = st.dates(datetime.date(2025, 1, 1), datetime.date(2027, 12, 31))
TODAY = datetime.date(2026, 11, 25)


def at(cast: Cast, end: str = "") -> str:
    return f"/c/{cast.amira.reference}/o/{end}"


def an_order(cast: Cast, **fields: object) -> CourtOrder:
    given = {"kind": "non_molestation", "made_on": datetime.date(2026, 10, 1)} | fields
    return court.record_order(case=cast.amira, fields=given, by=cast.ines)


def test_a_worker_records_an_order_and_sees_what_is_still_missing(cast: Cast) -> None:
    browser = client_of(cast.ines)
    written = {
        "kind": "non_molestation", "made_on": "2026-11-01", "expires_on": "2099-05-01",
        "court": "Linden Family Court", "zones": "Rowan Road",
    }  # fmt: skip
    assert browser.send(at(cast, "new/"), written)["Location"] == at(cast)
    page = assert_well_made(browser.get(at(cast)), at(cast))
    for said in ("Non-molestation order", "Linden Family Court", "Rowan Road"):
        assert said in page.text
    assert "The police cannot act before it is served" in page.text
    summary = browser.get(f"/c/{cast.amira.reference}/").content.decode()
    assert "Not served yet" in summary


@pytest.mark.parametrize("name", ["expires_on", "served_on", "return_on"])
def test_a_day_before_the_order_was_made_is_refused_in_words(cast: Cast, name: str) -> None:
    written = {"kind": "restraining", "made_on": "2026-11-01", name: "2026-10-01"}
    answer = client_of(cast.ines).send(at(cast, "new/"), written)
    assert "Date must be on or after the day the order was made" in answer.content.decode()


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(made=DAYS, expires=st.none() | DAYS, ended=st.none() | DAYS, day=DAYS)
def test_an_order_stands_from_its_day_to_its_last_or_to_its_early_end(
    made: datetime.date,
    expires: datetime.date | None,
    ended: datetime.date | None,
    day: datetime.date,
) -> None:
    order = CourtOrder(made_on=made, expires_on=expires, ended_on=ended)
    last = min(expires or datetime.date.max, (ended or datetime.date.max) - datetime.timedelta(1))
    assert order.stands_on(day) == (made <= day <= last)


def test_the_list_of_standing_orders_agrees_with_the_order_itself(in_alder: Cast) -> None:
    day = datetime.timedelta(days=1)
    for expires in (None, TODAY - day, TODAY, TODAY + day):
        for ended in (None, TODAY - day, TODAY, TODAY + day):
            an_order(in_alder, expires_on=expires, ended_on=ended)
    standing = set(CourtOrder.objects.standing_on(TODAY))
    assert standing == {one for one in CourtOrder.objects.all() if one.stands_on(TODAY)}
    assert 0 < len(standing) < 16


def test_the_database_refuses_an_order_that_ends_before_it_was_made(in_alder: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        an_order(in_alder, expires_on=datetime.date(2026, 9, 1))


def test_a_breach_is_written_once_and_stands_behind_one_click(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        order = an_order(cast)
    browser = client_of(cast.ines)
    browser.send(at(cast, f"{order.pk}/more/"), {"happened_on": "2026-11-02",
                                                "words": "He waited at the gate"})  # fmt: skip
    page = browser.get(at(cast)).content.decode()
    assert page.index("Details of harm") < page.index("He waited at the gate")
    assert "Not reported to the police" in page
    with enter(cast.alder, by=cast.ines), pytest.raises(ProgrammingError), transaction.atomic():
        Breach.objects.update(reported_on=TODAY)


def test_an_order_and_its_event_are_kept_together(in_alder: Cast) -> None:
    with pytest.raises(Error), patch("audit.events._insert", side_effect=Error("no room")):
        an_order(in_alder)
    assert not CourtOrder.objects.exists()


def test_a_day_in_court_over_the_clock_change_keeps_its_hour(cast: Cast) -> None:
    browser = client_of(cast.ines)
    written = {"kind": "family", "day": "2099-03-30", "time": "10:00", "court": "Linden Court"}
    browser.send(at(cast, "day/"), written)
    with enter(cast.alder, by=cast.ines):
        hearing = Hearing.objects.get()
    form = browser.get(at(cast, f"day/{hearing.pk}/")).content.decode()
    assert 'value="10:00"' in form
    assert "10:00" in browser.get(at(cast)).content.decode()


def test_what_came_of_it_and_whether_she_was_told(cast: Cast) -> None:
    browser = client_of(cast.ines)
    browser.send(at(cast, "day/"), {"kind": "trial", "day": "2026-11-02", "time": "10:00",
                                   "outcome": "Found guilty"})  # fmt: skip
    page = browser.get(at(cast)).content.decode()
    assert "Found guilty" in page
    assert "The survivor has not been told yet" in page


def test_anonymous_goes_to_sign_in(cast: Cast) -> None:
    assert Client().get(at(cast))["Location"].startswith("/in/")


@pytest.mark.parametrize("name", ["ada", "cora"])
def test_the_wrong_role_finds_nothing(cast: Cast, name: str) -> None:
    browser = client_of(getattr(cast, name))
    assert [browser.get(at(cast, end)).status_code for end in ("", "new/", "day/")] == [404] * 3


@pytest.mark.parametrize("name", ["bo", "bea"])
def test_a_busy_stranger_finds_no_order_of_ours(cast: Cast, name: str) -> None:
    with enter(cast.alder, by=cast.ines):
        order = an_order(cast, details={"court": "Linden Family Court"})
    browser = client_of(getattr(cast, name))
    assert browser.get(at(cast, f"{order.pk}/")).status_code == 404
    assert "Linden" not in browser.get(at(cast)).content.decode()


def test_the_page_takes_the_same_questions_however_many_orders(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        an_order(cast)
    browser = client_of(cast.ines)
    browser.get(at(cast))
    with CaptureQueriesContext(connection) as few:
        browser.get(at(cast))
    with enter(cast.alder, by=cast.ines):
        for _ in range(5):
            an_order(cast)
    with CaptureQueriesContext(connection) as many:
        browser.get(at(cast))
    assert len(many) <= len(few)


def test_my_day_names_the_day_in_court_and_the_order_that_ends(cast: Cast) -> None:
    today = timezone.localdate()
    with enter(cast.alder, by=cast.ines):
        starts = timezone.now().replace(hour=23, minute=0)
        fields = {"kind": "trial", "starts_at": starts, "attended_by": cast.ines}
        court.list_hearing(case=cast.amira, fields=fields, by=cast.ines)
        an_order(cast, made_on=today, expires_on=today + datetime.timedelta(days=20))
    page = client_of(cast.ines).get("/d/").content.decode()
    assert "Trial" in page
    assert "in court" in page
    assert "Non-molestation order ends on" in page


def test_the_timeline_tells_of_orders_and_courts_as_key_events(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        order = an_order(cast)
        court.record_breach(
            order=order, happened_on=datetime.date(2026, 10, 9), reported_on=None,
            words="He waited at the gate", by=cast.ines,
        )  # fmt: skip
    page = client_of(cast.ines).get(f"/c/{cast.amira.reference}/t/?kind=court").content.decode()
    assert "Non-molestation order made" in page
    assert "He waited at the gate" in page
