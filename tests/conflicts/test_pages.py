"""Pages about people whom staff know and about conflicts: who opens them and what they do."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts import reviews, roles
from accounts.choices import ReviewKind
from accounts.models import ReviewItem, User
from accounts.services import create_service
from accounts.tenancy import enter
from audit.models import Event
from cases import emergency, restriction
from cases.conflicts import services
from cases.models import Conflict, Declaration
from tests.cast import Cast, hire
from tests.conflicts.people import AMIRA, conflicts_of, declare, sees
from tests.pages import assert_well_made, client_of

KNOWN = "/you/known/"


@pytest.fixture
def dee(cast: Cast) -> User:
    """The data protection lead of Alder."""
    return hire("Dee", cast.alder, roles.DataProtectionLead)


@pytest.mark.parametrize("path", [KNOWN, f"{KNOWN}new/", "/w/", "/n/", "/n/new/"])
def test_a_stranger_is_asked_to_sign_in(path: str, db: None) -> None:
    assert Client().get(path)["Location"].startswith("/in/")


def test_whoever_has_not_said_whom_they_know_is_reminded(cast: Cast) -> None:
    browser = client_of(cast.ines)
    assert "You have not said yet" in browser.get("/d/").content.decode()

    browser.send(f"{KNOWN}nobody/", {})

    assert "You have not said yet" not in browser.get("/d/").content.decode()
    assert "You have not said yet" in client_of(cast.mara).get("/d/").content.decode()


def test_she_declares_somebody_on_a_page(cast: Cast) -> None:
    browser = client_of(cast.ines)
    assert_well_made(browser.get(f"{KNOWN}new/"), KNOWN)

    response = browser.send(f"{KNOWN}new/", AMIRA | {"date_of_birth": ""})

    assert response["Location"] == KNOWN
    assert "Ameera Khaled" in assert_well_made(browser.get(KNOWN), KNOWN).text
    assert not sees(cast.ines, cast.amira)
    assert "You have not said yet" not in browser.get("/d/").content.decode()


def test_what_they_are_to_her_must_be_said(cast: Cast) -> None:
    response = client_of(cast.ines).send(f"{KNOWN}new/", {"given_name": "Ameera"})

    assert "Say what they are to you" in response.content.decode()
    with enter(cast.alder, by=None):
        assert not Declaration.objects.exists()


def test_nobody_else_reads_or_ends_a_declaration(cast: Cast, dee: User) -> None:
    declaration = declare(cast.ines, cast.alder)
    path = f"{KNOWN}{declaration.pk}/"
    assert_well_made(client_of(cast.ines).get(path), path)

    for other in (cast.mara, dee, cast.kay, cast.bea):
        browser = client_of(other)
        assert browser.get(path).status_code == 404
        assert browser.send(f"{path}end/", {"version": "1"}).status_code == 404
        assert "Ameera" not in browser.get(KNOWN).content.decode()


def test_she_changes_and_ends_her_own(cast: Cast) -> None:
    declaration = declare(cast.ines, cast.alder, given_name="Ann", relationship="aunt")
    browser, path = client_of(cast.ines), f"{KNOWN}{declaration.pk}/"

    stale = browser.send(path, AMIRA | {"version": "7"})
    assert stale.status_code == 409
    browser.send(path, AMIRA | {"version": "1"})
    assert not sees(cast.ines, cast.amira)
    browser.send(f"{path}end/", {"version": "2"})

    assert "Nobody is on your list" in browser.get(KNOWN).content.decode()
    assert not sees(cast.ines, cast.amira)


def test_a_manager_lifts_a_conflict_with_a_reason(cast: Cast) -> None:
    declare(cast.ines, cast.alder)
    [conflict] = conflicts_of(cast.ines, cast.alder)
    browser, path = client_of(cast.mara), f"/w/{conflict.pk}/"
    page = assert_well_made(browser.get(path), path)
    assert "Declared: Ameera Khaled (my sister)" in page.text

    without = browser.send(path, {"lift": "1", "reason": ""})
    assert "Say why" in without.content.decode()
    browser.send(path, {"lift": "1", "reason": "Another family"})

    assert sees(cast.ines, cast.amira)
    with enter(cast.alder, by=None):
        assert not ReviewItem.objects.open().filter(kind=ReviewKind.CONFLICT).exists()
        assert Conflict.objects.get().lifted_because == "Another family"


def test_a_manager_confirms_a_conflict(cast: Cast) -> None:
    declare(cast.ines, cast.alder)
    [conflict] = conflicts_of(cast.ines, cast.alder)

    client_of(cast.mara).send(f"/w/{conflict.pk}/", {"confirm": "1", "reason": "Her sister"})

    assert not sees(cast.ines, cast.amira)
    with enter(cast.alder, by=None):
        [item] = ReviewItem.objects.filter(kind=ReviewKind.CONFLICT)
        assert (item.closed_by, item.outcome) == (cast.mara, "Her sister")


def test_whom_it_concerns_never_sees_it_nor_does_a_worker(cast: Cast) -> None:
    declare(cast.mara, cast.alder)
    [conflict] = conflicts_of(cast.mara, cast.alder)
    for user in (cast.mara, cast.ines, cast.kay, cast.bea):
        browser = client_of(user)
        assert browser.get(f"/w/{conflict.pk}/").status_code == 404
        assert cast.amira.reference not in browser.get("/w/").content.decode()

    with enter(cast.alder, by=None):
        services.lift(conflict=conflict, reason="No", lifted_at=timezone.now(), by=cast.ines)
    assert client_of(cast.mara).get(f"/w/{conflict.pk}/").status_code == 404
    assert "Declared" not in client_of(cast.mara).get(f"/c/{cast.amira.reference}/kept/").text


def test_the_data_protection_lead_sees_what_a_match_needs(cast: Cast, dee: User) -> None:
    declare(cast.ines, cast.alder, **AMIRA, phone="01632 960001")
    [conflict] = conflicts_of(cast.ines, cast.alder)
    browser = client_of(dee)

    assert cast.amira.reference in browser.get("/w/").content.decode()
    page = browser.get(f"/w/{conflict.pk}/").content.decode()
    assert "Ameera Khaled" in page
    for hidden in ("Amira", "960001", f"/c/{cast.amira.reference}/"):
        assert hidden not in page


def test_a_restricted_case_is_not_the_data_protection_leads(cast: Cast, dee: User) -> None:
    with enter(cast.alder, by=cast.ines):
        cast.amira.restricted = True
        services.set_conflict(case=cast.amira, user=cast.kay, reason="Kin", by=cast.ines)
        cast.amira.save(update_fields=["restricted"])
    [conflict] = conflicts_of(cast.kay, cast.alder)

    for user in (dee, cast.mara):
        assert client_of(user).get(f"/w/{conflict.pk}/").status_code == 404
        assert cast.amira.reference not in client_of(user).get("/w/").content.decode()


def test_a_manager_keeps_a_case_from_a_colleague(cast: Cast) -> None:
    browser, path = client_of(cast.mara), f"/c/{cast.amira.reference}/kept/"
    assert_well_made(browser.get(path), path)

    wrong = browser.send(path, {"user": str(cast.bo.pk), "reason": "Elsewhere"})
    assert "Choose who" in wrong.content.decode()
    browser.send(path, {"user": str(cast.ines.pk), "reason": "Her cousin"})

    assert not sees(cast.ines, cast.amira)
    with enter(cast.alder, by=None):
        [event] = Event.objects.filter(verb="conflict.set")
        assert set(event.subjects) >= {cast.amira.pk, cast.ines.pk}
    assert client_of(cast.ines).get(path).status_code == 404


def test_only_those_who_manage_conflicts_open_the_page_of_a_case(cast: Cast) -> None:
    path = f"/c/{cast.amira.reference}/kept/"

    assert client_of(cast.ines).get(path).status_code == 404
    assert client_of(cast.kay).get(path).status_code == 404
    assert "Amira" not in client_of(cast.bea).get(path).content.decode()
    assert client_of(cast.ines).get(f"/c/{cast.amira.reference}/").status_code == 200


def test_whoever_opens_a_case_of_whom_they_know_hands_it_over(cast: Cast) -> None:
    declare(cast.mara, cast.alder, given_name="Grace", family_name="Bell")
    response = client_of(cast.mara).send(
        "/c/new/",
        {
            "service": str(cast.house.pk), "opened_on": "2026-11-01", "summary": "",
            "survivor-given_name": "Grace", "survivor-family_name": "Bell",
            "child-TOTAL_FORMS": "0", "child-INITIAL_FORMS": "0",
        },
    )  # fmt: skip

    assert response["Location"] == "/c/"
    page = client_of(cast.mara).get("/c/?whose=all").content.decode()
    assert "Grace" not in page


def test_whoever_came_in_an_emergency_lifts_nothing(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        other = create_service(name="Other House", by=None)
    ros = hire("Ros", cast.alder, roles.RefugeManager, other)
    with enter(cast.alder, by=cast.mara):
        conflict = services.set_conflict(case=cast.amira, user=cast.kay, reason="Kin", by=cast.mara)
    path = f"/w/{conflict.pk}/"
    with enter(cast.alder, by=ros):
        emergency.open_case(
            reference=cast.amira.reference, reason="She rang from the hospital",
            at=timezone.now(), by=ros,
        )  # fmt: skip

    assert sees(ros, cast.amira)
    assert client_of(ros).get(path).status_code == 404
    assert client_of(cast.mara).get(path).status_code == 200


def test_a_review_of_a_conflict_ends_with_the_decision_alone(cast: Cast, dee: User) -> None:
    declare(cast.ines, cast.alder)
    [conflict] = conflicts_of(cast.ines, cast.alder)
    with enter(cast.alder, by=None):
        item = ReviewItem.objects.get(kind=ReviewKind.CONFLICT)
    browser, path, page = client_of(dee), f"/z/reviews/{item.pk}/", f"/w/{conflict.pk}/"
    shown = assert_well_made(browser.get(path), path).text
    assert "Close this review" not in shown
    assert page in browser.get(path).content.decode()

    browser.send(path, {"outcome": "Seen", "version": str(item.version)})
    with enter(cast.alder, by=dee):
        assert ReviewItem.objects.get(pk=item.pk).closed_at is None
        with pytest.raises(reviews.NotDecided):
            reviews.close(item=item, outcome="Seen", closed_at=timezone.now(), by=dee)

    browser.send(page, {"reason": "It is her sister", "confirm": "1"})
    with enter(cast.alder, by=dee):
        assert ReviewItem.objects.get(pk=item.pk).outcome == "It is her sister"


def test_who_may_not_decide_a_conflict_is_told_who_does(cast: Cast, dee: User) -> None:
    declare(cast.ines, cast.alder)
    with enter(cast.alder, by=cast.mara):
        restriction.restrict(
            case=cast.amira, reason="Her brother works here", at=timezone.now(),
            expected_version=1, by=cast.mara,
        )  # fmt: skip
        item = ReviewItem.objects.get(kind=ReviewKind.CONFLICT)
    path = f"/z/reviews/{item.pk}/"

    page = client_of(dee).get(path).content.decode()

    assert "A colleague who manages conflicts" in page
    assert "/w/" not in page.split("<main")[1]
