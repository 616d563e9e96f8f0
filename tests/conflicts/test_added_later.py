"""Somebody whom a worker knows comes into her case later, or she says later whom she knows.

Both ways the case is no longer there for her, her manager is told, and nothing tells her why.
"""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.choices import ReviewKind
from accounts.models import ReviewNotice
from accounts.tenancy import enter
from cases import services
from cases.choices import CaseRole
from cases.conflicts import declarations
from cases.models import Case
from cases.pages import RECORDED
from cases.services import NewPerson
from family import network
from family.choices import MemberKind
from tests.cast import Cast
from tests.conflicts.people import declare, sees
from tests.pages import Page, client_of

ZOFIA: dict[str, Any] = {"given_name": "Zofia", "family_name": "Nowak"}
Add = Callable[[Case, Any], object]


def a_person(case: Case, by: Any) -> object:
    new = NewPerson(**ZOFIA)
    return services.add_person(case=case, new=new, role=CaseRole.OTHER_ADULT, by=by)


def a_child(case: Case, by: Any) -> object:
    return services.add_person(case=case, new=NewPerson(**ZOFIA), role=CaseRole.CHILD, by=by)


def who_causes_harm(case: Case, by: Any) -> object:
    return services.record_harm(case=case, by=by, **ZOFIA)


def somebody_around(kind: MemberKind, name: str = "Zofia Nowak") -> Add:
    def add(case: Case, by: Any) -> object:
        return network.add(
            case=case, kind=kind, name=name, details={}, last_involved_on=None, by=by
        )

    return add


def somebody_around_who_is_put_right(case: Case, by: Any) -> object:
    add: Any = somebody_around(MemberKind.TRUSTED, "Sofya")
    member = add(case, by)
    return network.change(member=member, changes={"name": "Zofia Nowak"}, expected_version=1, by=by)


WAYS = {
    "another adult": a_person,
    "a child": a_child,
    "who causes harm": who_causes_harm,
    "trusted by her": somebody_around(MemberKind.TRUSTED),
    "not to be told": somebody_around(MemberKind.NOT_TO_TELL),
    "a professional": somebody_around(MemberKind.PROFESSIONAL),
    "put right later": somebody_around_who_is_put_right,
}


def assert_nothing_is_left_for_ines(cast: Cast) -> None:
    """Her pages hold no word of the case, and of why."""
    client, reference = client_of(cast.ines), cast.amira.reference
    assert not sees(cast.ines, cast.amira)
    for path in ("", "p/", "t/", "now/", "d/", "o/"):
        assert client.get(f"/c/{reference}/{path}").status_code == 404
    for path in ("/d/", "/d/week/", "/c/", "/c/?whose=all", "/me/", "/i/h/"):
        page = client.get(path).content.decode()
        for word in (reference, "Amira", "Mira", "Nowak", "kept from", "conflict"):
            assert word not in page, f"{path} shows {word}"


def told(cast: Cast) -> set[Any]:
    """Return who was told that a conflict came to light."""
    with enter(cast.alder, by=None):
        found = ReviewNotice.objects.filter(item__kind=ReviewKind.CONFLICT)
        return {one.user for one in found.select_related("user")}


@pytest.mark.parametrize("way", WAYS)
def test_whom_she_declared_comes_into_her_case(way: str, cast: Cast) -> None:
    declare(cast.ines, cast.alder, **ZOFIA)
    assert sees(cast.ines, cast.amira)
    with enter(cast.alder, by=cast.mara):
        WAYS[way](cast.amira, cast.mara)

    assert told(cast) == {cast.mara}
    assert_nothing_is_left_for_ines(cast)


@pytest.mark.parametrize("way", WAYS)
def test_she_declares_later_who_is_in_her_case(way: str, cast: Cast) -> None:
    with enter(cast.alder, by=cast.mara):
        WAYS[way](cast.amira, cast.mara)
    assert sees(cast.ines, cast.amira)
    with enter(cast.alder, by=cast.ines):
        declarations.declare(details=ZOFIA, by=cast.ines)

    assert told(cast) == {cast.mara}
    assert_nothing_is_left_for_ines(cast)


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("p/new/", ZOFIA | {"role": "other_adult"}),
        ("a/new/", ZOFIA),
        ("p/net/", {"kind": "trusted", "name": "Zofia Nowak"}),
    ],
)
def test_who_writes_of_somebody_she_knows_is_told_that_it_is_recorded(
    page: str, form: dict[str, str], cast: Cast
) -> None:
    declare(cast.ines, cast.alder, **ZOFIA)
    client = client_of(cast.ines)

    sent = client.send(f"/c/{cast.amira.reference}/{page}", form)

    assert sent["Location"] == "/c/"
    assert RECORDED in Page(client.get("/c/")).text
    assert told(cast) == {cast.mara}
    assert_nothing_is_left_for_ines(cast)
