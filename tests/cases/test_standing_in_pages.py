"""Cover, dip-samples and calls: who finds what on their pages, and what they do there."""

import datetime
import random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import roles
from accounts.models import Service, User
from accounts.settings import value_of
from accounts.tenancy import enter
from cases import dip_sample
from cases.models import Cover, Grant
from cases.refusals import Refused
from cases.services import NewPerson, open_case
from tests.cases.test_pages import many_cases
from tests.cases.test_relationships import DAY, NOW, forbid, restrict, sees
from tests.cast import Cast, hire
from tests.pages import Page, assert_well_made, client_of

TODAY = timezone.localdate()
PAGES = ["/c/cover/", "/c/sample/", "/c/calls/"]
WHY = "Supervision on Thursday"


@pytest.fixture
def ida(cast: Cast) -> User:
    """Another IDVA of Alder, with no case of her own."""
    return hire("Ida", cast.alder, roles.IDVA)


@pytest.fixture
def rita(cast: Cast) -> User:
    """Who takes the calls at Alder."""
    return hire("Rita", cast.alder, roles.Reception)


def page(user: User, path: str) -> Page:
    """Open a page as somebody."""
    return assert_well_made(client_of(user).get(path), path)


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_sign_in_and_another_role_finds_nothing(
    path: str, cast: Cast
) -> None:
    assert Client().get(path)["Location"].startswith("/in/")
    assert client_of(cast.ada).get(path).status_code == 404


def arrange(cast: Cast, worker: User, **instead: str) -> Any:
    """Send the form of cover as Mara."""
    data = {
        "colleague": str(cast.ines.pk), "worker": str(worker.pk),
        "starts_on": TODAY.isoformat(), "ends_on": TODAY.isoformat(),
    } | instead  # fmt: skip
    return client_of(cast.mara).send("/c/cover/", data)


def test_cover_is_arranged_seen_by_both_and_ended(cast: Cast, ida: User) -> None:
    assert "Nobody stands in for anybody." in page(cast.mara, "/c/cover/").text
    arrange(cast, ida)
    assert sees(ida, cast.amira, timezone.now())

    for user in (cast.mara, cast.ines, ida):
        assert "Ines Example Ida Example" in page(user, "/c/cover/").text
    assert "Ines" not in page(cast.kay, "/c/cover/").text
    with enter(cast.alder, by=None):
        held = Cover.objects.get()
    assert client_of(cast.kay).send(f"/c/cover/{held.pk}/", {}).status_code == 404
    assert client_of(ida).send(f"/c/cover/{held.pk}/", {}).status_code == 404
    client_of(cast.ines).send(f"/c/cover/{held.pk}/", {})

    assert not sees(ida, cast.amira, timezone.now())


def test_what_is_wrong_with_cover_is_said(cast: Cast, ida: User) -> None:
    yesterday = (TODAY - DAY).isoformat()

    assert b"Choose a last day" in arrange(cast, ida, ends_on=yesterday).content
    assert b"Choose who is away" in arrange(cast, ida, colleague="").content
    assert client_of(ida).send("/c/cover/", {}).status_code == 404


def draw(cast: Cast, by: User, seed: int = 1) -> list[Grant]:
    """Draw from the cases of Ines."""
    with enter(cast.alder, by=by):
        return dip_sample.draw(
            worker=cast.ines, reason=WHY, at=timezone.now(), by=by, chance=random.Random(seed)
        )


def test_a_sample_is_drawn_by_chance_and_ends_by_itself(cast: Cast) -> None:
    many_cases(cast, 8)
    drawn = draw(cast, cast.mara)

    with enter(cast.alder, by=cast.mara):
        assert len(drawn) == value_of("dip_sample_size")
        days = (drawn[0].ends_at or NOW) - drawn[0].starts_at
        assert days == datetime.timedelta(days=value_of("dip_sample_days"))
    with pytest.raises(Refused, match="still open"):
        draw(cast, cast.mara, seed=2)


def test_neither_a_restricted_case_nor_one_in_conflict_is_drawn(cast: Cast) -> None:
    forbid(cast.mara, cast.amira)
    assert draw(cast, cast.mara) == []

    restrict(cast.amira)
    assert draw(cast, hire("Max", cast.alder, roles.ServiceManager)) == []


def test_a_sample_is_of_those_whose_work_one_answers_for(cast: Cast) -> None:
    with pytest.raises(Refused, match="answer for"):
        draw(cast, cast.kay)
    with pytest.raises(Refused, match="answer for"):
        draw(cast, hire("Ros", cast.alder, roles.RefugeManager, cast.house))


def test_a_sample_is_drawn_on_the_page_read_and_given_back(cast: Cast) -> None:
    client = client_of(cast.mara)
    assert "You have drawn nothing" in page(cast.mara, "/c/sample/").text
    client.send("/c/sample/", {"user": str(cast.ines.pk), "reason": WHY})
    assert "Amira Khalid" in page(cast.mara, "/c/sample/").text

    with enter(cast.alder, by=cast.mara):
        held = Grant.objects.get()
    client.send(f"/c/sample/{held.pk}/", {})
    assert "You have drawn nothing" in page(cast.mara, "/c/sample/").text
    again = client.send("/c/sample/", {"user": str(cast.ines.pk), "reason": "hm"})
    assert b"Say why in a few words" in again.content


def open_of(cast: Cast, name: str, service: Service) -> None:
    """Open a case of a service."""
    with enter(service.organisation_id, by=cast.ines):
        open_case(
            survivor=NewPerson(given_name=name, phone="07700 900001"), opened_on=TODAY,
            service=service, by=cast.ines,
        )  # fmt: skip


def test_calls_show_names_and_contact_and_nothing_else(cast: Cast, rita: User) -> None:
    open_of(cast, "Grace", cast.house)

    shown = page(rita, "/c/calls/").text

    assert "Amira Khalid" in shown
    assert "Not checked" in shown
    assert "07700 900001" not in shown
    assert "Tolu" not in shown
    assert "Ines" not in shown
    assert client_of(rita).get(f"/c/{cast.amira.reference}/").status_code == 404
    assert client_of(rita).get("/c/").status_code == 404
    assert client_of(rita).get("/")["Location"] == "/c/calls/"


def test_calls_leave_out_what_is_restricted_in_conflict_or_of_another_house(
    cast: Cast, rita: User
) -> None:
    restrict(cast.amira)
    assert "Nobody is listed here." in page(rita, "/c/calls/").text
    open_of(cast, "Grace", cast.house)
    with enter(cast.alder, by=None):
        grace = cast.house.cases.get()
    forbid(rita, grace)
    assert "Grace" not in page(rita, "/c/calls/").text

    rob = hire("Rob", cast.alder, roles.Reception, cast.house)
    open_of(cast, "Hana", cast.house)
    assert "Hana" in page(rob, "/c/calls/").text
