"""Services and teams end with a date, once nothing hangs on them, and may go on again."""

import datetime

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accommodation.models import Provision
from accommodation.services import create_provision
from accounts import ending, role_giving, roles
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import LastDay, Membership, Service, Team
from accounts.services import create_membership, create_service, create_team
from accounts.tenancy import enter
from audit import events
from audit.models import Event
from cases.access import services_to_open_in
from cases.models import Case
from cases.services import NewPerson, close_case, open_case
from returns.services import derive
from tests.cast import LONG_AGO, Cast, hire
from tests.pages import Page, assert_well_made, client_of

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
SERVICES = "/z/services/"


@pytest.fixture
def scheme(cast: Cast) -> Service:
    """A service of Alder in which nobody works."""
    with enter(cast.alder, by=None):
        return create_service(name="Lily scheme", by=None)


def path_of(part: ending.Part) -> str:
    kind = "services" if isinstance(part, Service) else "teams"
    return f"/z/{kind}/{part.pk}/end/"


def end(cast: Cast, part: ending.Part, on: datetime.date | None = TODAY) -> None:
    """End a service or a team as the administrator."""
    with enter(cast.alder, by=cast.ada):
        part.refresh_from_db()
        ending.end(part=part, ends_on=on, now=timezone.now(), by=cast.ada)


def send(cast: Cast, part: ending.Part, on: datetime.date | None = TODAY) -> Page:
    """Send the form as the administrator."""
    sent = {"ends_on": on.isoformat() if on else "", "version": part.version}
    return Page(client_of(cast.ada).send(path_of(part), sent))


def test_a_stranger_is_asked_to_sign_in(cast: Cast, scheme: Service) -> None:
    assert Client().get(path_of(scheme))["Location"].startswith("/in/")


@pytest.mark.parametrize("who", ["ines", "kay", "mara", "cora", "bea"])
def test_the_wrong_role_finds_nothing(who: str, cast: Cast, scheme: Service) -> None:
    client = client_of(getattr(cast, who))

    assert client.get(path_of(scheme)).status_code == 404
    assert client.send(path_of(scheme), {"ends_on": "2026-01-01"}).status_code == 404


def test_another_organisation_s_is_not_there(cast: Cast) -> None:
    assert client_of(cast.ada).get(path_of(cast.birch_house)).status_code == 404


def test_it_ends_with_its_event_and_its_history_and_goes_on_again(
    cast: Cast, scheme: Service
) -> None:
    client, yesterday = client_of(cast.ada), TODAY - DAY

    sent = client.send(path_of(scheme), {"ends_on": yesterday.isoformat(), "version": "1"})
    page = assert_well_made(client.get(sent["Location"]), sent["Location"])
    assert "Its last day was" in page.text
    client.send(path_of(scheme), {"ends_on": "", "version": "2"})

    with enter(cast.alder, by=None):
        [last, first] = LastDay.objects.of_service(scheme)
        assert (first.before, first.after, first.changed_by) == (None, yesterday, cast.ada)
        assert (last.before, last.after) == (yesterday, None)
        ended = Event.objects.filter(verb="service.end", actor_id=cast.ada.pk)
        assert {scheme.pk in one.subjects for one in ended} == {True}
    assert "Its last day" not in Page(client.get(f"{SERVICES}{scheme.pk}/")).text


def test_what_was_said_of_a_last_day_is_never_changed(cast: Cast, scheme: Service) -> None:
    end(cast, scheme)

    with enter(cast.alder, by=None):
        events.write("test.change", by=None, subjects=[scheme.pk])
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            LastDay.objects.update(after=None)


def test_a_day_to_come_is_refused(cast: Cast, scheme: Service) -> None:
    assert "Enter today or a day before" in send(cast, scheme, TODAY + DAY).text


def test_nobody_overwrites_unseen(cast: Cast, scheme: Service) -> None:
    client = client_of(cast.ada)
    client.send(path_of(scheme), {"ends_on": "", "version": "1"})

    late = client.send(path_of(scheme), {"ends_on": TODAY.isoformat(), "version": "1"})

    assert "Somebody changed this while you were writing" in Page(late).text
    with enter(cast.alder, by=None), pytest.raises(ChangedMeanwhile):
        ending.end(part=scheme, ends_on=TODAY, now=timezone.now(), by=None, expected_version=9)


def test_an_open_case_keeps_its_service_and_is_told_as_a_number(cast: Cast) -> None:
    with enter(cast.alder, by=cast.mara):
        case = open_case(
            survivor=NewPerson(given_name="Somebody"), opened_on=TODAY - DAY, service=cast.house,
            worker=cast.mara, by=cast.mara,
        )  # fmt: skip
    refused = send(cast, cast.house)

    assert "Something below goes on after this day" in refused.text
    assert "Cases that are open, or were closed after that day: 1" in refused.text
    assert case.reference not in refused.text
    with enter(cast.alder, by=None):
        assert Service.objects.get(pk=cast.house.pk).ends_on is None
        assert not LastDay.objects.exists()


def test_a_case_that_was_closed_after_the_day_counts(cast: Cast, scheme: Service) -> None:
    with enter(cast.alder, by=cast.mara):
        case = open_case(
            survivor=NewPerson(given_name="Somebody"), opened_on=TODAY - 9 * DAY, service=scheme,
            worker=cast.mara, by=cast.mara,
        )  # fmt: skip
        close_case(case=case, closed_on=TODAY, expected_version=case.version, by=cast.mara)

    with pytest.raises(ending.StillNeeded):
        end(cast, scheme, TODAY - DAY)
    end(cast, scheme, TODAY)


def test_whoever_works_there_and_whoever_was_invited_are_named_with_a_way_on(cast: Cast) -> None:
    invited = {
        "full_name": "Nia New", "email": "nia@example.org", "role": "key_worker",
        "where": f"service:{cast.house.pk}", "starts_on": TODAY.isoformat(), "ends_on": "",
    }  # fmt: skip
    client = client_of(cast.ada)
    client.send("/z/people/new/", invited)
    page = client.get(path_of(cast.house))

    assert "Kay Example is Key worker here" in Page(page).text
    assert "Nia New (invited) is Key worker here" in Page(page).text
    with enter(cast.alder, by=None):
        role = Membership.objects.get(user=cast.kay)
    assert f"/z/people/role/{role.pk}/" in page.content.decode()


def test_a_role_that_waits_to_be_confirmed_keeps_it(cast: Cast, scheme: Service) -> None:
    with enter(cast.alder, by=cast.ada):
        hire("Abe", cast.alder, roles.Administrator)
        role_giving.give(
            user=cast.ada, role=roles.KeyWorker, service=scheme, starts_on=TODAY,
            now=timezone.now(), by=cast.ada,
        )  # fmt: skip

    assert "1 role here waits to be confirmed" in send(cast, scheme).text


def test_places_that_are_bought_keep_it_and_the_return_counts_them_as_before(
    cast: Cast, scheme: Service
) -> None:
    with enter(cast.alder, by=None):
        bought = create_provision(
            service=scheme, accommodation_type="refuge", bedspaces=7, authority_code="E10000030",
            commissioned_from=datetime.date(2022, 4, 1), by=None,
        )  # fmt: skip
    assert "Refuge: say until when it is bought" in send(cast, scheme).text
    with enter(cast.alder, by=None):
        events.write("test.end", by=None, subjects=[bought.pk])
        Provision.objects.update(commissioned_to=datetime.date(2023, 3, 31))
    before = derive("E10000030", "2022-23")
    assert 7 in before.cells.values()
    end(cast, scheme)

    assert derive("E10000030", "2022-23").as_json() == before.as_json()


def test_what_has_ended_is_chosen_for_nothing_and_its_records_stay(
    cast: Cast, scheme: Service
) -> None:
    with enter(cast.alder, by=None):
        team = create_team(service=scheme, name="Night", by=None)
        events.write("test.place", by=None, subjects=[cast.amira.pk])
        closed = TODAY - 3 * DAY
        Case.objects.filter(pk=cast.amira.pk).update(service=scheme, closed_on=closed)
    end(cast, scheme, TODAY - DAY)
    client = client_of(cast.ada)

    with enter(cast.alder, by=cast.mara):
        assert services_to_open_in(cast.mara) == [cast.house]
        assert not Team.objects.running_on(TODAY).exists()
        assert Team.objects.running_on(TODAY - DAY).get() == team
    assert "Lily scheme" not in client.get("/z/people/new/").content.decode()
    assert "Lily scheme" not in Page(client.get(SERVICES)).text
    assert "Lily scheme" in Page(client.get(f"{SERVICES}?show=ended")).text
    summary = f"/c/{cast.amira.reference}/"
    assert client_of(cast.mara).get(summary).status_code == 200


def test_a_team_ends_once_nobody_is_in_it(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        team = create_team(service=cast.house, name="Night", by=None)
        role = create_membership(
            user=cast.ines, role=roles.IDVA, starts_on=LONG_AGO, team=team, by=None
        )
    assert "Ines Example is IDVA here" in send(cast, team).text
    with enter(cast.alder, by=None):
        events.write("test.end", by=None, subjects=[role.pk])
        Membership.objects.filter(pk=role.pk).update(ends_on=TODAY)
    send(cast, team)

    assert "until" in Page(client_of(cast.ada).get(f"{SERVICES}{cast.house.pk}/")).text
    with enter(cast.alder, by=None):
        assert Team.objects.get().ends_on == TODAY


def test_what_is_being_written_is_kept(cast: Cast, scheme: Service) -> None:
    client = client_of(cast.ada)
    client.post(f"/unsaved/end-service/{scheme.pk}/", {"ends_on": "2026-02-03"})

    page = client.get(path_of(scheme))
    assert "2026-02-03" in page.content.decode()
