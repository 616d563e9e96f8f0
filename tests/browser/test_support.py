"""A note, its support with one tap, and how it counts, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE, SignedIn
from tests.scenes import Scene

pytestmark = [
    pytest.mark.browser,
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
]


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_record_a_note_tap_support_and_see_how_it_counts(
    width: int, signed_in: SignedIn, scene: Scene
) -> None:
    page = signed_in(scene.cast.ines)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/c/R-1001/t/new/")
    page.get_by_role("group", name="What happened").get_by_text("Something else").click()
    page.get_by_label("Note", exact=True).fill("We wrote the safety plan together.")
    page.get_by_role("group", name="Support given").get_by_text("Advocacy").click()
    page.get_by_role("button", name="Save record").click()

    page.get_by_role("link", name="Note", exact=True).first.click()
    expect(page.get_by_text("Counts as advocacy, refuge, this year")).to_be_visible()
    page.get_by_role("button", name="Housing").click()
    expect(page.get_by_text("Counts as housing-related support, refuge, this year")).to_be_visible()
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_text("Counts as housing-related support")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
