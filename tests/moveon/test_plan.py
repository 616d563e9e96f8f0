"""The plan for moving on: ways to a home, offers, where not, and the time after a move."""

import datetime
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.tenancy import enter
from cases.left_open import left_open
from moveon import housing, resettling
from moveon.models import HousingOption, Offer, Resettlement, ResettlementVisit
from tests.cast import Cast
from tests.pages import assert_well_made, client_of

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
ADDRESSES = ["", "new/", "not/", "after/"]


def at(end: str = "") -> str:
    return f"/c/R-1001/y/{end}"


def an_option(cast: Cast, **fields: object) -> HousingOption:
    given = {"kind": "council", "where": "Linden Borough"} | fields
    return housing.add_option(case=cast.amira, fields=given, by=cast.ines)


def agreed(cast: Cast, **fields: object) -> Resettlement:
    given = {"agreed": True, "agreed_on": TODAY, "details": {"how": "Ring first"}} | fields
    return resettling.agree(case=cast.amira, fields=given, expected_version=0, by=cast.ines)


def test_a_worker_records_a_way_to_a_home_and_what_was_offered(cast: Cast) -> None:
    browser = client_of(cast.ines)
    written = {
        "kind": "council", "state": "applied", "where": "Linden Borough", "band": "B",
        "applied_on": TODAY.isoformat(), "duty": "main",
    }  # fmt: skip
    assert browser.send(at("new/"), written)["Location"] == at()
    with enter(cast.alder, by=cast.ines):
        option = HousingOption.objects.get()
    offered = {"made_on": TODAY.isoformat(), "place": "2 Example Row", "answer": "waiting",
               "answer_by": TODAY.isoformat()}  # fmt: skip

    assert browser.send(at(f"{option.pk}/new/"), offered)["Location"] == at()

    page = assert_well_made(browser.get(at()), at())
    for said in ("Council housing", "Linden Borough", "Main duty", "2 Example Row"):
        assert said in page.text
    assert "1 offer waits for an answer" in browser.get("/c/R-1001/").content.decode()
    assert "An offer of a home is to be answered" in browser.get("/d/").content.decode()


def test_an_answer_has_its_day_and_comes_after_the_offer(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        option = an_option(cast)
    browser, path = client_of(cast.ines), at(f"{option.pk}/new/")
    refused = {"made_on": TODAY.isoformat(), "answer": "refused"}

    assert "Enter the day of the answer" in browser.send(path, refused).content.decode()
    early = refused | {"answered_on": (TODAY - DAY).isoformat()}
    assert "on or after the day it was offered" in browser.send(path, early).content.decode()


@pytest.mark.parametrize(
    "fields", [{"answer": "refused"}, {"answer": "refused", "answered_on": TODAY - DAY}]
)
def test_the_database_holds_answer_and_day_together(
    in_alder: Cast, fields: dict[str, object]
) -> None:
    option = an_option(in_alder)
    with pytest.raises(IntegrityError), transaction.atomic():
        housing.record_offer(option=option, fields={"made_on": TODAY} | fields, by=in_alder.ines)
    assert not Offer.objects.exists()


def test_nobody_visits_who_was_not_asked_to(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        kept = agreed(cast, ends_on=TODAY + 30 * DAY)
        coming = resettling.plan_visit(
            resettlement=kept, due_on=TODAY, words="Bring the kettle", by=cast.ines
        )
        with pytest.raises(resettling.NotAgreed):
            resettling.plan_visit(
                resettlement=kept, due_on=TODAY + 31 * DAY, words="", by=cast.ines
            )
    browser = client_of(cast.ines)
    assert "Visit or call after the move" in browser.get("/d/").content.decode()
    stop = {"agreed": "no", "agreed_on": TODAY.isoformat(), "version": "1"}

    assert browser.send(at("after/"), stop)["Location"] == at()

    with enter(cast.alder, by=cast.ines):
        assert ResettlementVisit.objects.get(pk=coming.pk).dropped
    answer = browser.send(at("after/new/"), {"due_on": TODAY.isoformat()})
    assert "She has not agreed that somebody comes on that day" in answer.content.decode()


def test_what_somebody_else_agreed_is_not_overwritten_unseen(in_alder: Cast) -> None:
    agreed(in_alder)
    with pytest.raises(ChangedMeanwhile):
        agreed(in_alder, agreed=False)
    assert Resettlement.objects.get().agreed


def test_a_case_does_not_close_over_an_offer_or_a_visit(in_alder: Cast) -> None:
    housing.record_offer(option=an_option(in_alder), fields={"made_on": TODAY}, by=in_alder.ines)
    resettling.plan_visit(resettlement=agreed(in_alder), due_on=TODAY, words="", by=in_alder.ines)

    words = [one.words for one in left_open(in_alder.amira, on=TODAY)]

    assert "A home was offered and is not answered." in words
    assert "A visit after the move is still to come." in words


def test_the_plan_asks_the_same_number_of_questions_for_many_ways(cast: Cast) -> None:
    def asked() -> int:
        browser = client_of(cast.ines)
        browser.get(at())
        with CaptureQueriesContext(connection) as queries:
            browser.get(at())
        return len(queries)

    with enter(cast.alder, by=cast.ines):
        housing.record_offer(option=an_option(cast), fields={"made_on": TODAY}, by=cast.ines)
    for_one = asked()
    with enter(cast.alder, by=cast.ines):
        for _ in range(6):
            housing.record_offer(option=an_option(cast), fields={"made_on": TODAY}, by=cast.ines)

    assert asked() == for_one


def test_where_somebody_lives_shows_to_nobody_who_may_not_see_it(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        an_option(cast, where="Linden Borough")
        housing.avoid(case=cast.amira, fields={"area": "Hazel Town", "why": ""}, by=cast.ines)
        agreed(cast, home="2 Example Row")

    fewer = roles.ServiceManager.permissions - {Permission.LOCATION_SEE}
    with patch.object(roles.ServiceManager, "permissions", fewer):
        kept_from = client_of(cast.mara).get(at()).content.decode()
        area = client_of(cast.mara).get(at("not/"))
    shown = client_of(cast.mara).get(at()).content.decode()

    assert area.status_code == 404
    for secret in ("Linden Borough", "Hazel Town", "2 Example Row"):
        assert secret not in kept_from
        assert secret in shown


@pytest.mark.parametrize("end", ADDRESSES)
def test_anonymous_wrong_role_and_busy_stranger(cast: Cast, end: str) -> None:
    assert Client().get(at(end)).status_code == 302
    assert client_of(cast.ada).get(at(end)).status_code == 404
    assert client_of(cast.kay).get(at(end)).status_code == 404
    with enter(cast.alder, by=cast.ines):
        option = an_option(cast)
    assert client_of(cast.bo).get(at(f"{option.pk}/")).status_code == 404
    assert client_of(cast.ines).get(at(end)).status_code == 200
