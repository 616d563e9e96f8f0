"""Pages of safe contact: the rule before the number, and the number covered outside its hours."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts import roles
from accounts.tenancy import enter
from audit.models import Event
from cases.models import Person
from contact.choices import Channel
from contact.models import CoveredOpening
from tests.cast import Cast, hire
from tests.contact.conftest import AFTER, BEFORE, INSIDE, PHONE, rule_of
from tests.pages import assert_well_made, client_of

CASE = "/c/R-1001/"
ANSWERS = {
    "allowed": "yes", "when": "hours", "safe_1_days": "weekdays", "safe_1_from": "09:30",
    "safe_1_until": "12:00", "checked": "yes", "code_word": "parcel",
}  # fmt: skip


def page_of(person: Person, rest: str = "") -> str:
    return f"{CASE}h/{person.pk}/{rest}"


@pytest.fixture
def ways(amira: Person) -> list[str]:
    """Return every address of hers."""
    return [page_of(amira), page_of(amira, "mobile/"), page_of(amira, "mobile/open/")]


@pytest.fixture
def inside() -> Iterator[None]:
    """Let it be within her hours."""
    with time_machine.travel(INSIDE, tick=False):
        yield


@pytest.fixture
def after() -> Iterator[None]:
    """Let it be after her hours."""
    with time_machine.travel(AFTER, tick=False):
        yield


def test_a_stranger_signs_in_first(ways: list[str]) -> None:
    for path in ways:
        assert Client().get(path)["Location"].startswith("/in/")


def test_other_roles_and_busy_strangers_find_nothing(ways: list[str], cast: Cast) -> None:
    for user in (cast.ada, cast.cora, cast.bo, cast.bea):
        browser = client_of(user)
        for path in ways:
            assert browser.get(path).status_code == 404
        assert browser.send(ways[1].replace("mobile/", "mobile/again/"), {}).status_code == 404


def test_her_worker_reads_the_rule_before_the_number(
    amira: Person, cast: Cast, inside: None
) -> None:
    for path in (CASE, f"{CASE}p/", page_of(amira)):
        text = assert_well_made(client_of(cast.ines).get(path), path).text
        assert text.index("Safe to call now") < text.index(PHONE)


def test_outside_its_hours_no_page_holds_the_number(amira: Person, cast: Cast, after: None) -> None:
    browser = client_of(cast.ines)
    for path in ("/c/", CASE, f"{CASE}p/", page_of(amira), page_of(amira, "mobile/open/")):
        content = browser.get(path).content.decode()
        assert "ot before Thu 09:30" in content
        assert PHONE not in content
    found = browser.send("/c/find/", {"term": PHONE}).content.decode()
    assert "Not before Thu 09:30" in found
    assert PHONE not in found.replace(f'value="{PHONE}"', "")


def test_a_covered_number_opens_for_a_reason_that_is_kept(
    amira: Person, cast: Cast, after: None
) -> None:
    browser, path = client_of(cast.ines), page_of(amira, "mobile/open/")

    assert PHONE not in browser.send(path, {"reason": "ok"}).content.decode()
    shown = assert_well_made(browser.send(path, {"reason": "The police ask us to ring"}), path)

    assert shown.text.index("Safe to call, not before Thu 09:30") < shown.text.index(PHONE)
    with enter(cast.alder, by=cast.ines):
        opening = CoveredOpening.objects.get()
        assert (opening.opened_by, opening.reason) == (cast.ines, "The police ask us to ring")
        assert Event.objects.filter(verb="contact.open_covered").count() == 1
    assert "The police ask us to ring" in browser.get(page_of(amira)).content.decode()


def test_reception_sees_the_rule_and_opens_a_number_for_a_reason(
    amira: Person, cast: Cast, after: None
) -> None:
    rita = client_of(hire("Rita", cast.alder, roles.Reception))
    path = page_of(amira, "mobile/open/")

    listed = rita.get("/c/calls/").content.decode()
    opened = rita.send(path, {"reason": "She is on the other line"}).content.decode()

    assert "Not before Thu 09:30" in listed
    assert PHONE not in listed
    assert PHONE in opened
    assert rita.get(page_of(amira)).status_code == 404


def test_what_is_safe_is_recorded_and_counts_at_once(
    amira: Person, cast: Cast, inside: None
) -> None:
    browser, path = client_of(cast.ines), page_of(amira, "sms/")
    assert "parcel" in browser.get(path).content.decode()

    assert browser.send(path, ANSWERS | {"version": 0}).status_code == 302

    assert "Safe to text now, until 12:00" in browser.get(page_of(amira)).content.decode()


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ({"allowed": ""}, "Choose whether it may be used"),
        ({"when": ""}, "Choose when it is safe"),
        ({"safe_1_days": "", "safe_1_from": "", "safe_1_until": ""}, "Enter the days and times"),
        ({"safe_1_until": ""}, "Enter the time until which it counts"),
        ({"safe_1_from": "noon"}, "Enter a time such as 15:00"),
        ({"checked": ""}, "Choose whether this was checked with them"),
    ],
)
def test_what_is_missing_is_asked_for(
    change: dict[str, str], asked: str, amira: Person, cast: Cast
) -> None:
    path = page_of(amira, "sms/")

    page = assert_well_made(client_of(cast.ines).send(path, ANSWERS | change), path)

    assert asked in page.text


def test_two_colleagues_see_each_others_rules(amira: Person, cast: Cast) -> None:
    response = client_of(cast.ines).send(page_of(amira, "mobile/"), ANSWERS | {"version": 0})

    assert response.status_code == 409
    with enter(cast.alder, by=cast.ines):
        assert rule_of(amira, Channel.MOBILE).rule.say_name == "Jo from the dentist"


def test_a_check_is_noted_in_one_click(amira: Person, cast: Cast) -> None:
    later = INSIDE + dt.timedelta(days=60)
    with time_machine.travel(later, tick=False):
        browser = client_of(cast.ines)
        assert "Not checked" in browser.get("/c/").content.decode()
        browser.send(page_of(amira, "mobile/again/"), {"version": 1})
        assert "Safe to call now" not in browser.get(page_of(amira, "email/")).content.decode()

    with enter(cast.alder, by=cast.ines):
        assert rule_of(amira, Channel.MOBILE).checked_on == later.date()


def test_before_its_hours_the_list_says_from_when(amira: Person, cast: Cast) -> None:
    with time_machine.travel(BEFORE, tick=False):
        assert "Not before 09:30" in client_of(cast.ines).get("/c/").content.decode()
