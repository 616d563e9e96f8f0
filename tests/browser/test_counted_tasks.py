"""More of the frequent tasks, with the clicks that each takes: who rang, a review, who is here."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.tenancy import enter
from cases.services import NewPerson, open_case
from tests.browser.conftest import PHONE, WIDE, SignedIn
from tests.browser.test_day import Hand
from tests.cast import Cast
from tests.scenes import Scene

pytestmark = [
    pytest.mark.browser,
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
]


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_whose_number_it_is_takes_one_click(width: int, signed_in: SignedIn, cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        open_case(
            survivor=NewPerson(given_name="Grace", phone="07700 900123"),
            opened_on=timezone.localdate(), service=cast.house,
            worker=cast.ines, by=cast.ines,
        )  # fmt: skip
    page = signed_in(cast.ines)
    hand = Hand(page, width)
    page.goto("/d/")

    hand.click(page.locator("#find"))
    page.keyboard.insert_text("07700900123")
    hand.press("Enter")

    expect(page.get_by_role("main")).to_contain_text("Grace")
    assert (hand.clicks, hand.keys) == (1, 1)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_review_of_the_risk_is_two_clicks_away_and_all_on_one_page(
    width: int, signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(cast.ines)
    hand = Hand(page, width)
    page.goto("/c/R-1001/")

    hand.click(page.get_by_role("link", name="Risk and safety"))
    hand.click(page.get_by_role("button", name="New assessment"))
    questions = page.get_by_role("main").locator("fieldset")
    expect(questions).to_have_count(24)
    for number in range(24):
        hand.click(questions.nth(number).get_by_text("Yes", exact=True))
    hand.click(page.get_by_role("button", name="Save and see the score"))

    expect(page.get_by_role("main")).to_contain_text("24")
    assert hand.clicks == 2 + 24 + 1


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_who_is_here_tonight_is_one_click_and_its_paper_two(
    width: int, signed_in: SignedIn, scene: Scene
) -> None:
    page = signed_in(scene.cast.kay)
    hand = Hand(page, width)
    page.goto("/d/")

    hand.click(page.get_by_role("link", name="rooms taken tonight"))
    expect(page.locator("#tonight").get_by_role("link", name="Mira")).to_be_visible()
    hand.click(page.get_by_role("link", name="Print roll call"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Roll call")
    assert hand.clicks == 2
