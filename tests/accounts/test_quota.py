"""How many records one person opens: counted where keys are unwrapped, whoever asks and however."""

import datetime
import threading
from types import SimpleNamespace
from uuid import UUID

import pytest
import time_machine
from django.db import ProgrammingError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from accounts import settings as organisation_settings
from accounts.choices import OrganisationKind, ReviewKind
from accounts.models import MoreRecords, Opening, ReviewItem, User
from accounts.quota import Guard, QuotaReached
from accounts.services import create_organisation
from accounts.tenancy import as_system, enter
from audit.models import Event
from cases.models import Case, Person
from cases.services import NewPerson, open_case
from encryption import keyring
from encryption.keys import KeyClass
from tests.cast import Cast, hire
from tests.pages import client_of

NOW = timezone.now()
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def many(cast: Cast) -> list[Case]:
    """Twelve cases of Alder beside Ines's, each of two people; five may be opened in an hour."""
    with enter(cast.alder, by=None):
        for setting, to in (("records_per_hour", "5"), ("records_per_day", "10")):
            organisation_settings.change(setting, to=to, by=None)
        return [
            open_case(
                survivor=NewPerson(given_name="Somebody", postcode="AB1 2CD"),
                children=[NewPerson(given_name="Child")], opened_on=datetime.date(2026, 10, 1),
                summary="what happened", worker=cast.ines, by=None,
            )
            for _ in range(12)
        ]  # fmt: skip


def opened_by_a_loop(user: User, cast: Cast) -> int:
    """How many plaintexts code gets that runs in a person's name and stops at nothing."""
    found = 0
    with enter(cast.alder, by=user):
        for case in Case.objects.all():
            try:
                found += isinstance(case.summary, str)
            except QuotaReached:
                continue
    return found


def counted(cast: Cast, *, is_name: bool = False) -> int:
    with enter(cast.alder, by=None):
        return len(set(Opening.objects.filter(is_name=is_name).values_list("record_id")))


def test_a_loop_in_a_persons_name_gets_the_limit_and_no_more(cast: Cast, many: list[Case]) -> None:
    assert opened_by_a_loop(cast.mara, cast) == 5
    assert opened_by_a_loop(cast.mara, cast) <= 5
    assert opened_by_a_loop(cast.ines, cast) == 5


def test_it_is_refused_in_words_recorded_and_looked_into_at_once(
    cast: Cast, many: list[Case]
) -> None:
    dana = hire("Dana", cast.alder, roles.DataProtectionLead)
    ida = hire("Ida", cast.alder, roles.ServiceManager)
    client = client_of(ida)

    answers = [client.get(f"/c/{case.reference}/") for case in many[:6]]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    words = answers[-1].content.decode()
    assert "You have opened many records" in words
    assert "Mara Example" in words
    assert "Somebody" not in words
    assert client.get(f"/c/{many[0].reference}/").status_code == 200
    with enter(cast.alder, by=None):
        item = ReviewItem.objects.get(kind=ReviewKind.QUOTA)
        assert item.about == ida
        assert {notice.user for notice in item.notices.all()} == {cast.mara, dana}
    assert "Many records opened" in client_of(cast.mara).get("/d/").content.decode()
    client.get(f"/c/{many[7].reference}/")
    with enter(cast.alder, by=None):
        assert ReviewItem.objects.filter(kind=ReviewKind.QUOTA).count() == 1


def test_one_case_opened_ten_times_with_all_its_people_is_one_record(
    cast: Cast, many: list[Case]
) -> None:
    client = client_of(cast.mara)

    for _ in range(10):
        assert client.get(f"/c/{many[0].reference}/").status_code == 200
        assert client.get(f"/c/{many[0].reference}/p/").status_code == 200

    assert counted(cast) == 1


def test_names_in_a_list_are_counted_apart(cast: Cast, many: list[Case]) -> None:
    page = client_of(cast.mara).get("/c/?whose=all")

    assert page.content.decode().count("Somebody") == 12
    assert counted(cast) == 0
    assert counted(cast, is_name=True) == 13


def test_names_have_a_limit_of_their_own(cast: Cast, many: list[Case]) -> None:
    with enter(cast.alder, by=None):
        made = [
            open_case(
                survivor=NewPerson(given_name="One more"), opened_on=datetime.date(2026, 10, 1),
                worker=cast.ines, by=None,
            )
            for _ in range(100)
        ]  # fmt: skip
        organisation_settings.change("names_per_hour", to="100", by=None)
    found = 0
    with enter(cast.alder, by=cast.mara), pytest.raises(QuotaReached):
        for person in Person.objects.all():
            assert person.full_name
            found += 1

    assert 0 < found <= 100 < len(made) + len(many)


def test_the_hour_moves_on_and_the_day_stays(cast: Cast, many: list[Case]) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        assert opened_by_a_loop(cast.mara, cast) == 5
        clock.move_to(NOW + HOUR)
        assert opened_by_a_loop(cast.mara, cast) == 5
        first_day = counted(cast)
        clock.move_to(NOW + 2 * HOUR)
        opened_by_a_loop(cast.mara, cast)
        assert counted(cast) <= 10
        clock.move_to(NOW + 26 * HOUR)
        assert opened_by_a_loop(cast.mara, cast) == 5
    assert first_day <= 10


def test_what_is_expected_and_not_opened_is_given_back(cast: Cast, many: list[Case]) -> None:
    with enter(cast.alder, by=cast.mara):
        found = list(Case.objects.all())
        assert found[0].summary is not None
        assert found[1].summary is not None

    assert counted(cast) == 2


def test_a_role_of_its_own_and_more_for_a_day(cast: Cast, many: list[Case]) -> None:
    with enter(cast.alder, by=None):
        organisation_settings.change("records_per_hour", to="7", role="service_manager", by=None)
    assert opened_by_a_loop(cast.mara, cast) == 7
    assert opened_by_a_loop(cast.ines, cast) == 5


def test_a_manager_lets_somebody_go_on_for_a_day(cast: Cast, many: list[Case]) -> None:
    client = client_of(cast.mara)
    with time_machine.travel(NOW, tick=False) as clock:
        opened_by_a_loop(cast.ines, cast)
        with enter(cast.alder, by=None):
            path = f"/z/reviews/{ReviewItem.objects.get().pk}/more/"
        assert client_of(cast.ines).send(path, {"why": "she is on call"}).status_code == 404
        assert "Write at least 3 words" in client.send(path, {"why": "ok"}).content.decode()
        assert client.send(path, {"why": "three arrivals in one night"}).status_code == 302
        assert opened_by_a_loop(cast.ines, cast) == 10
        clock.move_to(NOW + 25 * HOUR)
        assert opened_by_a_loop(cast.ines, cast) == 5
    with enter(cast.alder, by=None):
        assert MoreRecords.objects.get().reason == "three arrivals in one night"


def test_rowans_own_work_counts_for_nobody(cast: Cast, many: list[Case]) -> None:
    with enter(cast.alder, by=cast.mara), as_system():
        assert len([case.summary for case in Case.objects.all()]) == 13
    assert counted(cast) == 0
    with enter(cast.alder, by=None):
        assert len([case.summary for case in Case.objects.all()]) == 13


def test_nobody_steps_out_of_their_name_by_entering_again(cast: Cast, many: list[Case]) -> None:
    with enter(cast.alder, by=None), pytest.raises(QuotaReached), enter(cast.alder, by=cast.mara):
        assert [case.summary for case in Case.objects.all()]
    with enter(cast.alder, by=cast.ines), pytest.raises(QuotaReached), enter(cast.alder, by=None):
        assert [case.summary for case in Case.objects.all()]


def test_a_stranger_has_a_number_of_her_own(cast: Cast, many: list[Case]) -> None:
    opened_by_a_loop(cast.mara, cast)

    assert client_of(cast.bo).get(f"/c/{cast.stranger_case.reference}/").status_code == 200
    with enter(cast.birch, by=None):
        assert Opening.objects.filter(user=cast.mara).count() == 0


def test_what_was_counted_cannot_be_taken_back(cast: Cast, many: list[Case]) -> None:
    opened_by_a_loop(cast.mara, cast)

    with enter(cast.alder, by=cast.mara):
        for act in (Opening.objects.all().delete, _bring_back):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                act()


def _bring_back() -> None:
    Opening.objects.update(opened_at=NOW - 30 * HOUR)


def test_a_page_of_a_case_and_a_list_ask_twice_at_most(cast: Cast, many: list[Case]) -> None:
    client = client_of(cast.mara)

    for path in (f"/c/{many[0].reference}/", "/c/?whose=all", f"/c/{many[0].reference}/p/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        asked = [query["sql"] for query in queries if "quota_" in query["sql"]]
        assert 1 <= len(asked) <= 2, path


def test_what_one_ring_gives_back_still_counts_for_another_that_opened_it(
    cast: Cast, many: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = ids = [case.pk for case in many[:3]]
    monkeypatch.setattr(keyring, "current", lambda: SimpleNamespace(held=ids))
    one, other = Guard(cast.alder.pk, cast.mara), Guard(cast.alder.pk, cast.mara)
    one(first, KeyClass.NARRATIVE)
    one(second, KeyClass.NARRATIVE)  # from here on it has reserved the third as well
    other(third, KeyClass.NARRATIVE)
    one.settle()
    monkeypatch.undo()

    with enter(cast.alder, by=None):
        kept = Opening.objects.filter(user=cast.mara, is_name=False)
        assert set(kept.values_list("record_id", flat=True)) == {first, second, third}
        assert not kept.filter(is_reserved=True)


@pytest.mark.two_connections
@pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"])
def test_four_requests_together_get_the_limit_and_undone_work_counts() -> None:
    alder = create_organisation(name="Alder", kind=OrganisationKind.CHARITY, by=None)
    user = hire("Mara", alder, roles.ServiceManager)
    with enter(alder, by=None):
        organisation_settings.change("records_per_hour", to="5", by=None)
        for _ in range(9):
            open_case(
                survivor=NewPerson(given_name="Somebody"), summary="what happened",
                opened_on=datetime.date(2026, 10, 1), by=None,
            )  # fmt: skip
    got: list[UUID] = []

    def request() -> None:
        try:
            with enter(alder, by=user):
                got.extend(case.pk for case in Case.objects.all() if case.summary)
        except QuotaReached:
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=request) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 0 < len(set(got)) <= 5
    with enter(alder, by=None):
        kept = Opening.objects.filter(user=user, is_name=False)
        assert set(got) <= set(kept.values_list("record_id", flat=True))
        assert len(set(kept.values_list("record_id"))) <= 5
        assert ReviewItem.objects.get().about == user
        assert Event.objects.filter(actor_id=user.pk, verb="quota.refuse").exists()
