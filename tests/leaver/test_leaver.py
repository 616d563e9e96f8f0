"""Somebody leaves: with the next request everything is dead, on every device and in every queue."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accommodation import shifts
from accommodation.models import Shift
from accounts import role_giving, roles, settings
from accounts.models import Membership, RoleProposal, User
from accounts.services import create_membership, end_membership
from accounts.sign_in import leaving
from accounts.tenancy import enter
from audit.models import Event
from cases import allocations, cover, grants
from cases.choices import GrantKind
from cases.models import Allocation, Case, Grant
from cases.services import NewPerson, allocate, open_case
from jobs import locks as job_locks
from jobs import queue, running
from jobs.models import Job, State
from returns.views import TASK
from tests.api.asking import Program, make_token
from tests.cast import LONG_AGO, Cast, hire
from tests.pages import Page, client_of
from tests.sign_in.people import enrolled, enter_password
from tests.sign_in.test_passkeys import REFUSED, browser, enter_passkey, key_of

pytestmark = pytest.mark.django_db

DEVICES = 20


@pytest.fixture(autouse=True)
def no_attempts_yet(db: None) -> None:
    cache.clear()


def send_away(cast: Cast, who: str = "ines", by: str = "mara") -> None:
    """Press the one button."""
    user: User = getattr(cast, who)
    client_of(getattr(cast, by)).send(f"/z/access/{user.pk}/", {"act": "leave"})


def ask_for_work(cast: Cast) -> Job:
    """Put something into the queue in Ines's name."""
    arguments = {"year": "2022-23"}
    return queue.enqueue(TASK, organisation_id=cast.alder.pk, arguments=arguments, by=cast.ines)


@pytest.mark.parametrize("by", ["mara", "ada"])
def test_twenty_sessions_are_dead_on_their_next_request(cast: Cast, by: str) -> None:
    enrolled(cast.ines)
    with enter(cast.alder, by=cast.ada):
        settings.change("sessions_at_once", to=DEVICES, number=1, by=cast.ada)
    devices = [client_of(cast.ines) for _ in range(DEVICES)]
    path = f"/c/{cast.amira.reference}/"
    assert all(device.get(path).status_code == 200 for device in devices)
    before = Session.objects.count()

    send_away(cast, by=by)

    assert all(device.get(path).status_code == 302 for device in devices)
    assert all(device.send(f"{path}close/", {}).status_code == 302 for device in devices)
    assert Session.objects.count() <= before - DEVICES + 1


def test_neither_password_nor_passkey_signs_in_again(cast: Cast) -> None:
    key, client = key_of(enrolled(cast.ines)), browser()

    send_away(cast)

    assert enter_password(client, cast.ines).status_code == 200
    assert REFUSED in enter_passkey(client, key).content
    assert not Authenticator.objects.filter(user=cast.ines).exists()


def test_what_waits_in_the_queue_in_their_name_is_not_done(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        job = ask_for_work(cast)
    send_away(cast)

    job.refresh_from_db()
    assert (job.state, job.failure) == (State.FAILED, "Whoever asked for this has left.")


def test_a_job_that_is_taken_afterwards_is_not_done_either(cast: Cast) -> None:
    send_away(cast)
    with enter(cast.alder, by=None):
        job = ask_for_work(cast)

    with job_locks.session() as locks:
        taken = running.take(job.pk, locks, now=timezone.now())

    job.refresh_from_db()
    assert (taken, job.state) == (None, State.FAILED)


def test_a_token_of_theirs_opens_nothing_more(cast: Cast) -> None:
    token, text = make_token(enrolled(cast.mara), cast.alder)
    program = Program(text)
    assert program.get("/api/token/").status_code == 200

    send_away(cast, who="mara", by="ada")

    assert program.get("/api/token/").status_code == 401
    token.refresh_from_db()
    assert token.ended_at


def test_a_token_ends_though_its_owner_works_elsewhere(cast: Cast) -> None:
    with enter(cast.birch, by=None):
        create_membership(user=cast.mara, role=roles.IDVA, starts_on=LONG_AGO, by=None)
    _, text = make_token(cast.mara, cast.alder)

    send_away(cast, who="mara", by="ada")

    assert Program(text).get("/api/token/").status_code == 401


def test_their_open_cases_are_listed_to_hand_over(cast: Cast) -> None:
    send_away(cast)

    page = client_of(cast.mara).get(f"/z/access/{cast.ines.pk}/").content.decode()

    assert f"/c/{cast.amira.reference}/" in page
    assert "Amira" not in page
    assert "Khalid" not in page


def test_an_administrator_ends_access_and_learns_of_no_case(cast: Cast) -> None:
    send_away(cast, by="ada")

    page = client_of(cast.ada).get(f"/z/access/{cast.ines.pk}/").content.decode()

    assert cast.amira.reference not in page


def test_what_they_did_in_the_last_fourteen_days_is_listed(cast: Cast) -> None:
    client_of(cast.ines).get(f"/c/{cast.amira.reference}/")
    send_away(cast)

    with enter(cast.alder, by=cast.mara):
        used = leaving.access_of(cast.ines, now=timezone.now())
        later = leaving.access_of(cast.ines, now=timezone.now() + 2 * leaving.REPORTED)

    assert "case.open" in {one.verb for one in used}
    assert later == []


def test_somebody_who_works_elsewhere_too_goes_on_there(cast: Cast) -> None:
    with enter(cast.birch, by=None):
        create_membership(user=cast.ines, role=roles.IDVA, starts_on=LONG_AGO, by=None)
    device = client_of(enrolled(cast.ines))

    send_away(cast)

    assert device.get("/d/").status_code == 302
    again = client_of(User.objects.get(pk=cast.ines.pk))
    assert again.get("/d/").status_code == 200
    assert again.get(f"/c/{cast.amira.reference}/").status_code == 404


def test_a_role_that_began_today_ends_too(cast: Cast) -> None:
    today = timezone.localdate()
    with enter(cast.alder, by=None):
        create_membership(user=cast.ines, role=roles.KeyWorker, starts_on=today, by=None)

    send_away(cast)

    with enter(cast.alder, by=cast.mara):
        assert not Membership.objects.live_on(today).filter(user=cast.ines).exists()


@pytest.mark.parametrize("by", ["kay", "bea", "cora"])
def test_nobody_else_ends_it(cast: Cast, by: str) -> None:
    answer = client_of(getattr(cast, by)).send(f"/z/access/{cast.ines.pk}/", {"act": "leave"})

    assert answer.status_code == 404
    assert User.objects.get(pk=cast.ines.pk).is_active


def test_nobody_ends_her_own(cast: Cast) -> None:
    send_away(cast, who="mara")

    assert User.objects.get(pk=cast.mara.pk).is_active


def test_an_old_session_asks_who_it_is_first(cast: Cast) -> None:
    client = client_of(enrolled(cast.mara))
    session = client.session
    session["started"] = session["started"] - 3600
    session.save()

    answer = client.post(f"/z/access/{cast.ines.pk}/", {"act": "leave", "once": str(uuid4())})

    assert answer["Location"].startswith("/in/again/?next=")
    assert User.objects.get(pk=cast.ines.pk).is_active


def test_when_it_cannot_be_done_whole_nothing_is_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(user: User) -> None:
        raise RuntimeError

    monkeypatch.setattr("accounts.sign_in.history.end_every_session", fails)
    send_away(cast)

    today = timezone.localdate()
    assert User.objects.get(pk=cast.ines.pk).is_active
    with enter(cast.alder, by=cast.mara):
        assert Membership.objects.live_on(today).filter(user=cast.ines).exists()


def test_a_stranger_is_sent_to_sign_in(cast: Cast) -> None:
    assert Client().post(f"/z/access/{cast.ines.pk}/", {"act": "leave"}).status_code == 302


def test_what_was_given_does_not_come_back_with_somebody_who_is_hired_again(cast: Cast) -> None:
    now = timezone.now()
    with enter(cast.alder, by=cast.mara):
        grant = grants.give(
            case=cast.amira, user=cast.ines, kind=GrantKind.REQUESTED, reason="To advise on court",
            starts_at=now, ends_at=now + timedelta(days=10), by=cast.mara,
        )  # fmt: skip
    assert grant.ended_at is None

    send_away(cast)

    with enter(cast.alder, by=cast.mara):
        assert not Grant.objects.filter(user=cast.ines).not_over_at(now).exists()
        assert Event.objects.filter(verb="access.end", actor_id=cast.mara.pk).count() == 1


def hire_again(cast: Cast, who: User) -> User:
    """Give a role anew to somebody who had left; return them as their next request does."""
    with enter(cast.alder, by=cast.ada):
        User.objects.filter(pk=who.pk).update(is_active=True)
        create_membership(user=who, role=roles.IDVA, starts_on=LONG_AGO, by=cast.ada)
    return User.objects.get(pk=who.pk)


def listed(cast: Cast) -> bool:
    """Say whether Amira's case is on the list of what Ines left to hand over."""
    with enter(cast.alder, by=cast.mara):
        work = leaving.open_work(cast.ines, viewer=cast.mara)
    return cast.amira.reference in {one.name for one in work}


def test_cases_do_not_come_back_with_somebody_who_is_hired_again(cast: Cast) -> None:
    today = timezone.localdate()
    with enter(cast.alder, by=cast.ines):
        later = open_case(survivor=NewPerson(given_name="Noor"), opened_on=today, by=cast.ines)
        allocate(case=later, worker=cast.ines, starts_on=today + timedelta(days=1), by=cast.mara)

    send_away(cast)
    again = hire_again(cast, cast.ines)

    with enter(cast.alder, by=again):
        for day in (0, 1, 2):
            moment = timezone.now() + timedelta(days=day)
            assert not Case.objects.visible_to(again, at=moment).exists()
        assert not Allocation.objects.live_on(today).filter(worker=again).exists()
    assert listed(cast)


def test_a_case_is_listed_until_it_is_given_to_somebody_else(cast: Cast) -> None:
    ida = hire("Ida", cast.alder, roles.IDVA)
    send_away(cast)
    assert listed(cast)

    with enter(cast.alder, by=cast.mara):
        allocations.give(case=cast.amira, worker=ida, starts_on=timezone.localdate(), by=cast.mara)

    assert not listed(cast)


def test_who_stands_in_for_a_leaver_goes_on_until_the_case_is_given(cast: Cast) -> None:
    ida, ivy = hire("Ida", cast.alder, roles.IDVA), hire("Ivy", cast.alder, roles.IDVA)
    today = timezone.localdate()
    with enter(cast.alder, by=cast.mara):
        cover.give(
            colleague=cast.ines, worker=ida, starts_on=today, ends_on=today + timedelta(days=9),
            today=today, by=cast.mara,
        )  # fmt: skip
    send_away(cast)

    with enter(cast.alder, by=cast.mara):
        assert Case.objects.visible_to(ida).filter(pk=cast.amira.pk).exists()
        allocations.give(case=cast.amira, worker=ivy, starts_on=today, by=cast.mara)
        assert not Case.objects.visible_to(ida).filter(pk=cast.amira.pk).exists()


def test_a_role_that_a_leaver_proposed_for_herself_cannot_be_confirmed_any_more(cast: Cast) -> None:
    now = timezone.now()
    with enter(cast.alder, by=cast.ada):
        proposal = role_giving.give(
            user=cast.ada, role=roles.ServiceManager, starts_on=LONG_AGO, now=now, by=cast.ada
        )
    assert isinstance(proposal, RoleProposal)

    send_away(cast, who="ada")

    with enter(cast.alder, by=cast.mara):
        assert not RoleProposal.objects.waiting().exists()
        with pytest.raises(role_giving.AlreadyDecided):
            role_giving.confirm(proposal=proposal, now=now, by=cast.mara)


def test_shifts_do_not_come_back_with_somebody_who_is_hired_again(cast: Cast) -> None:
    now = timezone.now()
    with enter(cast.alder, by=cast.mara):
        shifts.give(
            house=cast.house, worker=cast.ines, starts_at=now, ends_at=now + timedelta(hours=8),
            now=now, by=cast.mara,
        )  # fmt: skip

    send_away(cast)

    with enter(cast.alder, by=cast.mara):
        assert not Shift.objects.not_over_at(timezone.now()).exists()


def test_whoever_holds_no_role_any_more_reads_so_on_the_next_page(cast: Cast) -> None:
    device = client_of(cast.ines)
    with enter(cast.alder, by=cast.ada):
        for held in Membership.objects.filter(user=cast.ines):
            end_membership(membership=held, ends_on=LONG_AGO, by=cast.ada)

    assert "You hold no role here now." in Page(device.get("/", follow=True)).text
    assert device.get(f"/c/{cast.amira.reference}/").status_code == 404
