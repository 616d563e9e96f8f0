"""Keeping a case from somebody, and opening one in an emergency, in a real browser."""

import pytest
from playwright.sync_api import expect

from accounts import roles
from tests.browser.conftest import NARROWEST, WIDE, SignedIn
from tests.cast import Cast, hire
from tests.conflicts.people import AMIRA, declare
from tests.pages import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_she_declares_her_sister_and_the_case_is_gone(
    width: int, signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(cast.ines)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/c/")
    expect(page.get_by_role("link", name=cast.amira.reference)).to_be_visible()

    page.goto("/you/known/")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("First name").fill(AMIRA["given_name"])
    page.get_by_label("Family name").fill(AMIRA["family_name"])
    page.get_by_label("What they are to you").fill(AMIRA["relationship"])
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Ameera Khaled")).to_be_visible()
    page.goto("/c/")
    expect(page.get_by_role("link", name=cast.amira.reference)).to_have_count(0)
    answer = page.goto(f"/c/{cast.amira.reference}/")
    assert answer is not None
    assert answer.status == 404


def test_the_data_protection_lead_goes_from_the_review_to_the_conflict_and_confirms_it(
    signed_in: SignedIn, cast: Cast
) -> None:
    declare(cast.ines, cast.alder)
    page = signed_in(hire("Dee", cast.alder, roles.DataProtectionLead))

    page.goto("/z/reviews/")
    page.get_by_role("link", name="Somebody knows a person in a case").click()
    expect(page.get_by_role("button", name="Close this review")).to_have_count(0)
    page.get_by_role("link", name="Look at the conflict").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("kept from Ines Example")
    page.get_by_label("Why").fill("It is her sister")
    page.get_by_role("button", name="It is right: let it stand").click()

    page.goto("/z/reviews/")
    expect(page.get_by_role("link", name="Somebody knows a person in a case")).to_have_count(0)


def test_a_manager_keeps_a_case_from_somebody_and_lifts_it_again(
    signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(cast.mara)
    page.goto(f"/c/{cast.amira.reference}/")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Who can open this").click()
    page.get_by_role("link", name="Keep it from somebody").click()

    page.get_by_label("Who must not know of this case").select_option(label="Ines Example")
    page.get_by_label("Why").fill("They are neighbours")
    page.get_by_role("button", name="Keep it from them").click()
    assert client_of(cast.ines).get(f"/c/{cast.amira.reference}/").status_code == 404

    page.get_by_role("link", name="Ines Example").click()
    page.get_by_label("Why").fill("Another person of that name")
    page.get_by_role("button", name="Lift it").click()
    expect(page.get_by_text("Lifted. Ines Example may see the case as before.")).to_be_visible()
    assert client_of(cast.ines).get(f"/c/{cast.amira.reference}/").status_code == 200


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_a_case_is_opened_in_an_emergency_for_an_hour(
    width: int, signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(hire("Ida", cast.alder, roles.IDVA))
    page.set_viewport_size({"width": width, "height": 800})
    answer = page.goto(f"/c/{cast.amira.reference}/")
    assert answer is not None
    assert answer.status == 404

    page.goto("/c/urgent/")
    page.get_by_label("Reference of the case").fill(cast.amira.reference)
    page.get_by_label("What happened").fill("She rings from the police station")
    page.get_by_role("button", name="Open it for one hour").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Amira Khalid")
    expect(page.get_by_text("have been told").first).to_be_visible()
    page.get_by_role("button", name="Close it to me now").click()
    expect(page.get_by_text(f"{cast.amira.reference} is closed to you again.")).to_be_visible()
    answer = page.goto(f"/c/{cast.amira.reference}/")
    assert answer is not None
    assert answer.status == 404
