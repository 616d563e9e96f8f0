"""The find box in a real browser: by keyboard, without a script, back again, on a telephone."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import PHONE, WIDE, SignedIn
from tests.cast import Cast
from tests.pages import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def find(page: Page, term: str) -> None:
    """Type into the box and send it."""
    page.locator("#find").fill(term)
    page.locator("#find").press("Enter")


def test_ctrl_k_and_a_name_lead_to_her_case(signed_in: SignedIn, cast: Cast) -> None:
    page = signed_in(cast.ines)
    page.goto("/c/")

    page.keyboard.press("Control+k")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("Ameera")
    page.keyboard.press("Enter")
    assert "meera" not in page.url
    page.get_by_role("link", name=cast.amira.reference).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Amira Khalid")


def test_back_shows_nobody_until_it_is_sent_again(signed_in: SignedIn, cast: Cast) -> None:
    page = signed_in(cast.ines)
    page.goto("/c/")
    find(page, "Amira")
    page.get_by_role("link", name=cast.amira.reference).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Amira Khalid")

    page.evaluate("history.back()")

    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm Form Resubmission")
    expect(page.locator("body")).not_to_contain_text("Amira")
    page.goto("/c/")
    expect(page.locator("#find")).to_have_value("")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_what_is_found_needs_no_script_and_no_scrolling_sideways(
    width: int, chromium: Browser, live_server: LiveServer, cast: Cast
) -> None:
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False,
        viewport={"width": width, "height": 844},
    )  # fmt: skip
    cookie = client_of(cast.ines).cookies["rowan"].value
    context.add_cookies([{"name": "rowan", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto("/c/")

    find(page, "amira khalid")

    expect(page.get_by_role("link", name=cast.amira.reference)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Amira Khalid")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
