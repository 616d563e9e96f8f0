"""Every page 320 pixels wide, as at 400% zoom, and the keyboard's way through the main ones."""

import pytest
from playwright.sync_api import Error, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import NARROWEST, SignedIn
from tests.matrix.addresses import every_address, path_of
from tests.matrix.asking import API, OPENS
from tests.matrix.people import COLUMNS, NOBODY
from tests.matrix.stage import Stage, stage
from tests.matrix.test_matrix import rows
from tests.pages import client_of

__all__ = ["stage"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What the Tab key should come to, in the order of the page. Of a group of choices it comes to one.
STOPS = """() => {
  const groups = new Set();
  const kinds = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  return [...document.querySelectorAll(kinds)].filter(
    (one) => {
      if (one.disabled || one.type === "hidden" || !one.checkVisibility()) return false;
      if (one.type !== "radio") return true;
      const group = `${one.form && one.form.id}:${one.name}`;
      const chosen = document.querySelector(`input[name="${one.name}"]:checked`);
      if (groups.has(group) || (chosen && chosen !== one)) return false;
      groups.add(group);
      return true;
    });
}"""
# A field for a day is several stops of its own, its calendar among them.
PARTS_OF_A_DAY = 5
NUMBER_THEM = f"() => ({STOPS})().forEach((one, number) => one.dataset.stop = number)"
COUNT = f"() => ({STOPS})().length"
WHERE = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const shown = style.outlineStyle !== "none" || style.boxShadow !== "none";
  return [Number(at.dataset.stop ?? -1), shown, at.outerHTML.slice(0, 80)];
}"""


def who_opens(name: str) -> str | None:
    """Return the first persona who opens a page, by the matrix."""
    row = rows()[name, "read"]
    return next((column for column in COLUMNS if row[column] == OPENS), None)


def pages(stage: Stage) -> dict[str, list[str]]:
    """Return every address that shows a page, by somebody who opens it."""
    found: dict[str, list[str]] = {}
    for name in every_address():
        column, path = who_opens(name), path_of(name, stage)
        if column is not None and not path.startswith(API):
            found.setdefault(column, []).append(path)
    return found


def scrolls_sideways(page: Page, path: str) -> bool:
    """Say whether a page is wider than the window; a file to keep is none."""
    try:
        answer = page.goto(path)
    except Error as error:
        if "Download is starting" in str(error):
            return False
        raise
    assert answer is not None
    assert answer.status < 500, path
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width > NARROWEST


def test_no_page_scrolls_sideways_at_400_per_cent(
    page: Page, live_server: LiveServer, stage: Stage
) -> None:
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    found = []
    for column, paths in pages(stage).items():
        page.context.clear_cookies()
        if column != NOBODY:
            cookie = client_of(stage.personas[column]).cookies["rowan"].value
            page.context.add_cookies([{"name": "rowan", "value": cookie, "url": live_server.url}])
        found += [f"{path} as {column}" for path in paths if scrolls_sideways(page, path)]

    assert found == []


def test_the_keyboard_comes_to_everything_in_the_order_of_the_page(
    page: Page, signed_in: SignedIn, stage: Stage
) -> None:
    household = f"/c/{stage.household.case.reference}/"
    house = stage.house.pk
    by = {
        NOBODY: ["/in/"],
        "service manager": [
            household, f"{household}w/", f"{household}w/give/", f"{household}kept/", "/z/reviews/",
            f"/w/{stage.conflict.pk}/", "/c/urgent/", "/me/", f"/b/h/{house}/",
        ],
        "administrator": ["/z/", "/z/settings/", "/z/settings/records_per_hour/", "/z/people/"],
    }  # fmt: skip
    faults: list[str] = []
    for column, paths in by.items():
        if column != NOBODY:
            signed_in(stage.personas[column])
        for path in paths:
            faults += out_of_order(page, path)

    assert faults == []


def out_of_order(page: Page, path: str) -> list[str]:
    """Press Tab from the top to the end; return where it goes astray, or where it does not show."""
    page.goto(path)
    page.evaluate("() => document.activeElement.blur()")
    page.evaluate(NUMBER_THEM)
    expected = page.evaluate(COUNT)
    assert expected, path
    faults: list[str] = []
    for number in range(expected):
        for _ in range(PARTS_OF_A_DAY):
            page.keyboard.press("Tab")
            at, is_shown, what = page.evaluate(WHERE)
            if at != number - 1:
                break
        if at != number:
            return [*faults, f"{path}: stop {number} of {expected} is {at}: {what}"]
        if not is_shown:
            faults.append(f"{path}: nothing shows that it is here: {what}")
    return faults
