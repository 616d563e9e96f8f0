"""The pages of a case's risk."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts import roles
from accounts.tenancy import enter
from cases.services import allocate
from risk import services
from risk.models import Assessment
from tests.cast import Cast, hire
from tests.pages import assert_well_made, client_of
from tests.risk.test_assessments import TODAY, signed


@pytest.fixture
def begun(cast: Cast) -> Assessment:
    with enter(cast.alder, by=cast.ines):
        return services.start_assessment(case=cast.amira, assessed_on=TODAY, by=cast.ines)


def paths(one: Assessment) -> list[str]:
    base = "/c/R-1001/r/"
    return [base, f"{base}{one.pk}/", f"{base}{one.pk}/answers/", f"{base}{one.pk}/sign/"]


def test_anonymous_goes_to_sign_in(begun: Assessment) -> None:
    for path in paths(begun):
        assert Client().get(path)["Location"].startswith("/in/")


@pytest.mark.parametrize("name", ["ada", "cora", "bo", "kay"])
def test_the_wrong_role_and_the_stranger_find_nothing(
    cast: Cast, begun: Assessment, name: str
) -> None:
    browser = client_of(getattr(cast, name))
    assert [browser.get(path).status_code for path in paths(begun)[1:]] == [404] * 3


@pytest.mark.parametrize("name", ["ada", "cora", "kay"])
def test_the_wrong_role_cannot_begin(cast: Cast, name: str) -> None:
    browser = client_of(getattr(cast, name))
    assert browser.get("/c/R-1001/r/").status_code == 404
    assert browser.send("/c/R-1001/r/new/", {}).status_code == 404


def test_an_assessment_is_not_found_through_another_case(cast: Cast, begun: Assessment) -> None:
    browser = client_of(cast.bo)
    assert browser.get(f"/c/{cast.stranger_case.reference}/r/{begun.pk}/").status_code == 404


def test_a_worker_answers_scores_and_signs(cast: Cast) -> None:
    browser = client_of(cast.ines)
    where = browser.send("/c/R-1001/r/new/", {})["Location"]
    answers = {f"answer_{number}": "yes" for number in range(1, 15)}
    sign = browser.send(where, answers | {"version": "1", "comment_1": "A broken wrist"})[
        "Location"
    ]
    page = assert_well_made(browser.get(sign), sign)
    assert "14 of 24" in page.text
    done = browser.send(sign, {"band": "high", "judgement": "Strangled once", "version": "2"})
    assert done["Location"] == "/c/R-1001/r/"
    with enter(cast.alder, by=None):
        assert Assessment.objects.get().result["band"] == "high"


def test_a_level_below_the_answers_is_refused_in_words(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        one = services.start_assessment(case=cast.amira, assessed_on=TODAY, by=cast.ines)
        answers = {number: {"answer": "yes"} for number in range(1, 15)}
        services.answer(assessment=one, answers=answers, expected_version=1, by=cast.ines)
    response = client_of(cast.ines).send(
        f"/c/R-1001/r/{one.pk}/sign/", {"band": "standard", "version": "2"}
    )
    assert "never lower it" in response.content.decode()


def test_a_higher_level_wants_its_reasons(cast: Cast, begun: Assessment) -> None:
    response = client_of(cast.ines).send(
        f"/c/R-1001/r/{begun.pk}/sign/", {"band": "high", "version": "1"}
    )
    assert "what makes the level higher" in response.content.decode()


def test_what_was_written_stays_when_somebody_else_was_quicker(
    cast: Cast, begun: Assessment
) -> None:
    browser = client_of(cast.ines)
    path = f"/c/R-1001/r/{begun.pk}/answers/"
    browser.send(path, {"answer_1": "no", "version": "1", "later": "1"})
    response = browser.send(path, {"comment_2": "She said so", "version": "1"})
    assert response.status_code == 409
    assert "She said so" in response.content.decode()


def test_every_page_is_well_made(cast: Cast, begun: Assessment) -> None:
    with enter(cast.alder, by=cast.ines):
        done = signed(cast, 3)
    browser = client_of(cast.ines)
    for path in [*paths(begun)[2:], f"/c/R-1001/r/{done.pk}/", "/c/R-1001/r/", "/c/R-1001/"]:
        response = browser.get(path)
        assert response.status_code == 200
        assert_well_made(response, path)


def test_an_item_that_was_not_asked_says_so(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        one = services.start_assessment(case=cast.amira, assessed_on=TODAY, by=cast.ines)
        services.answer(
            assessment=one, answers={1: {"answer": "yes"}}, expected_version=1, by=cast.ines
        )
        services.sign(assessment=one, signed_at=timezone.now(), expected_version=2, by=cast.ines)
    path = f"/c/R-1001/r/{one.pk}/"
    page = assert_well_made(client_of(cast.ines).get(path), path)
    assert page.text.count("Not answered") == 23


def test_who_may_not_assess_is_not_asked_to(cast: Cast, begun: Assessment) -> None:
    cody = hire("Cody", cast.alder, roles.ChildrensWorker)
    with enter(cast.alder, by=cast.mara):
        allocate(case=cast.amira, worker=cody, starts_on=timezone.localdate(), by=cast.mara)
    path = f"/c/{cast.amira.reference}/"

    theirs, hers = (client_of(user).get(path).content.decode() for user in (cody, cast.ines))

    assert ">Assess</a>" in hers
    assert ">Assess</a>" not in theirs
    assert "Go on with it" not in client_of(cody).get(f"{path}r/").content.decode()
