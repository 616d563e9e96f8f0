"""The pages of others: the way to erasing somebody, and what is left of her afterwards."""

import pytest

from accounts import roles
from accounts.models import User
from accounts.tenancy import enter
from cases.models import Case, Person
from tests.cast import Cast, hire
from tests.erasure.test_erasing import carried_out, child, confirmed, over, survivor
from tests.pages import assert_well_made, client_of


@pytest.fixture
def dara(cast: Cast) -> User:
    """Alder's data protection lead."""
    return hire("Dara", cast.alder, roles.DataProtectionLead)


@pytest.fixture
def gone(cast: Cast, dara: User) -> tuple[Case, Person]:
    """Amira's case, closed, and Amira, erased."""
    with enter(cast.alder, by=cast.mara):
        case = over(cast.amira, cast.mara)
        amira = survivor(case)
        carried_out(confirmed(case, amira, cast, dara))
    return case, amira


def test_who_may_erase_is_led_there_from_the_person(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        amira, yusuf = survivor(cast.amira), child(cast.amira)
    reference = cast.amira.reference

    for path in (f"/c/{reference}/p/{amira.pk}/", f"/c/{reference}/p/{yusuf.pk}/"):
        shown = client_of(cast.mara).get(path)
        assert "Erase this person" in assert_well_made(shown, path).text, path
        assert b"Erase this person" not in client_of(cast.ines).get(path).content


def test_the_form_of_an_erased_person_says_so_and_takes_nothing(
    cast: Cast, gone: tuple[Case, Person]
) -> None:
    case, amira = gone
    path = f"/c/{case.reference}/p/{amira.pk}/"
    browser = client_of(cast.mara)

    for response in (browser.get(path), browser.send(path, {"given_name": "Amira"})):
        assert response.status_code == 410
        assert "This person was erased" in assert_well_made(response, path).text
    people = browser.get(f"/c/{case.reference}/p/").content.decode()
    assert "Erased" in people
    assert path not in people


def test_every_page_of_a_case_in_which_everybody_is_erased_answers(
    cast: Cast, gone: tuple[Case, Person], dara: User
) -> None:
    case, _ = gone
    with enter(cast.alder, by=cast.mara):
        carried_out(confirmed(case, child(case), cast, dara))
    browser, base = client_of(cast.mara), f"/c/{case.reference}/"

    for page in ("", "p/", "p/new/"):
        assert browser.get(base + page).status_code == 200, page
    assert b"Erased" in browser.get(f"{base}p/").content


def test_writing_into_a_case_that_went_is_answered_calmly(
    cast: Cast, gone: tuple[Case, Person], dara: User
) -> None:
    case, _ = gone
    with enter(cast.alder, by=cast.mara):
        carried_out(confirmed(case, child(case), cast, dara))
    path = f"/c/{case.reference}/p/new/"

    response = client_of(cast.mara).send(
        path, {"role": "child", "given_name": "Nia", "relationship": "Sister"}
    )

    assert response.status_code == 410
    assert "Nothing more can be recorded here" in response.content.decode()
    with enter(cast.alder, by=None):
        assert Person.objects.filter(case_people__case=case).count() == 2
