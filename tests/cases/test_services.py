"""Opening, changing and closing cases, and who comes to see them."""

import datetime
from unittest.mock import patch

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.tenancy import enter
from audit import events
from audit.models import Event
from cases import services
from cases.access import get_case_for
from cases.choices import CaseRole
from cases.models import Case, CasePerson, Person
from cases.services import NewPerson
from tests.cast import Cast

TODAY = datetime.date(2026, 11, 22)


def test_a_new_case_holds_its_household_and_is_allocated(in_alder: Cast) -> None:
    parts = in_alder.amira.case_people.order_by("role")
    assert [(part.role, part.person.given_name) for part in parts] == [
        ("child", "Yusuf"),
        ("survivor", "Amira"),
    ]
    assert in_alder.amira.allocations.get().worker == in_alder.ines


def test_references_count_up_within_an_organisation(in_alder: Cast) -> None:
    second = services.open_case(survivor=NewPerson(), opened_on=TODAY, by=None)
    assert [in_alder.amira.reference, second.reference] == ["R-1001", "R-1002"]


def test_opening_a_case_is_one_with_its_event(in_alder: Cast) -> None:
    broken = patch("audit.events._insert", side_effect=Error("no room"))
    with pytest.raises(Error), broken:
        services.open_case(survivor=NewPerson(), opened_on=TODAY, by=in_alder.mara)
    assert Case.objects.count() == 1


def test_a_second_survivor_is_refused_by_the_database(in_alder: Cast) -> None:
    with pytest.raises(IntegrityError, match="one_survivor"), transaction.atomic():
        services.add_person(case=in_alder.amira, new=NewPerson(), role=CaseRole.SURVIVOR, by=None)


def test_a_case_cannot_close_before_it_opened(in_alder: Cast) -> None:
    with pytest.raises(IntegrityError, match="closes_after_it_opens"), transaction.atomic():
        services.close_case(
            case=in_alder.amira,
            closed_on=datetime.date(2020, 1, 1),
            expected_version=in_alder.amira.version,
            by=None,
        )


def test_nobody_overwrites_what_they_have_not_seen(in_alder: Cast) -> None:
    shown = in_alder.amira.version
    services.change_summary(case=in_alder.amira, summary="One", expected_version=shown, by=None)
    with pytest.raises(ChangedMeanwhile) as caught:
        services.change_summary(
            case=in_alder.amira, summary="Other", expected_version=shown, by=None
        )
    assert caught.value.current.summary == "One"


def test_answers_keep_the_day_they_were_first_given(in_alder: Cast) -> None:
    person = in_alder.amira.case_people.get(role=CaseRole.SURVIVOR).person
    profile = services.answer_profile(
        person=person, answers={"gender": "woman"}, expected_version=1, by=None
    )
    profile.answers = {"gender": {"value": "woman", "on": "2020-01-01", "source": "import"}}
    again = services.answer_profile(
        person=person,
        answers={"gender": "woman", "trans": "no", "recourse_to_public_funds": "not_asked"},
        expected_version=2,
        by=None,
    )
    assert again.answers["gender"]["on"] == "2020-01-01"
    assert again.answer("trans") == "no"
    assert list(again.immigration) == ["recourse_to_public_funds"]


def test_names_and_answers_lie_sealed_in_the_database(in_alder: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT given_name, family_name, contact, postcode FROM cases_person")
        stored = b"".join(bytes(value) for row in cursor.fetchall() for value in row)
    assert b"Amira" not in stored
    assert b"Khalid" not in stored


def test_a_change_names_no_value_in_the_trail(in_alder: Cast) -> None:
    services.close_case(case=in_alder.amira, closed_on=TODAY, expected_version=1, by=in_alder.mara)
    event = Event.objects.get(verb="case.close")
    assert event.fields == ["closed_on"]
    assert event.subjects == [in_alder.amira.pk]


class TestWhoSees:
    """Role and relationship, each saying no by default."""

    def sees(self, cast: Cast, name: str) -> bool:
        user = getattr(cast, name)
        return Case.objects.visible_to(user).filter(pk=cast.amira.pk).exists()

    @pytest.mark.parametrize(("name", "expected"), [
        ("ines", True), ("mara", True), ("kay", False), ("ada", False), ("bo", False),
        ("bea", False), ("cora", False),
    ])  # fmt: skip
    def test_only_the_allocated_and_the_manager_see_a_case(
        self, in_alder: Cast, name: str, expected: bool
    ) -> None:
        assert self.sees(in_alder, name) is expected

    def test_an_allocation_that_ended_shows_nothing(self, in_alder: Cast) -> None:
        allocation = in_alder.amira.allocations.get()
        yesterday = datetime.date(2026, 10, 20)
        services.end_allocation(allocation=allocation, ends_on=yesterday, by=None)
        assert not self.sees(in_alder, "ines")

    def test_a_restricted_case_is_seen_by_those_allocated_alone(self, in_alder: Cast) -> None:
        events.write("case.restrict", by=None, subjects=[in_alder.amira.pk])
        Case.objects.filter(pk=in_alder.amira.pk).update(restricted=True)
        assert self.sees(in_alder, "ines")
        assert not self.sees(in_alder, "mara")

    def test_house_staff_see_the_cases_of_their_service(self, in_alder: Cast) -> None:
        events.write("case.change", by=None, subjects=[in_alder.amira.pk])
        Case.objects.filter(pk=in_alder.amira.pk).update(service=in_alder.house)
        assert self.sees(in_alder, "kay")

    @pytest.mark.parametrize("reference", ["R-1001", "R-9999", "", "R-1001' OR 1=1"])
    def test_absent_and_not_yours_are_the_same_404(self, cast: Cast, reference: str) -> None:
        with enter(cast.birch, by=cast.bo), pytest.raises(Http404) as caught:
            get_case_for(cast.bo, "R-7777" if reference == "R-1001" else reference,
                         Permission.CASE_SEE)  # fmt: skip
        assert str(caught.value) == ""

    def test_the_guard_asks_for_the_permission_too(self, in_alder: Cast) -> None:
        assert get_case_for(in_alder.ines, "R-1001", Permission.CASE_SEE) == in_alder.amira
        with pytest.raises(Http404):
            get_case_for(in_alder.ines, "R-1001", Permission.CASE_ALLOCATE)


def test_a_list_of_fifty_opens_with_one_question_for_keys(in_alder: Cast) -> None:
    for number in range(20):
        services.open_case(
            survivor=NewPerson(given_name=f"Name {number}"), opened_on=TODAY, by=None
        )
    with enter(in_alder.alder, by=None):
        people = Person.objects.all()
        with CaptureQueriesContext(connection) as queries:
            names = {person.given_name for person in people}
    asked_for_keys = [one for one in queries if "encryption_subjectkey" in one["sql"]]
    assert len(names) == 22
    assert len(asked_for_keys) == 1


def test_no_one_is_twice_in_a_case(in_alder: Cast) -> None:
    part = in_alder.amira.case_people.get(role=CaseRole.CHILD)
    events.write("case.change", by=None, subjects=[in_alder.amira.pk])
    with pytest.raises(IntegrityError, match="once_in_a_case"), transaction.atomic():
        CasePerson(
            organisation_id=in_alder.alder.pk,
            case=in_alder.amira,
            person=part.person,
            role=CaseRole.OTHER_ADULT,
        ).save()
