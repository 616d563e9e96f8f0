"""A locked screen in a real browser: empty in time, in every window, and Back shows nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts import unsaved
from accounts.tenancy import enter
from tests.browser.conftest import SignedIn
from tests.cast import Cast
from tests.pages import client_of
from tests.sign_in.people import PASSWORD, enrolled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MINUTE = 60_000


def is_locked(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")


def test_a_page_that_nobody_uses_empties_and_returns_to_what_was_typed(
    signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(enrolled(cast.ines))
    path = f"/c/{cast.amira.reference}/now/"
    page.clock.install()
    page.goto(path)
    page.get_by_label("Where things are now").fill("She rang from her sister's.")

    page.clock.run_for(14 * MINUTE)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Locked")
    page.clock.run_for(2 * MINUTE)

    is_locked(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Unlock", exact=True).click()
    page.wait_for_url(f"**{path}")
    expect(page.get_by_label("Where things are now")).to_have_value("She rang from her sister's.")
    with enter(cast.alder, by=cast.ines):
        assert unsaved.find(by=cast.ines, form="where", record=cast.amira.pk)


def test_a_page_that_somebody_reads_stays_open(signed_in: SignedIn, cast: Cast) -> None:
    page = signed_in(cast.ines)
    page.clock.install()
    page.goto(f"/c/{cast.amira.reference}/")

    for _ in range(4):
        page.locator("h1").dispatch_event("wheel")
        with page.expect_response("**/lock/still/"):
            page.clock.run_for(10 * MINUTE)

    expect(page.get_by_role("heading", level=1)).to_have_text("Amira Khalid")


def test_every_window_of_the_browser_empties(signed_in: SignedIn, cast: Cast) -> None:
    page = signed_in(cast.ines)
    page.goto(f"/c/{cast.amira.reference}/")
    other = page.context.new_page()
    other.goto("/d/")

    other.get_by_role("button", name="Lock").click()

    is_locked(page)
    is_locked(other)


def test_back_shows_nothing(signed_in: SignedIn, cast: Cast) -> None:
    page = signed_in(cast.ines)
    page.goto("/d/")
    page.goto(f"/c/{cast.amira.reference}/")
    page.get_by_role("button", name="Lock").click()
    is_locked(page)

    for _ in range(2):
        page.go_back()
        is_locked(page)
        assert "Amira" not in page.content()


@pytest.fixture
def kept(chromium: Browser, live_server: LiveServer, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser with a folder of its own, as on somebody's computer."""
    context = chromium.browser_type.launch_persistent_context(
        tmp_path, executable_path="/usr/bin/chromium", args=["--no-sandbox"],
        base_url=live_server.url,
    )  # fmt: skip
    yield context
    context.close()


def test_nothing_of_a_case_is_left_on_the_disk(
    kept: BrowserContext, live_server: LiveServer, tmp_path: Path, cast: Cast
) -> None:
    session = client_of(cast.ines).cookies["rowan"].value
    kept.add_cookies([{"name": "rowan", "value": session, "url": live_server.url}])
    page = kept.new_page()
    page.goto(f"/c/{cast.amira.reference}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Amira Khalid")
    page.get_by_role("button", name="Lock").click()
    is_locked(page)
    page.go_back()
    is_locked(page)
    kept.close()

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    holding = [
        path
        for path in files
        if any(word in path.read_bytes() for word in (b"Khalid", "Khalid".encode("utf-16-le")))
    ]
    assert len(files) > 20
    assert holding == []
