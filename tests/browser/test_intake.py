"""A referral by telephone: one page of nine questions, and the case that it becomes."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE, SignedIn
from tests.cast import Cast

pytestmark = [
    pytest.mark.browser,
    # What is kept while one types comes beside what is sent, as it would on a real server.
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_call_becomes_a_referral_and_the_referral_a_case(
    width: int, signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(cast.ines)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/i/")

    page.get_by_role("link", name="New referral").click()
    form = page.get_by_role("main").locator("form")
    expect(form.locator(".field")).to_have_count(9)
    form.get_by_label("Police").check()
    form.get_by_label("Where from").fill("Police")
    form.get_by_label("Who rang").fill("PC Example, 01632 960111")
    form.get_by_label("Name, or what").fill("Leila Haddad")
    form.get_by_label("Number to reach").fill("07700 900123")
    form.get_by_label("At certain times").check()
    form.get_by_label("When, and what to say").fill("Weekdays before 15:00.")
    form.get_by_label("What happened").fill("He came back to the house on Monday.")
    form.get_by_label("They agreed").check()
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Leila Haddad")
    expect(page.get_by_text("Safe at times. Weekdays before 15:00.")).to_be_visible()
    page.get_by_role("link", name="Accept").click()
    page.get_by_role("button", name="Accept").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Leila Haddad")
    assert page.title().endswith(" summary – Rowan")
