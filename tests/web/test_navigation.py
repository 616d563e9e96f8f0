"""Each role has its own way round: six places at most, all of which open, and a first page."""

import pytest
from django.utils import timezone

from accounts import roles, support
from accounts.models import User
from accounts.roles import ROLES, Role
from accounts.services import create_membership
from accounts.tenancy import enter
from tests.cast import LONG_AGO, Cast, hire
from tests.pages import client_of
from web.navigation import MOST, OF_ROLE, landing, menu_of, places_of


def somebody(cast: Cast, role: type[Role]) -> User:
    """Hire a person of this role at Alder; support is let in for hours instead."""
    if role is not roles.Support:
        return hire("Sam", cast.alder, role, cast.house)
    with enter(cast.alder, by=cast.ada):
        access, _ = support.give(
            email="sam@example.org", full_name="Sam Example", hours=2, reason="Figures look odd",
            now=timezone.now(), today=timezone.localdate(), by=cast.ada,
        )  # fmt: skip
        return access.user


def test_every_role_has_its_places() -> None:
    assert set(OF_ROLE) == set(ROLES.values())
    assert all(0 < len(places) <= MOST for places in OF_ROLE.values())


@pytest.mark.parametrize("role", ROLES.values(), ids=list(ROLES))
def test_every_place_that_is_shown_opens(cast: Cast, role: type[Role]) -> None:
    person = somebody(cast, role)
    with enter(cast.alder, by=person):
        shown = [*places_of(person), *menu_of(person)]
        first = landing(person)
    browser = client_of(person)

    for place in shown:
        assert browser.get(place.url).status_code in (200, 302), place.label
    assert browser.get("/").headers["Location"] == first


@pytest.mark.parametrize("role", ROLES.values(), ids=list(ROLES))
def test_a_role_sees_all_the_places_of_its_list(cast: Cast, role: type[Role]) -> None:
    person = somebody(cast, role)
    with enter(cast.alder, by=person):
        assert places_of(person) == list(OF_ROLE[role])


def test_two_roles_share_six_places_and_the_rest_is_in_the_menu(cast: Cast) -> None:
    person = somebody(cast, roles.ServiceManager)
    with enter(cast.alder, by=None):
        create_membership(user=person, role=roles.Administrator, starts_on=LONG_AGO, by=None)
    with enter(cast.alder, by=person):
        main, menu = places_of(person), menu_of(person)

    assert len(main) == MOST
    assert not set(main) & set(menu)
    assert set(OF_ROLE[roles.Administrator]) <= set(main) | set(menu)


def test_one_place_is_marked_as_the_open_one(cast: Cast) -> None:
    page = client_of(cast.mara).get("/c/why/").content.decode()

    assert page.count('aria-current="page"') == 1
    assert '<a href="/c/why/" aria-current="page">' in page
