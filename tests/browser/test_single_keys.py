"""Single keys: nothing until they are turned on, then through lists, never while writing."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SignedIn
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_single_keys_are_off_until_she_turns_them_on(signed_in: SignedIn, cast: Cast) -> None:
    page = signed_in(cast.ines)
    page.goto("/c/")
    page.keyboard.press("?")
    page.keyboard.press("j")
    assert page.url.endswith("/c/")
    assert page.evaluate("document.activeElement === document.body")

    page.goto("/me/keyboard/")
    page.get_by_role("button", name="Turn them on").click()
    expect(page.get_by_text("On", exact=True)).to_be_visible()

    page.goto("/c/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/R-1001/")
    page.keyboard.press("r")
    page.wait_for_url("**/c/R-1001/t/new/")
    note = page.get_by_label("Note", exact=True)
    note.press("g")
    note.press("c")
    expect(note).to_have_value("gc")
    page.goto("/d/")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/c/")
    with page.expect_response("**/d/names/"):
        page.keyboard.press("h")
    page.keyboard.press("?")
    page.wait_for_url("**/me/keyboard/")
