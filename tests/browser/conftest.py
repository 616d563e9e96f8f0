"""A real browser: Debian's Chromium, on the pages of a server of the tests' own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.pages import client_of
from tests.programs import require

WIDE, PHONE, NARROWEST = 1280, 390, 320

SignedIn = Callable[[User], Page]


@pytest.fixture(scope="module")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """Start the browser, once for each module of tests.

    Playwright's event loop stands in the thread of the tests as long as it runs, and Django
    would refuse to ask the database there; nothing here is a server in that thread.
    """
    program = require("chromium")
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=str(program), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Open an empty browser that may reach nothing but the tests' own server."""
    context = chromium.new_context(base_url=live_server.url, locale="en-GB")
    outside: list[str] = []
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((live_server.url, "data:"))
            else outside.append(request.url)
        ),
    )
    faults: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda message: (
            faults.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    opened.set_default_timeout(10_000)
    yield opened
    context.close()
    assert outside == [], "requests that left the host"
    assert faults == [], "faults of the page's own script or policy"


@pytest.fixture
def signed_in(page: Page, live_server: LiveServer) -> SignedIn:
    """Give the browser the session of a person who has signed in."""

    def as_person(user: User) -> Page:
        cookie = client_of(user).cookies["rowan"]
        page.context.add_cookies([{"name": "rowan", "value": cookie.value, "url": live_server.url}])
        return page

    return as_person
