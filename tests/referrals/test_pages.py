"""Referrals on pages: one call, one page; then the list, and the case."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tenancy import enter
from cases import allocations
from referrals.models import CaseReferral
from tests.cast import Cast
from tests.pages import client_of
from tests.referrals.scenes import take

TOLD = {
    "route": "police",
    "source": "Police",
    "referrer": "PC Example",
    "name": "Leila Haddad",
    "phone": "07700 900123",
    "safe": "at_times",
    "rule": "weekdays before 15:00",
    "story": "He came back on Monday.",
    "consent": "given",
}


@pytest.fixture
def told(cast: Cast) -> dict[str, Any]:
    """What is sent from the page."""
    return TOLD | {"service": str(cast.house.pk)}


def test_one_page_takes_a_referral_and_leads_to_it(cast: Cast, told: dict[str, Any]) -> None:
    page = client_of(cast.ines).send("/i/new/", told)

    with enter(cast.alder, by=cast.ines):
        taken = CaseReferral.objects.get()
        assert taken.person == {"given_name": "Leila", "family_name": "Haddad"}
    assert page.headers["Location"] == f"/i/{taken.pk}/"


def test_before_it_is_saved_those_are_shown_who_may_be_the_same(
    cast: Cast, told: dict[str, Any]
) -> None:
    browser, told = client_of(cast.ines), told | {"name": "Amira Khaled"}

    first = browser.send("/i/new/", told)

    assert cast.amira.reference in first.content.decode()
    assert 'name="looked"' in first.content.decode()
    assert browser.send("/i/new/", told | {"looked": "1"}).status_code == 302


def test_somebody_whom_she_may_not_know_is_not_shown(cast: Cast, told: dict[str, Any]) -> None:
    with enter(cast.alder, by=cast.mara):
        held = cast.amira.allocations.get()
        allocations.end(allocation=held, at=timezone.now(), by=cast.mara)

    page = client_of(cast.ines).send("/i/new/", told | {"name": "Amira Khalid", "look": "1"})

    assert cast.amira.reference not in page.content.decode()
    assert "Nobody whom you may see looks like this person" in page.content.decode()


def test_the_list_asks_as_much_for_many_as_for_one(cast: Cast) -> None:
    browser = client_of(cast.ines)
    counts = []
    for more in (1, 4):
        with enter(cast.alder, by=cast.ines):
            for _ in range(more):
                take(cast)
        browser.get("/i/")
        with CaptureQueriesContext(connection) as asked:
            page = browser.get("/i/")
        counts.append(len(asked))

    assert "Leila Haddad" in page.content.decode()
    assert counts[0] == counts[1]


def test_accepting_leads_to_the_new_case(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        referral = take(cast)

    page = client_of(cast.ines).send(
        f"/i/{referral.pk}/accept/",
        {"given_name": "Leila", "worker": str(cast.ines.pk), "version": "1"},
    )

    with enter(cast.alder, by=cast.ines):
        case = CaseReferral.objects.select_related("case").get().case
    assert page.headers["Location"] == f"/c/{case.reference}/"


def test_who_does_not_take_referrals_finds_none(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        referral = take(cast)

    for stranger in (cast.kay, cast.ada, cast.bea):
        assert client_of(stranger).get(f"/i/{referral.pk}/").status_code == 404
