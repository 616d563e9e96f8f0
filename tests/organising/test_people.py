"""The people of an organisation: roles given and ended, and none given to oneself alone."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import role_giving, roles
from accounts.access import has_permission
from accounts.models import Membership, RoleProposal, User
from accounts.permissions import Permission
from accounts.services import NobodyLeft, create_organisation, create_team, end_membership
from accounts.tenancy import enter
from audit import events
from audit.models import Event
from tests.cast import LONG_AGO, Cast, hire
from tests.pages import Page, assert_well_made, client_of

PEOPLE = "/z/people/"
WAITING = f"{PEOPLE}waiting/"


def today() -> dt.date:
    return timezone.localdate()


def role_of(user: User) -> str:
    return f"{PEOPLE}{user.pk}/role/"


def given(role: str, **more: str) -> dict[str, str]:
    return {"role": role, "where": "", "starts_on": today().isoformat(), "ends_on": ""} | more


def may_see_cases(user: User, cast: Cast) -> bool:
    with enter(cast.alder, by=user):
        return has_permission(User.objects.get(pk=user.pk), Permission.CASE_SEE)


@pytest.mark.parametrize("path", [PEOPLE, WAITING])
def test_a_stranger_is_asked_to_sign_in(path: str, db: None) -> None:
    assert Client().get(path)["Location"].startswith("/in/")


@pytest.mark.parametrize("who", ["ines", "kay", "mara", "cora", "bea"])
def test_the_wrong_role_finds_nobody(who: str, cast: Cast) -> None:
    client = client_of(getattr(cast, who))

    assert client.get(PEOPLE).status_code == 404
    assert client.get(f"{PEOPLE}{cast.ada.pk}/").status_code == 404
    assert client.send(role_of(cast.ines), given("administrator")).status_code == 404


def test_an_administrator_reads_who_works_here_as_what(cast: Cast) -> None:
    page = assert_well_made(client_of(cast.ada).get(PEOPLE), PEOPLE)

    assert "kay@example.org Key worker, Alder House" in page.text
    assert "Bea Example" not in page.text


def test_the_list_costs_the_same_however_many_work_here(cast: Cast) -> None:
    client = client_of(cast.ada)
    with CaptureQueriesContext(connection) as few:
        client.get(PEOPLE)
    for number in range(60):
        hire(f"Worker{number}", cast.alder, roles.IDVA)

    with CaptureQueriesContext(connection) as many:
        answer = client.get(PEOPLE)

    assert "1 to 50 of 64 people" in Page(answer).text
    assert len(many) == len(few)


def test_somebody_elsewhere_is_not_there(cast: Cast) -> None:
    client = client_of(cast.ada)
    with enter(cast.birch, by=None):
        theirs = Membership.objects.get(user=cast.bea)

    for path in (f"{PEOPLE}{cast.bea.pk}/", role_of(cast.bea), f"{PEOPLE}role/{theirs.pk}/"):
        assert client.get(path).status_code == 404
        assert client.send(path, given("administrator")).status_code in (404, 405)
    assert not may_see_cases(cast.bea, cast)


def test_a_role_is_given_in_a_team_from_a_day_to_a_day(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        team = create_team(service=cast.house, name="Night", by=None)
    client = client_of(cast.ada)
    last = today() + dt.timedelta(days=30)

    client.send(
        role_of(cast.ines), given("key_worker", where=f"team:{team.pk}", ends_on=last.isoformat())
    )

    with enter(cast.alder, by=None):
        held = Membership.objects.get(user=cast.ines, role="key_worker")
    assert (held.service_id, held.team_id, held.ends_on) == (cast.house.pk, team.pk, last)
    assert "Alder House, Night" in Page(client.get(f"{PEOPLE}{cast.ines.pk}/")).text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"role": ""}, "Choose a role"),
        ({"role": "superuser"}, "Select a valid choice"),
        ({"role": "key_worker"}, "Choose the service: this role is about one"),
        ({"where": "service:00000000-0000-4000-8000-000000000000"}, "Select a valid choice"),
        ({"starts_on": ""}, "Enter the first day on which it holds"),
        ({"ends_on": "2020-01-01"}, "The last day is on or after the first"),
    ],
)
def test_what_is_wrong_with_a_role_is_said(change: dict[str, str], said: str, cast: Cast) -> None:
    answer = client_of(cast.ada).send(role_of(cast.ines), given("idva") | change)

    assert said in Page(answer).text
    with enter(cast.alder, by=None):
        assert Membership.objects.filter(user=cast.ines).count() == 1


def test_a_role_in_a_house_elsewhere_cannot_be_given(cast: Cast) -> None:
    where = f"service:{cast.birch_house.pk}"
    answer = client_of(cast.ada).send(role_of(cast.ines), given("key_worker", where=where))

    assert "Select a valid choice" in Page(answer).text


def test_an_ended_role_is_dead_with_the_next_page(cast: Cast) -> None:
    worker = client_of(cast.kay)
    assert worker.get("/c/").status_code == 200
    with enter(cast.alder, by=None):
        held = Membership.objects.get(user=cast.kay)
    yesterday = (today() - dt.timedelta(days=1)).isoformat()

    client_of(cast.ada).send(f"{PEOPLE}role/{held.pk}/", {"ends_on": yesterday, "version": "1"})

    assert worker.get("/c/").status_code in (403, 404)


def test_a_role_given_by_mistake_is_taken_back_on_its_first_day(cast: Cast) -> None:
    client = client_of(cast.ada)
    client.send(role_of(cast.cora), given("idva"))
    client.send(role_of(cast.ines), given("service_manager"))
    with enter(cast.alder, by=None):
        held = Membership.objects.get(user=cast.ines, role="service_manager")
    path, yesterday = f"{PEOPLE}role/{held.pk}/", today() - dt.timedelta(days=1)

    client.send(path, {"ends_on": yesterday.isoformat(), "version": "1"})

    with enter(cast.alder, by=None):
        held.refresh_from_db()
    assert held.ends_on == yesterday
    earlier = {"ends_on": "2020-01-01", "version": "2"}
    assert "on or after the first" in Page(client.send(path, earlier)).text


def test_an_end_can_be_taken_back(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        held = Membership.objects.get(user=cast.ines)
    client, path = client_of(cast.ada), f"{PEOPLE}role/{held.pk}/"

    client.send(path, {"ends_on": today().isoformat(), "version": "1"})
    client.send(path, {"ends_on": "", "version": "2"})

    with enter(cast.alder, by=None):
        assert Membership.objects.get(pk=held.pk).ends_on is None


def test_the_last_who_manages_people_stays(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        held = Membership.objects.get(user=cast.ada)
    ended = {"ends_on": today().isoformat(), "version": "1"}

    answer = client_of(cast.ada).send(f"{PEOPLE}role/{held.pk}/", ended)

    assert "Nobody would be left who manages people" in Page(answer).text


def test_one_who_cannot_sign_in_does_not_count_as_left(cast: Cast) -> None:
    gone = hire("Gone", cast.alder, roles.Administrator)
    gone.is_active = False
    gone.save(update_fields=["is_active"])

    with enter(cast.alder, by=cast.ada), pytest.raises(NobodyLeft):
        end_membership(
            membership=Membership.objects.get(user=cast.ada), ends_on=today(), by=cast.ada
        )


def test_a_role_given_to_oneself_opens_nothing_until_somebody_else_confirms(cast: Cast) -> None:
    ada, mara = client_of(cast.ada), client_of(cast.mara)

    ada.send(role_of(cast.ada), given("service_manager"))

    assert not may_see_cases(cast.ada, cast)
    assert ada.get("/c/").status_code == 404
    with enter(cast.alder, by=None):
        proposal = RoleProposal.objects.get()
    assert "Ada Example , for themselves: Service manager" in Page(mara.get(WAITING)).text
    mara.send(f"{WAITING}{proposal.pk}/", {"answer": "confirm"})
    assert may_see_cases(cast.ada, cast)


def test_nobody_confirms_her_own(cast: Cast) -> None:
    client = client_of(cast.ada)
    client.send(role_of(cast.ada), given("idva"))
    with enter(cast.alder, by=None):
        proposal = RoleProposal.objects.get()

    client.send(f"{WAITING}{proposal.pk}/", {"answer": "confirm"})

    assert not may_see_cases(cast.ada, cast)
    with (
        enter(cast.alder, by=None),
        pytest.raises(IntegrityError, match="confirmed_by_another"),
        transaction.atomic(),
    ):
        events.write("probe", by=None, subjects=[])
        RoleProposal.objects.update(decided_by=cast.ada, decided_at=timezone.now())


@pytest.mark.parametrize("who", ["ines", "kay", "cora", "bea"])
def test_a_worker_or_a_stranger_confirms_nothing(who: str, cast: Cast) -> None:
    client_of(cast.ada).send(role_of(cast.ada), given("idva"))
    with enter(cast.alder, by=None):
        proposal = RoleProposal.objects.get()
    client = client_of(getattr(cast, who))

    answer = client.send(f"{WAITING}{proposal.pk}/", {"answer": "confirm"})

    assert answer.status_code == 404
    assert not may_see_cases(cast.ada, cast)


def test_a_refused_role_stays_refused(cast: Cast) -> None:
    client_of(cast.ada).send(role_of(cast.ada), given("idva"))
    mara = client_of(cast.mara)
    with enter(cast.alder, by=None):
        proposal = RoleProposal.objects.get()

    mara.send(f"{WAITING}{proposal.pk}/", {"answer": "refuse"})
    again = mara.send(f"{WAITING}{proposal.pk}/", {"answer": "confirm"})

    assert "decided it already" in Page(mara.get(again["Location"])).text
    assert not may_see_cases(cast.ada, cast)


def test_her_own_can_be_taken_back(cast: Cast) -> None:
    client = client_of(cast.ada)
    client.send(role_of(cast.ada), given("idva"))
    with enter(cast.alder, by=None):
        proposal = RoleProposal.objects.get()

    client.send(f"{WAITING}{proposal.pk}/", {"answer": "refuse"})

    assert "Nothing waits." in Page(client.get(WAITING)).text
    assert not may_see_cases(cast.ada, cast)


def test_the_only_one_there_ever_was_gives_herself_a_role_and_the_trail_says_so(db: None) -> None:
    elm = create_organisation(name="Elm", kind="charity", by=None)
    ann = hire("Ann", elm, roles.Administrator)
    client = client_of(ann)

    client.send(role_of(ann), given("service_manager"))

    with enter(elm, by=None):
        assert Membership.objects.filter(user=ann, role="service_manager").exists()
        said = Event.objects.get(verb="role.confirm").purpose
    assert said == "nobody else could confirm it"
    assert "while nobody else could confirm it" in Page(client.get(f"{PEOPLE}{ann.pk}/")).text


def test_ending_the_others_does_not_make_her_alone(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada):
        managers = Membership.objects.filter(user=cast.mara)
        end_membership(membership=managers.get(), ends_on=LONG_AGO, by=cast.ada)

    client_of(cast.ada).send(role_of(cast.ada), given("service_manager"))

    assert not may_see_cases(cast.ada, cast)


def test_a_role_and_its_proposal_are_rolled_back_together(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_of(cast.ada).send(role_of(cast.ada), given("idva"))
    with enter(cast.alder, by=None):
        proposal = RoleProposal.objects.get()

    def fail(**_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(role_giving, "create_membership", fail)
    assert (
        client_of(cast.mara).send(f"{WAITING}{proposal.pk}/", {"answer": "confirm"}).status_code
        == 500
    )

    with enter(cast.alder, by=None):
        assert RoleProposal.objects.waiting().count() == 1


@pytest.mark.parametrize("role", ["service_manager", "administrator"])
def test_a_role_about_the_whole_organisation_is_not_given_for_one_service(
    cast: Cast, role: str
) -> None:
    answer = client_of(cast.ada).send(
        role_of(cast.ines), given(role, where=f"service:{cast.house.pk}")
    )

    assert "this role is about all of it" in answer.content.decode()
    with enter(cast.alder, by=None):
        assert not Membership.objects.filter(user=cast.ines, role=role).exists()


def test_the_list_of_roles_and_the_list_of_access_lead_to_each_other(cast: Cast) -> None:
    roles_of, access_of = f"/z/people/{cast.ines.pk}/", f"/z/access/{cast.ines.pk}/"
    browser = client_of(cast.ada)

    for one, other in (("/z/people/", "/z/access/"), (roles_of, access_of)):
        assert f'href="{other}"' in browser.get(one).content.decode()
        assert f'href="{one}"' in browser.get(other).content.decode()
    for path in ("/z/access/", access_of):
        page = client_of(cast.mara).get(path).content.decode()
        assert "/z/people/" not in page, "a manager opens no list of roles"
