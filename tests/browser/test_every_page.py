"""Every address that shows a page, by somebody who may see it: axe, width, focus, names."""

from dataclasses import dataclass, field

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error, Page
from pytest_django.live_server_helper import LiveServer

from accounts.tenancy import enter
from cases.models import Person, PersonCausingHarm
from family.models import NetworkMember
from tests.browser.conftest import NARROWEST, PHONE, WIDE
from tests.matrix.addresses import every_address, path_of
from tests.matrix.asking import API, OPENS
from tests.matrix.people import COLUMNS, NOBODY
from tests.matrix.stage import Stage, stage
from tests.matrix.test_matrix import rows
from tests.pages import client_of

__all__ = ["stage"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Pages that differ by who opens them, or by what is chosen on them.
FURTHER = {
    "key worker of the house": ["/d/"],
    "service manager": ["/d/", "/c/?state=closed", "/nowhere/"],
    "administrator": ["/z/people/?show=left", "/z/settings/working_days/"],
}
# WCAG 2.2 at A and AA, and what axe calls good practice; 24 pixels are asked for by name.
AXE = """() => axe.run({
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: {"target-size": {enabled: true}},
}).then(({violations}) => violations.map(
  ({id, nodes}) => `${id} ${nodes.slice(0, 3).map((one) => one.target.join(" ")).join(", ")}`))"""
# Reached by the keyboard, each control shows it: of a chip it is the label that shows.
UNSEEN_FOCUS = """() => {
  const shows = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  };
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((one) => !one.disabled && one.type !== "hidden" && one.checkVisibility())
    .filter((one) => {
      one.focus();
      const seen = getComputedStyle(one).opacity === "0" ? one.closest("label") : one;
      return document.activeElement !== one || !shows(seen);
    })
    .map((one) => one.outerHTML.slice(0, 80));
}"""
FIELDS_WITHOUT_WORDS = """() => [...document.querySelectorAll("input, select, textarea")]
  .filter((one) => !["hidden", "submit"].includes(one.type))
  .filter((one) => !one.labels.length && !one.ariaLabel && !one.getAttribute("aria-labelledby"))
  .map((one) => one.name)"""

# What still shows of these names once names are hidden, in words, in fields and in choices.
SHOWN = """(names) => {
  document.documentElement.classList.add("names-hidden");
  document.querySelectorAll("details").forEach((one) => one.open = true);
  const says = (text) => names.some((name) => text.includes(name));
  const shows = (one) => one.checkVisibility() && !one.closest(".unseen")
    && getComputedStyle(one).color !== "rgba(0, 0, 0, 0)";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (says(texts.currentNode.data) && shows(one.closest("select") || one)) found.push(one);
  }
  for (const one of document.querySelectorAll("input:not([type=hidden]), textarea"))
    if (says(one.value) && shows(one)) found.push(one);
  return found.map((one) => one.outerHTML.slice(0, 120));
}"""


@dataclass
class Walk:
    """One browser on its way through the pages, and what it finds wrong."""

    page: Page
    names: list[str]
    faults: list[str] = field(default_factory=list)
    seen: int = 0

    def visit(self, path: str) -> None:
        """Look at a page at both widths and as at 400% zoom; a file to keep is none."""
        self.page.set_viewport_size({"width": WIDE, "height": 800})
        try:
            answer = self.page.goto(path)
        except Error as error:
            if "Download is starting" in str(error):
                return
            raise
        assert answer is not None
        assert answer.status < 500, path
        if self.page.evaluate("document.doctype === null"):
            return  # Part of a page, or no page.
        self.seen += 1
        self._look(path)

    def _look(self, path: str) -> None:
        found: list[str] = []
        if (headings := self.page.locator("h1").count()) != 1:
            found.append(f"has {headings} headings of the first level")
        found += [f"has no label for {one}" for one in self.page.evaluate(FIELDS_WITHOUT_WORDS)]
        self.page.evaluate(AXE_SCRIPT)
        for width in (WIDE, PHONE, NARROWEST):
            self.page.set_viewport_size({"width": width, "height": 800})
            if self.page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"must be scrolled sideways at {width}")
            if width != NARROWEST:
                found += [f"at {width}: {one}" for one in self.page.evaluate(AXE)]
        found += [f"does not show its focus: {one}" for one in self.page.evaluate(UNSEEN_FOCUS)]
        found += [f"shows a hidden name: {one}" for one in self.page.evaluate(SHOWN, self.names)]
        self.faults += [f"{path} {one}" for one in found]


def who_opens(name: str) -> str | None:
    """Return the first persona who opens a page, by the matrix."""
    row = rows()[name, "read"]
    return next((column for column in COLUMNS if row[column] == OPENS), None)


def pages(stage: Stage) -> dict[str, list[str]]:
    """Return every address that shows a page, by somebody who opens it."""
    found: dict[str, list[str]] = {column: list(paths) for column, paths in FURTHER.items()}
    for name in every_address():
        column, path = who_opens(name), path_of(name, stage)
        if column is not None and not path.startswith(API):
            found.setdefault(column, []).append(path)
    return found


def names_of(stage: Stage) -> list[str]:
    """Return the names of everybody around a family on the stage."""
    of = stage.household
    with enter(stage.alder, by=None):
        member = NetworkMember.objects.get(pk=of.around.member.pk)
        harm = PersonCausingHarm.objects.get(pk=of.harm.pk)
        names = [member.name, harm.given_name, harm.family_name]
        for person in Person.objects.filter(pk__in=[of.survivor.pk, of.child.pk]):
            names += [person.given_name, person.family_name]
    return names


def test_every_page_passes_axe_fits_its_width_and_hides_names(
    page: Page, live_server: LiveServer, stage: Stage
) -> None:
    walk = Walk(page, names_of(stage))
    for column, paths in pages(stage).items():
        page.context.clear_cookies()
        if column != NOBODY:
            cookie = client_of(stage.personas[column]).cookies["rowan"].value
            page.context.add_cookies([{"name": "rowan", "value": cookie, "url": live_server.url}])
        for path in paths:
            walk.visit(path)

    assert walk.seen > 150, "the walk saw fewer pages than there are"
    assert not walk.faults, "\n".join(walk.faults)
