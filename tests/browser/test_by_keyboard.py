"""The keyboard's way through the main pages."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SignedIn
from tests.matrix.people import NOBODY
from tests.matrix.stage import Stage, stage

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
