"""Safety plans: versions that are never changed, and their pages."""

import datetime
from unittest.mock import patch

import pytest
from django.db import Error, connection
from django.test import Client

from accounts.lost_updates import ChangedMeanwhile
from accounts.tenancy import enter
from safety_plans import services
from safety_plans.models import PlanItem, PlanVersion, SafetyPlan
from tests.cast import Cast
from tests.pages import assert_well_made, client_of

TODAY = datetime.date(2026, 11, 22)
PAGES = ["/c/R-1001/s/", "/c/R-1001/s/new/", "/c/R-1001/s/1/", "/c/R-1001/s/1/copy/"]


def written(cast: Cast, text: str = "Keep a bag at Hina's", expected: int = 0) -> PlanVersion:
    return services.write_version(
        case=cast.amira, items={"leaving": [text]}, written_on=TODAY,
        expected_number=expected, by=cast.ines,
    )  # fmt: skip


def test_each_change_is_a_new_version(in_alder: Cast) -> None:
    written(in_alder)
    written(in_alder, "Ring Hina first", expected=1)
    plan = SafetyPlan.objects.get()
    latest = plan.latest()
    assert latest is not None
    assert [item.text for item in latest.items.all()] == ["Ring Hina first"]
    assert plan.versions.count() == 2


def test_a_version_written_meanwhile_is_not_written_over(in_alder: Cast) -> None:
    written(in_alder)
    with pytest.raises(ChangedMeanwhile):
        written(in_alder, "Other", expected=0)
    assert PlanItem.objects.count() == 1


def test_a_plan_and_its_event_are_kept_together(in_alder: Cast) -> None:
    with pytest.raises(Error), patch("audit.events._insert", side_effect=Error("no room")):
        written(in_alder)
    assert not SafetyPlan.objects.exists()


def test_what_a_plan_says_lies_sealed_in_the_database(in_alder: Cast) -> None:
    written(in_alder, "Keep a bag at Hina's")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM safety_plans_planitem")
        assert b"Hina" not in bytes(cursor.fetchone()[0])


def test_anonymous_goes_to_sign_in(db: None) -> None:
    for path in PAGES:
        assert Client().get(path)["Location"].startswith("/in/")


@pytest.mark.parametrize("name", ["ada", "cora", "kay"])
def test_the_wrong_role_finds_nothing(cast: Cast, name: str) -> None:
    browser = client_of(getattr(cast, name))
    assert [browser.get(path).status_code for path in PAGES] == [404] * 4


def test_a_busy_stranger_does_not_find_the_plan(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        written(cast)
    browser = client_of(cast.bo)
    assert browser.get("/c/R-1001/s/1/").status_code == 404
    assert "Hina" not in browser.get("/c/R-1001/s/").content.decode()


def test_a_worker_writes_a_plan_and_prints_a_copy_without_names(cast: Cast) -> None:
    browser = client_of(cast.ines)
    form = {"leaving": "Keep a bag ready\n\nPapers in it", "version": "0"}
    assert browser.send("/c/R-1001/s/new/", form)["Location"] == "/c/R-1001/s/"
    page = assert_well_made(browser.get("/c/R-1001/s/"), "/c/R-1001/s/")
    assert "Papers in it" in page.text
    copy = browser.get("/c/R-1001/s/1/copy/").content.decode()
    assert "Keep a bag ready" in copy
    assert not any(word in copy for word in ("Amira", "Mira", "R-1001", "Ines", "Alder"))


def test_an_empty_plan_is_refused_in_words(cast: Cast) -> None:
    response = client_of(cast.ines).send("/c/R-1001/s/new/", {"version": "0"})
    assert "Write at least one thing to do" in response.content.decode()


def test_the_second_writer_sees_the_first_ones_version(cast: Cast) -> None:
    browser = client_of(cast.ines)
    browser.send("/c/R-1001/s/new/", {"home": "Lock at night", "version": "0"})
    response = browser.send("/c/R-1001/s/new/", {"home": "Mine", "version": "0"})
    assert response.status_code == 409
    assert "Lock at night" in response.content.decode()
    assert "Mine" in response.content.decode()


def test_every_page_is_well_made(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        written(cast)
    browser = client_of(cast.ines)
    for path in PAGES:
        assert_well_made(browser.get(path), path)
