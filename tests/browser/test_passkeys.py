"""Passkeys in a real browser, with a security key that Chromium itself plays."""

from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import SignedIn
from tests.cast import Cast
from tests.sign_in.people import PASSWORD, enrolled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def security_key(page: Page) -> tuple[CDPSession, str]:
    """A key in this browser's machine, whose owner shows her finger each time."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added: Any = devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devices, added["authenticatorId"]


def add_passkey(page: Page) -> None:
    page.goto("/me/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What you call it").fill("Blue key")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("row", name="Blue key")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_text("Ines Example").first.click()
    page.get_by_role("button", name="Sign out").click()


def test_a_passkey_is_added_and_signs_in_alone(
    security_key: object, signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(enrolled(cast.ines))
    add_passkey(page)
    sign_out(page)

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("link", name="Mira K.")).to_be_visible()


def test_a_passkey_stands_behind_the_password(
    security_key: object, signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(enrolled(cast.ines))
    add_passkey(page)
    sign_out(page)
    page.get_by_label("E-mail address").fill(cast.ines.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()

    page.get_by_role("button", name="Use a passkey instead").click()

    expect(page.get_by_role("link", name="Mira K.")).to_be_visible()


def test_a_passkey_opens_a_locked_screen(
    security_key: object, signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(enrolled(cast.ines))
    add_passkey(page)
    page.goto(f"/c/{cast.amira.reference}/")
    page.get_by_role("button", name="Lock").click()

    page.get_by_role("button", name="Unlock with a passkey").click()

    page.wait_for_url(f"**/c/{cast.amira.reference}/")


def test_a_key_that_does_not_verify_its_owner_signs_nobody_in(
    security_key: tuple[CDPSession, str], signed_in: SignedIn, cast: Cast
) -> None:
    page = signed_in(enrolled(cast.ines))
    add_passkey(page)
    sign_out(page)
    devices, key = security_key
    devices.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")
    page.goto("/d/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
