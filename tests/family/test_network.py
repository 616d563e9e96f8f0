"""Who else is around a family: whom to ring, whom she trusts, whom not to tell."""

import pytest
from django.test import Client

from accounts.tenancy import enter
from family import network
from family.models import NetworkMember
from tests.cast import Cast
from tests.pages import assert_well_made, client_of


def people(cast: Cast, end: str = "") -> str:
    return f"/c/{cast.amira.reference}/p/{end}"


def add(cast: Cast, kind: str, name: str, **details: str) -> NetworkMember:
    with enter(cast.alder, by=cast.ines):
        return network.add(
            case=cast.amira, kind=kind, name=name, details=details, last_involved_on=None,
            by=cast.ines,
        )  # fmt: skip


def test_a_worker_adds_a_health_visitor_and_sees_whom_to_ring(cast: Cast) -> None:
    browser = client_of(cast.ines)
    browser.send(people(cast, "net/"), {
        "kind": "professional", "name": "Rosa Reed", "role": "Health visitor",
        "phone": "01632 960123",
    })  # fmt: skip
    page = assert_well_made(browser.get(people(cast)), people(cast))
    assert "Health visitor" in page.text
    assert "01632 960123" in page.text


def test_whoever_is_not_to_be_told_comes_last_and_without_a_number(cast: Cast) -> None:
    add(cast, "not_to_tell", "Pat Stone", phone="01632 960999")
    add(cast, "professional", "Rosa Reed", phone="01632 960123")
    page = client_of(cast.ines).get(people(cast)).content.decode()
    assert page.index("Rosa Reed") < page.index("Pat Stone")
    assert "Not safe to talk to" in page
    assert "01632 960999" not in page


def test_somebody_who_is_no_longer_involved_goes_to_the_end(cast: Cast) -> None:
    rosa = add(cast, "professional", "Rosa Reed", role="Health visitor")
    add(cast, "trusted", "Hina Sand")
    changed = {
        "kind": "professional", "name": "Rosa Reed", "ended_on": "2026-03-01", "version": "1"
    }  # fmt: skip
    browser = client_of(cast.ines)
    assert browser.send(people(cast, f"net/{rosa.pk}/"), changed).status_code == 302
    page = browser.get(people(cast)).content.decode()
    assert page.index("Hina Sand") < page.index("Rosa Reed")


def test_a_change_over_a_newer_one_shows_both(cast: Cast) -> None:
    rosa = add(cast, "professional", "Rosa Reed")
    browser = client_of(cast.ines)
    for name, status in (("Rosa Rush", 302), ("Rosa Moss", 409)):
        given = {"kind": "professional", "name": name, "version": "1"}
        answer = browser.send(people(cast, f"net/{rosa.pk}/"), given)
        assert answer.status_code == status
    assert "Rosa Rush" in answer.content.decode()


def test_anonymous_goes_to_sign_in(cast: Cast) -> None:
    assert Client().get(people(cast, "net/"))["Location"].startswith("/in/")


@pytest.mark.parametrize("name", ["ada", "cora", "bo", "bea"])
def test_nobody_else_finds_the_form_or_the_name(cast: Cast, name: str) -> None:
    rosa = add(cast, "professional", "Rosa Reed")
    browser = client_of(getattr(cast, name))
    assert browser.get(people(cast, f"net/{rosa.pk}/")).status_code == 404
    assert "Rosa" not in browser.get(people(cast)).content.decode()
