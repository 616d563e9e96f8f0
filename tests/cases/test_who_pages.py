"""Who can open a case: the page that says so, and what is given and taken back on it."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from accounts.models import User
from accounts.tenancy import enter
from cases import cover
from cases.models import Allocation, Case, Disclosure, Grant
from tests.cases.test_pages import path_of, second_case_of_birch
from tests.cases.test_relationships import forbid, restrict, sees
from tests.cast import Cast, hire
from tests.pages import Page, assert_well_made, client_of

PAGES = ["w/", "w/worker/", "w/give/", "w/partner/", "w/restrict/"]
TODAY = timezone.localdate()
NEXT_WEEK = TODAY + datetime.timedelta(days=7)
WHY = "Stands in while Ines is at court"


@pytest.fixture
def ida(cast: Cast) -> User:
    """Another IDVA of Alder, with no case of her own."""
    return hire("Ida", cast.alder, roles.IDVA)


def page_of(cast: Cast, user: User | None = None, end: str = "w/") -> Page:
    """Open one of the pages as somebody, Mara unless said."""
    path = path_of(cast.amira, end)
    return assert_well_made(client_of(user or cast.mara).get(path), path)


def send(cast: Cast, end: str, **data: str) -> Any:
    """Send one of the forms as Mara."""
    return client_of(cast.mara).send(path_of(cast.amira, end), data)


@pytest.mark.parametrize("end", PAGES)
def test_the_pages_are_for_those_who_say_who_works_on_a_case(end: str, cast: Cast) -> None:
    assert Client().get(path_of(cast.amira, end))["Location"].startswith("/in/")
    for user in (cast.ines, cast.kay, cast.ada, cast.cora):
        assert client_of(user).get(path_of(cast.amira, end)).status_code == 404
    theirs = path_of(second_case_of_birch(cast), end)
    assert client_of(cast.bea).get(theirs).status_code == 200
    assert client_of(cast.mara).get(theirs).status_code == 404
    page_of(cast, end=end)


def test_everybody_who_can_open_the_case_stands_there_with_the_reason(
    cast: Cast, ida: User
) -> None:
    with enter(cast.alder, by=cast.mara):
        cover.give(
            colleague=cast.ines, worker=ida, starts_on=TODAY, ends_on=NEXT_WEEK, today=TODAY,
            by=cast.mara,
        )  # fmt: skip

    text = page_of(cast).text

    assert "3 people, now" in text
    assert "Ines Example IDVA The case is allocated to them" in text
    assert "Ida Example IDVA They stand in for the worker, until the end of" in text
    assert "Mara Example Service manager Their role covers every case here" in text
    assert "Kay Example" not in text


def test_the_page_asks_the_database_as_often_for_few_people_as_for_many(cast: Cast) -> None:
    client, path = client_of(cast.mara), path_of(cast.amira, "w/")
    with CaptureQueriesContext(connection) as for_few:
        client.get(path)
    for number in range(12):
        hire(f"Idva{number}", cast.alder, roles.ServiceManager)
    with CaptureQueriesContext(connection) as for_many:
        page = assert_well_made(client.get(path), path)

    assert "14 people" in page.text
    assert len(for_many) == len(for_few)


def test_a_case_is_given_to_a_worker_and_taken_back(cast: Cast, ida: User) -> None:
    answer = send(cast, "w/worker/", user=str(ida.pk))
    assert answer["Location"] == path_of(cast.amira, "w/")
    assert sees(ida, cast.amira, timezone.now())

    with enter(cast.alder, by=None):
        held = Allocation.objects.get(worker=ida)
    send(cast, f"w/worker/{held.pk}/")
    assert not sees(ida, cast.amira, timezone.now())


def test_a_case_is_handed_over_from_one_to_another(cast: Cast, ida: User) -> None:
    with enter(cast.alder, by=None):
        held = Allocation.objects.get(case=cast.amira)

    assert "Hand over from Ines Example" in page_of(cast, end=f"w/worker/?from={held.pk}").text
    send(cast, f"w/worker/?from={held.pk}", user=str(ida.pk))

    assert sees(ida, cast.amira, timezone.now())
    assert not sees(cast.ines, cast.amira, timezone.now())


def test_who_must_not_know_of_a_case_is_refused_like_anybody_who_cannot_have_it(
    cast: Cast, ida: User
) -> None:
    forbid(ida, cast.amira)

    said = {send(cast, "w/worker/", user=str(user.pk)).content for user in (ida, cast.ada)}

    assert all(b"cannot be given this case. Choose somebody else" in one for one in said)
    assert "Ida" not in page_of(cast).text
    send(cast, "w/give/", user=str(ida.pk), last_day=NEXT_WEEK.isoformat(), reason=WHY)
    assert not sees(ida, cast.amira, timezone.now())


def test_access_is_given_with_a_reason_and_ended(cast: Cast, ida: User) -> None:
    send(cast, "w/give/", user=str(ida.pk), last_day=NEXT_WEEK.isoformat(), reason=WHY)

    assert WHY in page_of(cast).text
    assert sees(ida, cast.amira, timezone.now())
    with enter(cast.alder, by=None):
        grant = Grant.objects.get(user=ida)
    assert timezone.localtime(grant.ends_at).date() == NEXT_WEEK + datetime.timedelta(days=1)

    send(cast, f"w/give/{grant.pk}/")
    assert not sees(ida, cast.amira, timezone.now())


@pytest.mark.parametrize(
    ("instead", "words"),
    [
        ({"reason": "because"}, "Say why in a few words"),
        ({"last_day": ""}, "Say until when the access holds"),
        ({"last_day": "2020-01-01"}, "Choose an end that is still to come"),
        ({"last_day": "2099-01-01"}, "Choose an end within 14 days"),
        ({"user": ""}, "Choose a person"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    cast: Cast, ida: User, instead: dict[str, str], words: str
) -> None:
    data = {"user": str(ida.pk), "last_day": NEXT_WEEK.isoformat(), "reason": WHY} | instead

    response = send(cast, "w/give/", **data)

    assert words in response.content.decode()
    assert data["reason"] in response.content.decode()
    assert not sees(ida, cast.amira, timezone.now())


def test_nobody_gives_herself_access(cast: Cast) -> None:
    response = send(
        cast, "w/give/", user=str(cast.mara.pk), last_day=NEXT_WEEK.isoformat(), reason=WHY
    )

    assert b"Choose a person" in response.content


def test_a_grant_of_another_case_is_not_ended_below_this_one(cast: Cast) -> None:
    theirs = second_case_of_birch(cast)
    with enter(cast.birch, by=None):
        held = Allocation.objects.get(case=theirs)

    assert send(cast, f"w/worker/{held.pk}/").status_code == 404
    assert send(cast, f"w/give/{held.pk}/").status_code == 404


def test_a_partner_sees_a_part_for_a_purpose_and_it_stands_as_shared(cast: Cast) -> None:
    assert "Nobody works here as a partner yet" in page_of(cast, end="w/partner/").text
    pat = hire("Pat", cast.alder, roles.Partner)

    data = {
        "user": str(pat.pk), "organisation": str(cast.birch.pk), "basis": "consent",
        "field_classes": "identity", "last_day": NEXT_WEEK.isoformat(),
        "reason": "Her application for a home",
    }  # fmt: skip
    send(cast, "w/partner/", **data)

    with enter(cast.alder, by=None):
        assert Grant.objects.get(user=pat).field_classes == ["identity"]
        assert Disclosure.objects.get().to_organisation == cast.birch
    assert sees(pat, cast.amira, timezone.now())


def test_a_case_is_restricted_somebody_is_named_and_it_is_opened_again(
    cast: Cast, ida: User
) -> None:
    version = str(cast.amira.version)
    send(cast, "w/restrict/", reason="A cousin of hers works here", version=version)
    assert sees(cast.mara, cast.amira, timezone.now())
    assert "2 people, now" in page_of(cast).text

    send(cast, "w/give/", user=str(ida.pk), last_day="", reason=WHY)
    assert sees(ida, cast.amira, timezone.now())

    with enter(cast.alder, by=None):
        version = str(Case.objects.get(pk=cast.amira.pk).version)
    send(cast, "w/restrict/", version=version)
    assert not sees(ida, cast.amira, timezone.now())
    assert sees(cast.mara, cast.amira, timezone.now())


def test_a_case_that_was_changed_meanwhile_is_not_restricted_unseen(cast: Cast) -> None:
    response = send(cast, "w/restrict/", reason="A cousin of hers works here", version="99")

    assert response.status_code == 409
    assert b"Somebody changed this case meanwhile" in response.content


def test_a_restricted_case_is_not_there_for_a_manager_who_is_not_named(cast: Cast) -> None:
    restrict(cast.amira)

    assert client_of(cast.mara).get(path_of(cast.amira, "w/")).status_code == 404
    assert send(cast, "w/restrict/", version="1").status_code == 404


def test_the_summary_leads_those_there_who_may_look(cast: Cast) -> None:
    assert "Who can open this" in page_of(cast, end="").text
    assert "Who can open this" not in page_of(cast, cast.ines, "").text
