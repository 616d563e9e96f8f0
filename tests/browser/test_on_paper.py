"""What is printed fits one sheet, and begins with how contact is safe."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from accounts.tenancy import enter
from cases import services
from diary import notes, steps
from diary.choices import Happened
from tests.browser.conftest import SignedIn
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sheets(page: Page, path: str) -> int:
    """Return on how many pages of A4 a page comes out of the printer."""
    page.goto(path)
    return page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")


def test_a_summary_and_a_day_come_out_on_one_sheet_each(signed_in: SignedIn, cast: Cast) -> None:
    words = "She rang from her sister's and asked what happens at the hearing. " * 40
    with enter(cast.alder, by=cast.ines):
        services.change_summary(
            case=cast.amira, summary=words, expected_version=cast.amira.version, by=cast.ines
        )
        for number in range(25):
            steps.add(
                case=cast.amira, text=f"{number}: {words}"[:400], owner=cast.ines,
                due_on=timezone.localdate() - datetime.timedelta(days=1), by=cast.ines,
            )  # fmt: skip
            notes.write(
                case=cast.amira, text=words, happened=Happened.OTHER, happened_at=timezone.now(),
                by=cast.ines,
            )  # fmt: skip
    page = signed_in(cast.ines)

    assert sheets(page, "/c/R-1001/print/") == 1
    assert page.locator("main h2").first.get_attribute("id") == "safe-contact"
    assert sheets(page, "/d/print/") == 1
    assert sheets(page, "/c/R-1001/") > 1  # the screen's own page is no paper
