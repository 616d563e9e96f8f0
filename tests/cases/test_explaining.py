"""The page that says why somebody can open a case agrees with what lets them in."""

import pytest
from django.utils import timezone

from accounts import roles
from accounts.models import User
from accounts.permissions import Permission
from accounts.tenancy import enter
from cases.choices import GrantKind
from cases.explaining import explain
from cases.models import Case
from tests.cases.test_relationships import HOUR, NOW, forbid, give, restrict
from tests.cast import Cast, hire
from tests.pages import client_of

PATH = "/c/why/"


def ask(asker: User, person: User, reference: str) -> str:
    """Ask on the page, and return what it says."""
    answer = client_of(asker).get(PATH, {"person": str(person.pk), "case": reference})
    return answer.content.decode()


@pytest.fixture
def dora(cast: Cast) -> User:
    """Alder's data protection lead."""
    return hire("Dora", cast.alder, roles.DataProtectionLead)


@pytest.mark.parametrize("who", ["ines", "kay", "ada", "cora"])
def test_the_wrong_role_finds_nothing(cast: Cast, who: str) -> None:
    assert client_of(getattr(cast, who)).get(PATH).status_code == 404


def test_a_manager_learns_why(cast: Cast) -> None:
    text = ask(cast.mara, cast.ines, cast.amira.reference)

    assert "Ines Example can open" in text
    assert "The case is allocated to them." in text


def test_what_is_explained_is_what_is_decided(cast: Cast, dora: User) -> None:
    ida = hire("Ida", cast.alder, roles.IDVA)
    people = [cast.ines, cast.kay, cast.mara, cast.ada, ida, dora]
    for change in (
        lambda: None,
        lambda: give(ida, cast.amira, GrantKind.REQUESTED, ends=timezone.now() + HOUR),
        lambda: restrict(cast.amira),
        lambda: forbid(cast.ines, cast.amira),
    ):
        change()
        for person in people:
            with enter(cast.alder, by=dora):
                case = Case.objects.get(pk=cast.amira.pk)
                opens = Case.objects.visible_to(person).filter(pk=case.pk).exists()
                assert explain(person, case).opens == opens, person


def test_a_conflict_is_named_and_forbids(cast: Cast, dora: User) -> None:
    forbid(cast.ines, cast.amira)
    text = ask(dora, cast.ines, cast.amira.reference)

    assert "Ines Example cannot open" in text
    assert "A conflict of interest" in text


def test_absent_foreign_and_conflicted_cases_are_answered_alike(cast: Cast, dora: User) -> None:
    forbid(dora, cast.amira)
    # Birch's first case has the same reference as Alder's.
    references = {"R-9999", cast.stranger_case.reference, cast.amira.reference}
    answers = {ask(dora, cast.ines, one).replace(one, "").split("<main")[1] for one in references}

    assert len(answers) == 1
    assert "no case of this reference" in answers.pop()


def test_a_manager_cannot_ask_about_a_case_that_she_does_not_see(cast: Cast) -> None:
    restrict(cast.amira)
    give(cast.ines, cast.amira, GrantKind.NAMED, ends=NOW + HOUR)

    assert "no case of this reference" in ask(cast.mara, cast.ines, cast.amira.reference)


def test_whoever_may_ask_may_know_of_conflicts() -> None:
    for role in roles.ROLES.values():
        if Permission.ACCESS_EXPLAIN in role.permissions:
            assert Permission.CONFLICTS_MANAGE in role.permissions, role.code


def test_the_data_protection_lead_cannot_ask_about_a_restricted_case(
    cast: Cast, dora: User
) -> None:
    assert "can open" in ask(dora, cast.ines, cast.amira.reference)

    restrict(cast.amira)

    assert "no case of this reference" in ask(dora, cast.ines, cast.amira.reference)
