"""A day of whoever runs a house: a call, a room that is kept, an arrival, and who is in tonight."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts import roles
from tests.browser.conftest import PHONE, WIDE, SignedIn
from tests.cast import hire
from tests.scenes import Scene

pytestmark = [
    pytest.mark.browser,
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_from_a_call_to_the_roll_call(width: int, signed_in: SignedIn, scene: Scene) -> None:
    page = signed_in(hire("Rhona", scene.cast.alder, roles.RefugeManager, scene.cast.house))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/b/")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.get_by_role("link", name="Take a call, or see all").click()
    page.get_by_role("link", name="Take a call").click()
    page.get_by_label("Children").fill("2")
    page.get_by_label("Name, or what to call them").fill("Nia")
    page.get_by_role("button", name="Which room fits").click()
    expect(page.get_by_text("Room 2", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()

    page.get_by_role("link", name="Offer a room").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("is kept for them until")).to_be_visible()
    page.get_by_role("link", name="They accept").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="They are here").click()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("#tonight").get_by_role("link", name="Nia")).to_be_visible()
    page.locator("#tonight").get_by_role("link", name="Nia").click()
    page.get_by_role("link", name="Arrival").click()
    page.get_by_label("Licence or tenancy signed").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("1 of 10 done")).to_be_visible()
    later = timezone.localtime() + datetime.timedelta(hours=2)
    page.get_by_label("Back by").fill(f"{later:%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="They are out").click()
    page.goto(f"/b/h/{scene.cast.house.pk}/roll/")
    expect(page.get_by_text("Out until")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
