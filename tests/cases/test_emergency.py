"""Opening a case in an emergency: for an hour, told, looked into, a few times a day, never more."""

import datetime
import re
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from accounts import settings as organisation_settings
from accounts.models import Membership, ReviewItem, ReviewNotice, User
from accounts.services import create_membership, create_service, create_team
from accounts.tenancy import enter
from audit import events
from audit.models import Event
from cases import allocations, emergency, restriction
from cases.choices import ConflictSource, GrantKind
from cases.models import Case, Conflict, EmergencyOpening, Grant
from cases.refusals import Refused
from encryption.wrapping import ClassKey
from tests.cases.test_pages import path_of
from tests.cast import LONG_AGO, Cast, hire, make_user
from tests.pages import assert_well_made, client_of, said
from tests.sign_in.people import enrolled

PATH = "/c/urgent/"
NOW = timezone.now()
HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)
REASON = "She is at the hospital and her worker is away"
VALUES = re.compile(r"""'[^']*'|\b\d+\b|"s\d+_x\d+\"""")


@pytest.fixture
def ida(cast: Cast) -> User:
    """Another IDVA of Alder, with no case of her own."""
    return hire("Ida", cast.alder, roles.IDVA)


def opened(cast: Cast, by: User, *, at: datetime.datetime = NOW) -> emergency.Opened:
    """Open Ines's case in an emergency."""
    with enter(cast.alder, by=by):
        return emergency.open_case(reference=cast.amira.reference, reason=REASON, at=at, by=by)


def forbid(cast: Cast, user: User) -> None:
    with enter(cast.alder, by=None):
        events.write("test.conflict", by=None, subjects=[cast.amira.pk])
        Conflict.objects.create(
            organisation_id=cast.alder.pk, case=cast.amira, user=user,
            source=ConflictSource.MANAGER, reason="her sister",
        )  # fmt: skip


def restrict(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        events.write("test.restrict", by=None, subjects=[cast.amira.pk])
        Case.objects.filter(pk=cast.amira.pk).update(restricted=True)


def sees(user: User, case: Case, at: datetime.datetime = NOW) -> bool:
    with enter(case.organisation_id, by=user):
        return Case.objects.visible_to(user, at=at).filter(pk=case.pk).exists()


def send(client: Any, cast: Cast, **instead: str) -> Any:
    return client.send(PATH, {"reference": cast.amira.reference, "reason": REASON, **instead})


def test_it_opens_one_case_for_exactly_an_hour(cast: Cast, ida: User) -> None:
    opened(cast, ida)

    assert sees(ida, cast.amira, NOW + HOUR - datetime.timedelta(microseconds=1))
    assert not sees(ida, cast.amira, NOW + HOUR)
    assert not sees(cast.kay, cast.amira)


def test_the_database_refuses_an_emergency_of_more_than_an_hour(cast: Cast, ida: User) -> None:
    opened(cast, ida)

    with enter(cast.alder, by=None), transaction.atomic():
        events.write("test.lengthen", by=None, subjects=[cast.amira.pk])
        with pytest.raises(IntegrityError, match="lasts_an_hour"), transaction.atomic():
            Grant.objects.update(ends_at=NOW + 2 * HOUR)


def test_its_worker_and_a_manager_are_told_and_somebody_looks_into_it(
    cast: Cast, ida: User
) -> None:
    told = opened(cast, ida).told

    assert told == [cast.ines, cast.mara]
    with enter(cast.alder, by=None):
        item = ReviewItem.objects.get()
        assert (item.about, item.case_id, item.reason) == (ida, cast.amira.pk, REASON)
        assert item.due_at == NOW + 72 * HOUR
        assert {notice.user for notice in ReviewNotice.objects.all()} == {cast.ines, cast.mara}
        assert Event.objects.filter(actor_id=ida.pk, verb="access.emergency_open").count() == 1


def test_the_deadline_and_the_daily_number_are_the_organisation_s(cast: Cast, ida: User) -> None:
    with enter(cast.alder, by=cast.ada):
        organisation_settings.change("break_glass_review_hours", to="24", by=cast.ada)
        organisation_settings.change("break_glass_per_day", to="1", by=cast.ada)
    opened(cast, ida)

    with enter(cast.alder, by=None):
        assert ReviewItem.objects.get().due_at == NOW + 24 * HOUR
    with pytest.raises(emergency.TooOften):
        opened(cast, ida)


def test_a_refusal_leaves_an_event_that_names_no_case(cast: Cast, ida: User) -> None:
    rhea = hire("Rhea", cast.alder, roles.Reception)
    asked: dict[str, Any] = {"reference": cast.amira.reference, "reason": REASON, "at": NOW}
    with enter(cast.alder, by=ida):
        for _ in range(3):
            emergency.open_case(**asked, by=ida)
        with pytest.raises(emergency.TooOften):
            emergency.open_case(**asked, by=ida)
        with pytest.raises(emergency.NotForThisRole):
            emergency.open_case(**asked, by=rhea)

        left = Event.objects.filter(verb="access.emergency_refused").order_by("at")
        assert [one.subjects == [one.actor_id] for one in left] == [True, True]


def alone(cast: Cast, *gone: User) -> None:
    """Let these people hold no role any more."""
    with enter(cast.alder, by=None):
        events.write("test.leave", by=None, subjects=[one.pk for one in gone])
        Membership.objects.filter(user__in=gone).update(ends_on=LONG_AGO)


def told_on(cast: Cast, by: User, day: datetime.date) -> list[User]:
    """Say who would be told at noon of a day."""
    noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
    with enter(cast.alder, by=None):
        return emergency.people_to_tell(cast.amira, by, noon)


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (["kay"], "Mara Example has been told; nobody else here may be told"),
        (["kay", "mara"], "Nobody here may be told: ring your manager"),
    ],
)
def test_where_there_are_not_two_it_says_so(
    gone: list[str], said: str, cast: Cast, ida: User
) -> None:
    alone(cast, cast.ines, *(getattr(cast, name) for name in gone))
    client = client_of(ida)
    page = client.get(send(client, cast)["Location"]).content.decode()

    assert said in page


def test_the_one_who_opens_never_takes_the_place_of_a_second_worker(cast: Cast, ida: User) -> None:
    with enter(cast.alder, by=cast.mara):
        allocations.give(case=cast.amira, worker=ida, starts_on=NOW.date(), by=cast.mara)

    assert told_on(cast, cast.ines, NOW.date()) == [ida, cast.mara]


def test_a_worker_who_left_makes_room_for_the_next(cast: Cast, ida: User) -> None:
    with enter(cast.alder, by=cast.mara):
        allocations.give(case=cast.amira, worker=ida, starts_on=NOW.date(), by=cast.mara)
    alone(cast, cast.ines)

    assert told_on(cast, cast.kay, NOW.date()) == [ida, cast.mara]


def test_two_are_told_where_the_only_manager_opens_it(cast: Cast) -> None:
    forbid(cast, cast.ines)
    dee = hire("Dee", cast.alder, roles.IDVA)

    assert told_on(cast, cast.mara, NOW.date()) == [cast.kay, dee]


def test_who_is_told_is_who_worked_on_it_at_that_moment(cast: Cast, ida: User) -> None:
    tomorrow = NOW.date() + datetime.timedelta(days=1)
    with enter(cast.alder, by=cast.mara):
        allocations.give(case=cast.amira, worker=ida, starts_on=tomorrow, by=cast.mara)
    forbid(cast, cast.ines)

    assert told_on(cast, cast.kay, NOW.date())[0] == cast.mara
    assert told_on(cast, cast.kay, tomorrow)[0] == ida


def test_the_manager_of_the_service_through_a_team_comes_before_others(
    cast: Cast, ida: User
) -> None:
    with enter(cast.alder, by=None):
        events.write("test.place", by=None, subjects=[cast.amira.pk])
        Case.objects.filter(pk=cast.amira.pk).update(service=cast.house)
        team = create_team(service=cast.house, name="Night", by=None)
        ros = make_user("Ros")
        create_membership(
            user=ros, role=roles.RefugeManager, starts_on=LONG_AGO, team=team, by=None
        )
        cast.amira.refresh_from_db()

    assert told_on(cast, ida, NOW.date()) == [cast.ines, ros]


def test_whoever_must_not_know_of_the_case_is_not_told(cast: Cast, ida: User) -> None:
    dana = hire("Dana", cast.alder, roles.DataProtectionLead)
    forbid(cast, cast.mara)

    assert opened(cast, ida).told == [cast.ines, dana]


@pytest.mark.parametrize("wall", [forbid, lambda cast, user: restrict(cast)])
def test_it_never_opens_a_conflicted_or_a_restricted_case(wall: Any, cast: Cast, ida: User) -> None:
    wall(cast, ida)

    assert opened(cast, ida).grant is None
    assert not sees(ida, cast.amira)


def test_a_wall_put_up_meanwhile_ends_it(cast: Cast, ida: User) -> None:
    opened(cast, ida)
    forbid(cast, ida)

    assert not sees(ida, cast.amira)


def test_what_opens_nothing_counts_and_is_looked_into_when_repeated(cast: Cast, ida: User) -> None:
    with enter(cast.alder, by=ida):
        first = emergency.open_case(reference="R-9999", reason=REASON, at=NOW, by=ida)
        assert (first.grant, first.left) == (None, 2)
        assert not ReviewItem.objects.exists()
        emergency.open_case(reference="R-9998", reason=REASON, at=NOW, by=ida)
        item = ReviewItem.objects.get()
        assert "R-9998" in item.reason
        assert item.case_id is None
        assert emergency.open_case(reference="R-9999", reason=REASON, at=NOW, by=ida).left == 0
        with pytest.raises(emergency.TooOften):
            emergency.open_case(reference=cast.amira.reference, reason=REASON, at=NOW, by=ida)
        assert EmergencyOpening.objects.count() == 3
        assert Event.objects.filter(verb="access.emergency_in_vain").count() == 3


def test_the_number_is_of_a_day_in_england(cast: Cast, ida: User) -> None:
    evening = datetime.datetime(2026, 7, 1, 22, 59, tzinfo=datetime.UTC)  # 23:59 in summer
    with enter(cast.alder, by=ida):
        for _ in range(3):
            emergency.open_case(reference="R-9999", reason=REASON, at=evening, by=ida)
        with pytest.raises(emergency.TooOften):
            emergency.open_case(reference="R-9999", reason=REASON, at=evening, by=ida)
        assert emergency.left_today(ida, at=evening + MINUTE) == 3


def test_a_reason_of_a_word_and_a_role_without_the_right_are_refused(cast: Cast, ida: User) -> None:
    with enter(cast.alder, by=ida), pytest.raises(Refused):
        emergency.open_case(reference="R-9999", reason="urgent", at=NOW, by=ida)
    with enter(cast.alder, by=cast.ada), pytest.raises(emergency.NotForThisRole):
        emergency.open_case(reference="R-9999", reason=REASON, at=NOW, by=cast.ada)
    with enter(cast.alder, by=None):
        assert not EmergencyOpening.objects.exists()


def test_an_attempt_is_never_taken_back(cast: Cast, ida: User) -> None:
    opened(cast, ida)

    with enter(cast.alder, by=None):
        for act in (
            "DELETE FROM cases_emergencyopening",
            "UPDATE cases_emergencyopening SET at = at",
        ):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                connection.cursor().execute(act)


def test_a_stranger_is_asked_to_sign_in(cast: Cast) -> None:
    assert Client().get(PATH)["Location"].startswith("/in/")


@pytest.mark.parametrize("who", ["cora", "ada"])
def test_the_wrong_role_finds_nothing(who: str, cast: Cast) -> None:
    client = client_of(getattr(cast, who))

    assert client.get(PATH).status_code == 404
    assert send(client, cast).status_code == 404
    assert PATH not in client.get("/c/R-9999/").content.decode()


def test_a_busy_stranger_opens_nothing_of_ours(cast: Cast) -> None:
    page = send(client_of(cast.bo), cast, reference="R-9999")

    assert page.status_code == 200
    assert "Nothing was opened" in page.content.decode()
    assert not sees(cast.bo, cast.amira)


def test_from_what_is_not_there_to_the_case_and_out_again(cast: Cast, ida: User) -> None:
    client = client_of(ida)
    summary = f"/c/{cast.amira.reference}/"

    assert PATH in client.get(summary).content.decode()
    assert PATH in client.get("/c/").content.decode()
    assert_well_made(client.get(PATH), PATH)
    assert send(client, cast)["Location"] == summary
    page = assert_well_made(client.get(summary), summary).text
    assert "Ines Example and Mara Example have been told" in page
    assert "Open to you in an emergency , for 60 more minutes" in page
    assert "Khalid" in page
    client.send(f"{summary}urgent/end/", {})
    assert client.get(summary).status_code == 404


def test_one_s_own_case_needs_no_emergency(cast: Cast) -> None:
    sent = send(client_of(cast.ines), cast)

    assert sent["Location"] == f"/c/{cast.amira.reference}/"
    with enter(cast.alder, by=None):
        assert not EmergencyOpening.objects.exists()


def test_after_some_minutes_the_person_is_asked_who_she_is_and_loses_nothing(
    cast: Cast, ida: User
) -> None:
    client = client_of(enrolled(ida))
    # After she signed in: NOW is when this file was read.
    with time_machine.travel(timezone.now() + 10 * MINUTE, tick=False):
        first = client.get(PATH)
        sent = send(client, cast)
        with enter(cast.alder, by=None):
            assert not EmergencyOpening.objects.exists()

    assert first["Location"] == sent["Location"] == "/in/again/?next=%2Fc%2Furgent%2F"
    with patch("cases.views.emergency.ask_again", return_value=None):
        assert REASON in client.get(PATH).content.decode()


def test_every_page_of_the_case_closes_at_the_minute(cast: Cast, ida: User) -> None:
    client = client_of(ida)
    with time_machine.travel(NOW, tick=False) as clock:
        send(client, cast)
        below = ("", "p/", "now/", "close/", "p/new/", "a/new/", "r/", "s/")
        paths = [f"/c/{cast.amira.reference}/{tail}" for tail in below]
        for minutes in range(10, 60, 10):
            clock.move_to(NOW + minutes * MINUTE)
            client.get("/h/")  # an unused screen would lock
        clock.move_to(NOW + HOUR - MINUTE)
        open_ones = [path for path in paths if client.get(path).status_code == 200]
        assert len(open_ones) > 4
        assert all("1 more minute" in client.get(one).content.decode() for one in open_ones)
        clock.move_to(NOW + HOUR)
        assert {client.get(path).status_code for path in open_ones} == {404}
        form = {"summary": "written before, sent after", "version": "1"}
        assert client.send(f"/c/{cast.amira.reference}/now/", form).status_code == 404


def answer(client: Any, cast: Cast, reference: str) -> tuple[Any, ...]:
    """All that can be told from outside and from the work that was done."""
    unwrap = ClassKey.unwrap
    with (
        transaction.atomic(),
        CaptureQueriesContext(connection) as queries,
        patch.object(ClassKey, "unwrap", autospec=True, side_effect=unwrap) as unwraps,
    ):
        response = client.post(
            PATH, {"reference": reference, "reason": REASON, "once": str(uuid4())}
        )
        transaction.set_rollback(True)
    work = [VALUES.sub("?", query["sql"]) for query in queries]
    return said(response, reference), work, unwraps.call_count


@pytest.mark.parametrize("earlier", [0, 1, 3])
def test_absent_foreign_conflicted_and_restricted_are_one_answer_after_the_same_work(
    cast: Cast, ida: User, earlier: int
) -> None:
    with enter(cast.alder, by=ida):
        for _ in range(earlier):
            emergency.open_case(reference="R-9990", reason=REASON, at=timezone.now(), by=ida)
    with enter(cast.birch, by=None):
        events.write("test.number", by=None, subjects=[cast.stranger_case.pk])
        Case.objects.filter(pk=cast.stranger_case.pk).update(reference="R-2222")
    client = client_of(ida)
    client.get(PATH)
    nothing = answer(client, cast, "R-9999")

    assert answer(client, cast, "R-2222") == nothing
    with transaction.atomic():
        forbid(cast, ida)
        assert answer(client, cast, cast.amira.reference) == nothing
        transaction.set_rollback(True)
    restrict(cast)
    assert answer(client, cast, cast.amira.reference) == nothing
    assert nothing[0][0] == 200
    assert {grant.kind for grant in Grant.objects.all()} <= {GrantKind.BREAK_GLASS}


def test_an_hour_is_not_made_longer_by_giving_the_case_away(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        other = create_service(name="Other House", by=None)
    ros = hire("Ros", cast.alder, roles.RefugeManager, other)
    opened(cast, ros)
    assert sees(ros, cast.amira)
    case, browser = cast.amira, client_of(ros)

    with enter(cast.alder, by=ros):
        for worker in (ros, cast.kay):
            with pytest.raises(Refused):
                allocations.give(case=case, worker=worker, starts_on=NOW.date(), by=ros)
        with pytest.raises(Refused):
            restriction.restrict(case=case, reason=REASON, at=NOW, expected_version=1, by=ros)
    for page in ("w/", "w/worker/", "w/give/", "w/partner/", "w/restrict/"):
        assert browser.get(path_of(case, page)).status_code == 404
