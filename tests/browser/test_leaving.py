"""A chronology for a court in a real browser: what would tell where she is, is taken out first."""

import pytest
from playwright.sync_api import expect

from accounts.tenancy import enter
from cases.models import Person
from contact.choices import Channel
from contact.rules import Rule
from contact.services import record
from tests.browser.conftest import NARROWEST, SignedIn
from tests.cast import Cast
from tests.sharing.test_gate import write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_worker_sees_what_would_tell_and_gets_the_paper_without_it(
    signed_in: SignedIn, cast: Cast
) -> None:
    with enter(cast.alder, by=cast.ines):
        survivor = Person.objects.get(case_people__case=cast.amira, case_people__role="survivor")
        record(
            person=survivor, channel=Channel.POST, rule=Rule(allowed=True), checked_on=None,
            expected_version=0, place="14 Larch Road, ZZ9 9ZZ", by=cast.ines,
        )  # fmt: skip
        write(cast, "She has moved to 14 larch rd")
    page = signed_in(cast.ines)
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    page.goto(f"/c/{cast.amira.reference}/t/print/")
    page.get_by_label("Who is it for").fill("The court")
    page.get_by_text("Names", exact=True).click()
    page.get_by_role("button", name="Make the PDF").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Before this leaves")
    expect(page.locator("mark")).to_have_text("14 larch rd")
    with page.expect_download() as download:
        page.get_by_role("button", name="Go on").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.goto(f"/c/{cast.amira.reference}/x/")
    expect(page.get_by_text("Chronology for The court")).to_be_visible()
    expect(page.get_by_text("1 place taken out")).to_be_visible()
