"""From an empty installation, by pages alone, to the first case and the first annual return."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.beginning import new_code
from tests.browser.conftest import PHONE, WIDE
from tests.sign_in.people import code

# Work is kept while forms are sent: on one connection the two would wait for each other.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
]

ADA, MARA = "otter lamp seventeen quiet", "gravel moth nineteen lantern"


@dataclass
class Office:
    """Two people at two browsers of one width."""

    ada: Page
    mara: Page


@pytest.fixture(params=[WIDE, PHONE])
def office(
    request: pytest.FixtureRequest, chromium: Browser, live_server: LiveServer
) -> Iterator[Office]:
    """Open two browsers that have never been here."""
    size: ViewportSize = {"width": request.param, "height": 800}
    contexts = [
        chromium.new_context(base_url=live_server.url, locale="en-GB", viewport=size)
        for _ in range(2)
    ]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.set_default_timeout(15_000)
    yield Office(*pages)
    for context in contexts:
        context.close()


def test_an_organisation_begins_by_pages_alone(office: Office) -> None:
    ada, mara = office.ada, office.mara

    begin(ada)
    enrol(ada)
    expect(ada.get_by_text("1 of 7 done")).to_be_visible()
    give_a_telephone_number(ada)
    add_a_house_with_places_and_rooms(ada)
    accept(mara, invite(ada, "Mara Example", "Service manager"))
    enrol(mara)
    open_the_first_case(mara)
    derive_the_first_return(mara)
    invite(ada, "Ann Example", "Administrator")

    ada.goto("/")
    expect(ada.get_by_role("heading", name="Manage")).to_be_visible()
    expect(ada.get_by_role("heading", name="First steps")).to_have_count(0)
    for path in ("/c/", "/b/", "/y/"):
        answer = ada.goto(path)
        assert answer is not None
        assert answer.status == 404


def begin(page: Page) -> None:
    """Enter the code from the terminal, then who begins and for whom."""
    page.goto("/")
    page.get_by_label("Set-up code").fill(new_code())
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Your name").fill("Ada Begins")
    page.get_by_label("Your e-mail address").fill("ada@example.org")
    page.get_by_label("Your password", exact=True).fill(ADA)
    page.get_by_label("Your password again").fill(ADA)
    page.get_by_label("Name of the organisation").fill("Alder")
    page.get_by_text("Charity", exact=True).click()
    page.get_by_role("button", name="Go on").click()


def enrol(page: Page) -> None:
    """Add an authenticator app and go on past the recovery codes."""
    page.goto("/in/app/")
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.content())
    assert secret
    page.get_by_label("Code").fill(code(secret=secret.group()))
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/in/codes/**")
    page.goto("/")


def next_step(page: Page, words: str) -> None:
    """Follow a line of the first steps."""
    page.goto("/")
    page.get_by_role("link", name=words).click()


def give_a_telephone_number(page: Page) -> None:
    next_step(page, "Give a telephone number")
    page.get_by_label("Telephone number").fill("01632 960111")
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_text("changed from none to 01632 960111")).to_be_visible()


def add_a_house_with_places_and_rooms(page: Page) -> None:
    next_step(page, "Add a service")
    page.get_by_label("Name of the service").fill("Rose House")
    page.get_by_text("Accommodation service", exact=True).click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add places").click()
    page.get_by_text("Refuge", exact=True).click()
    page.get_by_label("Authority that commissions it").fill("Suffolk")
    page.get_by_label("Places").fill("8")
    page.get_by_label("Commissioned from").fill("2022-04-01")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("cell", name="Suffolk County Council")).to_be_visible()
    page.get_by_role("link", name="Add rooms").click()
    for number in (1, 2):
        row = page.get_by_role("group", name=f"Room {number}")
        row.get_by_label("Name").fill(f"Room {number}")
        row.get_by_label("Sleeps").fill("3")
    page.get_by_role("button", name="Save the rooms").click()
    expect(page.get_by_text("2 rooms are there.")).to_be_visible()


def invite(page: Page, name: str, role: str) -> str:
    """Invite somebody; return the link to hand over."""
    page.goto("/z/people/")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address").fill(f"{name.split()[0].lower()}@example.org")
    page.get_by_label("Role").select_option(label=role)
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{name} is invited")
    return page.get_by_role("main").locator("code").inner_text()


def accept(page: Page, link: str) -> None:
    """Follow the link and choose a password."""
    page.goto(link)
    for field in page.locator("input[type=password]").all():
        field.fill(MARA)
    page.get_by_role("main").get_by_role("button").first.click()


def open_the_first_case(page: Page) -> None:
    page.goto("/c/")
    page.get_by_role("link", name="New case").click()
    page.get_by_label("First name").first.fill("Grace")
    page.get_by_role("button", name="Open the case").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Grace")


def derive_the_first_return(page: Page) -> None:
    page.goto("/y/")
    page.get_by_role("link", name="Suffolk").first.click()
    expect(page.get_by_text("Individuals supported in").first).to_be_visible()
