"""Single keys are a person's own choice."""

from tests.cast import Cast
from tests.pages import client_of


def test_nobody_has_single_keys_until_she_turns_them_on_and_she_can_turn_them_off(
    cast: Cast,
) -> None:
    browser = client_of(cast.ines)
    assert b"data-keys" not in browser.get("/me/keyboard/").content

    browser.send("/me/keyboard/", {"on": "yes"})
    assert b"data-keys" in browser.get("/c/").content
    assert b"data-keys" not in client_of(cast.kay).get("/c/").content

    browser.send("/me/keyboard/", {"on": "no"})
    assert b"data-keys" not in browser.get("/c/").content
