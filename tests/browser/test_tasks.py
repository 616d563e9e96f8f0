"""The main tasks in a real browser, wide and on a phone, with and without a script."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts import unsaved
from accounts.tenancy import enter
from tests.browser.conftest import PHONE, WIDE, SignedIn
from tests.cast import Cast
from tests.pages import client_of
from tests.scenes import Scene
from tests.sign_in.people import PASSWORD, code, enrolled

# What is kept while one types comes beside what is sent, as it would on a real server.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
]


def test_sign_in_with_a_code_and_open_a_case(page: Page, cast: Cast) -> None:
    enrolled(cast.ines)

    page.goto("/")
    page.get_by_label("E-mail address").fill(cast.ines.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Code").fill(code())
    page.get_by_role("main").get_by_role("button").first.click()

    page.get_by_role("link", name="Mira K.").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Amira Khalid")
    assert page.title() == f"{cast.amira.reference} summary – Rowan"


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_record_a_new_case_with_two_children(width: int, signed_in: SignedIn, cast: Cast) -> None:
    page = signed_in(cast.kay)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/c/")

    page.get_by_role("link", name="New case").click()
    page.get_by_label("First name").first.fill("Grace")
    page.get_by_role("group", name="Child 1").get_by_label("First name").fill("Ada")
    page.get_by_role("button", name="Add another child").click()
    page.get_by_role("group", name="Child 2").get_by_label("First name").fill("Ben")
    page.get_by_role("button", name="Open the case").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Grace")
    for child in ("Ada", "Ben"):
        expect(page.get_by_role("link", name=child)).to_be_visible()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_see_who_is_here_tonight_and_open_a_stay(
    width: int, signed_in: SignedIn, scene: Scene
) -> None:
    page = signed_in(scene.cast.kay)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/b/")

    tonight = page.locator("#tonight")
    chart = page.locator("#weeks")
    first = min((tonight, chart), key=lambda box: box.bounding_box()["y"])  # type: ignore[index]
    assert (first is tonight) == (width == PHONE)
    tonight.get_by_role("link", name="Mira").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Mira in Room 1")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_follow_a_figure_of_the_return_to_the_case_behind_it(
    width: int, signed_in: SignedIn, scene: Scene
) -> None:
    page = signed_in(scene.cast.mara)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/y/2022-23/E10000030/")

    page.get_by_role("link", name="records behind Individuals supported in").click()
    expect(page.get_by_text("Counted because").first).to_be_visible()
    page.get_by_role("link", name=scene.cast.amira.reference).first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Amira Khalid")


def test_shift_three_times_locks_while_typing_and_keeps_what_was_written(
    signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(cast.ines)
    path = f"/c/{cast.amira.reference}/now/"
    page.goto(path)
    page.get_by_label("Where things are now").fill("She rang from her sister's.")

    for _ in range(3):
        page.keyboard.press("Shift")

    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
    assert page.title() == "Rowan"
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
    with enter(cast.alder, by=cast.ines):
        kept = unsaved.find(by=cast.ines, form="where", record=cast.amira.pk)
    assert kept is not None


def test_unlocking_leads_back_to_the_page_that_was_locked(signed_in: SignedIn, cast: Cast) -> None:
    page = signed_in(enrolled(cast.ines))
    path = f"/c/{cast.amira.reference}/now/"
    page.goto(path)
    for _ in range(3):
        page.keyboard.press("Shift")

    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Unlock", exact=True).click()

    page.wait_for_url(f"**{path}")


def test_a_name_of_one_endless_word_stays_inside_the_page(signed_in: SignedIn, cast: Cast) -> None:
    page = signed_in(cast.ines)
    page.goto("/c/")

    page.locator(".table .name").first.evaluate("name => name.textContent = 'y'.repeat(400)")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_hidden_names_are_covered_at_once_and_on_the_next_page(
    signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(cast.ines)
    page.goto(f"/c/{cast.amira.reference}/")

    with page.expect_response("**/d/names/"):
        page.get_by_role("button", name="Hide names").click()
        assert _colour(page) == "rgba(0, 0, 0, 0)"
    page.reload()

    assert _colour(page) == "rgba(0, 0, 0, 0)"


def _colour(page: Page) -> str:
    return str(page.eval_on_selector("h1 .name", "name => getComputedStyle(name).color"))


def test_a_case_is_opened_and_closed_without_a_script(
    chromium: Browser, live_server: LiveServer, cast: Cast
) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    session = client_of(cast.kay).cookies["rowan"].value
    context.add_cookies([{"name": "rowan", "value": session, "url": live_server.url}])
    page = context.new_page()

    page.goto("/c/new/")
    page.get_by_label("First name").first.fill("Grace")
    page.get_by_role("button", name="Open the case").click()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Close the case").click()
    page.get_by_label("Closed on").fill(timezone.localdate().isoformat())
    page.get_by_label("Why it ends").select_option(index=1)
    page.get_by_label("Planned", exact=True).check()
    page.get_by_role("group", name="Was the danger").get_by_role("radio").first.check()
    page.get_by_label("I have read").check()
    page.get_by_role("button", name="Close R-").click()

    expect(page.get_by_text("is closed.")).to_be_visible()
    context.close()
