"""An IDVA's day in a real browser: how many clicks and keys the frequent tasks take."""

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.tenancy import enter
from diary import steps
from diary.models import ContactMade, NextStep, Note
from tests.browser.conftest import PHONE, WIDE, SignedIn
from tests.cast import Cast

# What is kept while one types comes beside what is sent, as it would on a real server.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
]


class Hand:
    """Counts what it clicks and which keys it presses."""

    def __init__(self, page: Page, width: int) -> None:
        page.set_viewport_size({"width": width, "height": 800})
        self.page, self.clicks, self.keys = page, 0, 0

    def click(self, where: Locator) -> None:
        """Click once."""
        where.click()
        self.clicks += 1

    def press(self, key: str) -> None:
        """Press one key, or two together."""
        self.page.keyboard.press(key)
        self.keys += 1


def put_down(cast: Cast) -> NextStep:
    with enter(cast.alder, by=cast.ines):
        return steps.add(
            case=cast.amira, text="Tell her the bail outcome", owner=cast.ines,
            due_on=timezone.localdate() - datetime.timedelta(days=1), by=cast.ines,
        )  # fmt: skip


def chip(page: Page, group: str, name: str) -> Locator:
    return page.get_by_role("group", name=group).get_by_text(name, exact=True)


def saved(cast: Cast, what: Callable[[], object]) -> object:
    with enter(cast.alder, by=cast.ines):
        return what()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_call_from_the_queue_takes_four_clicks_and_its_safe_contact_none(
    width: int, signed_in: SignedIn, cast: Cast
) -> None:
    put_down(cast)
    page = signed_in(cast.ines)
    hand = Hand(page, width)
    page.goto("/d/")
    line = page.locator(".queue li").filter(has_text="Tell her the bail outcome")
    expect(line.get_by_text("Not recorded.")).to_be_visible()

    hand.click(line.get_by_role("link", name="Record for R-1001"))
    hand.click(chip(page, "What happened", "Call"))
    hand.click(chip(page, "Did you speak to Mira?", "Yes"))
    page.get_by_label("Note", exact=True).fill("She is safe at her sister's.")
    hand.click(page.get_by_role("button", name="Save record"))

    expect(page.get_by_text("Saved in R-1001.")).to_be_visible()
    assert hand.clicks == 4
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert saved(cast, lambda: ContactMade.objects.get().spoken_to)
    assert saved(cast, lambda: NextStep.objects.get().state) == "done"


def test_the_same_by_keyboard_takes_six_keys(signed_in: SignedIn, cast: Cast) -> None:
    put_down(cast)
    page = signed_in(cast.ines)
    hand = Hand(page, WIDE)
    page.goto("/d/")
    page.get_by_role("link", name="Record for R-1001").focus()

    hand.press("Enter")
    page.wait_for_url("**/d/?r=R-1001*")
    for key in ("Space", "Tab", "Space", "Tab"):
        hand.press(key)
    page.keyboard.type("She is safe.")
    hand.press("Control+Enter")

    expect(page.get_by_text("Saved in R-1001.")).to_be_visible()
    assert hand.keys == 6
    assert saved(cast, lambda: Note.objects.get().text) == "She is safe."


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_case_that_is_not_in_the_queue_and_its_next_step_take_five_clicks(
    width: int, signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(cast.ines)
    hand = Hand(page, width)
    page.goto("/d/")

    hand.click(page.get_by_label("Case", exact=True))
    page.keyboard.type("mira")
    hand.click(chip(page, "What happened", "Call"))
    hand.click(chip(page, "Did you speak to them?", "No answer"))
    hand.click(chip(page, "Next step", "Tomorrow"))
    hand.click(page.get_by_role("button", name="Save record"))

    expect(page.get_by_text("Saved in R-1001.")).to_be_visible()
    assert hand.clicks == 5
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert saved(cast, lambda: NextStep.objects.get().due_on) == tomorrow


def test_what_was_typed_while_the_connection_was_lost_is_kept_when_it_is_back(
    signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(cast.ines)
    page.goto("/c/R-1001/t/new/")
    page.context.set_offline(True)
    note = page.get_by_label("Note", exact=True)
    note.fill("He rang the school.")
    note.blur()
    expect(page.get_by_text("Not kept yet.")).to_be_visible()

    page.context.set_offline(False)
    expect(page.get_by_text("Draft kept")).to_be_visible(timeout=10_000)

    page.goto("/d/")
    expect(page.get_by_text("1 draft")).to_be_visible()
    page.get_by_role("link", name="A record of what happened, R-1001").click()
    expect(note).to_have_value("He rang the school.")
