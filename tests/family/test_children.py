"""A child's own life: school, social care, contact, and what the school was told."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.lost_updates import ChangedMeanwhile
from accounts.tenancy import enter
from cases.choices import CaseRole
from cases.models import Person
from cases.services import NewPerson, add_person
from family import childhood
from family.models import CareStep, Childhood
from tests.cast import Cast
from tests.pages import assert_well_made, client_of

MARCH = datetime.date(2026, 3, 1)
APRIL = datetime.date(2026, 4, 1)


@pytest.fixture
def zara(cast: Cast) -> Person:
    """A child of Amira's case."""
    with enter(cast.alder, by=cast.ines):
        new = NewPerson(given_name="Zara", date_of_birth=datetime.date(2017, 5, 1))
        part = add_person(case=cast.amira, new=new, role=CaseRole.CHILD, by=cast.ines)
        person: Person = part.person
        return person


def address(cast: Cast, child: Person, end: str = "") -> str:
    return f"/c/{cast.amira.reference}/k/{child.pk}/{end}"


def test_a_worker_writes_down_what_a_child_says_and_where_the_school_is(
    cast: Cast, zara: Person
) -> None:
    browser = client_of(cast.ines)
    written = {"voice": "I like the blue room", "school_name": "Larch Primary", "version": "0"}
    assert browser.send(address(cast, zara, "life/"), written)["Location"] == address(cast, zara)
    page = assert_well_made(browser.get(address(cast, zara)), address(cast, zara))
    assert "I like the blue room" in page.text
    assert "Larch Primary" in page.text


def test_what_is_known_of_a_child_lies_sealed(cast: Cast, zara: Person) -> None:
    with enter(cast.alder, by=cast.ines):
        childhood.describe(
            case=cast.amira, person=zara, changes={"school": {"name": "Larch Primary"}},
            expected_version=0, by=cast.ines,
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT school FROM family_childhood")
            assert b"Larch" not in bytes(cursor.fetchone()[0])


def test_the_school_is_kept_from_whoever_may_not_see_places(cast: Cast, zara: Person) -> None:
    with enter(cast.alder, by=cast.ines):
        childhood.describe(
            case=cast.amira, person=zara, changes={"school": {"name": "Larch Primary"}},
            expected_version=0, by=cast.ines,
        )  # fmt: skip
    for person in (cast.cora, cast.ada, cast.bo):
        assert "Larch" not in client_of(person).get(address(cast, zara)).content.decode()


def test_the_second_writer_sees_what_the_first_wrote(cast: Cast, zara: Person) -> None:
    browser = client_of(cast.ines)
    browser.send(address(cast, zara, "life/"), {"voice": "Theirs", "version": "0"})
    answer = browser.send(address(cast, zara, "life/"), {"voice": "Mine", "version": "0"})
    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    assert "Mine" in answer.content.decode()


def test_a_description_that_changed_meanwhile_is_not_written_over(cast: Cast, zara: Person) -> None:
    with enter(cast.alder, by=cast.ines):
        for version, voice in enumerate(("one", "two")):
            childhood.describe(
                case=cast.amira, person=zara, changes={"voice": voice}, expected_version=version,
                by=cast.ines,
            )  # fmt: skip
        with pytest.raises(ChangedMeanwhile):
            childhood.describe(
                case=cast.amira, person=zara, changes={"voice": "three"}, expected_version=1,
                by=cast.ines,
            )  # fmt: skip
        assert Childhood.objects.get().voice == "two"


def test_the_next_step_of_social_care_ends_the_one_before(cast: Cast, zara: Person) -> None:
    browser = client_of(cast.ines)
    for status, day in (("child_in_need", "2026-03-01"), ("protection_plan", "2026-04-01")):
        browser.send(address(cast, zara, "care/"), {"status": status, "starts_on": day})
    with enter(cast.alder, by=cast.ines):
        steps = CareStep.objects.order_by("starts_on").values_list("starts_on", "ends_on")
        assert list(steps) == [(MARCH, APRIL), (APRIL, None)]
    page = browser.get(address(cast, zara)).content.decode()
    assert page.index("Child protection plan") < page.index("Child in need")


def test_a_step_before_the_present_one_is_refused_in_words(cast: Cast, zara: Person) -> None:
    browser = client_of(cast.ines)
    for day in ("2026-04-01", "2026-03-01"):
        answer = browser.send(
            address(cast, zara, "care/"), {"status": "assessment", "starts_on": day}
        )
    assert "Date must be on or after the day the present step began" in answer.content.decode()


def test_the_database_keeps_one_present_step(cast: Cast, zara: Person) -> None:
    with enter(cast.alder, by=cast.ines):
        step = childhood.begin_step(
            case=cast.amira, person=zara, details={}, starts_on=MARCH, by=cast.ines
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            CareStep(
                organisation_id=step.organisation_id, person=zara, starts_on=APRIL
            ).save(force_insert=True)  # fmt: skip


def test_contact_that_is_not_safe_says_so_and_can_end(cast: Cast, zara: Person) -> None:
    browser = client_of(cast.ines)
    browser.send(address(cast, zara, "with/"), {
        "kind": "court", "with_whom": "her father", "starts_on": "2026-03-01", "safety": "unsafe",
        "handover": "Linden Library",
    })  # fmt: skip
    page = browser.get(address(cast, zara)).content.decode()
    assert "Not safe" in page
    assert "Linden Library" in page
    with enter(cast.alder, by=cast.ines):
        found = zara.arrangements.get()
    early = browser.send(
        address(cast, zara, f"with/{found.pk}/"), {"ends_on": "2026-02-01", "version": "1"}
    )
    assert "Date must be on or after the day it began" in early.content.decode()
    browser.send(
        address(cast, zara, f"with/{found.pk}/"), {"ends_on": "2026-04-01", "version": "1"}
    )
    assert browser.get(address(cast, zara, f"with/{found.pk}/")).status_code == 404


def test_what_the_school_was_told_stands_on_the_childs_page(cast: Cast, zara: Person) -> None:
    browser = client_of(cast.ines)
    browser.send(address(cast, zara, "told/"), {
        "told_on": "2026-03-02", "present": "in the next room",
        "response": "Ms Fern looks in daily",
    })  # fmt: skip
    page = browser.get(address(cast, zara)).content.decode()
    assert "in the next room" in page
    assert "Ms Fern looks in daily" in page


def test_a_grown_person_has_no_childhood(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        survivor = cast.amira.case_people.get(role="survivor").person
    assert client_of(cast.ines).get(address(cast, survivor, "life/")).status_code == 404


def test_a_childs_page_takes_the_same_questions_however_much_there_is(
    cast: Cast, zara: Person
) -> None:
    browser = client_of(cast.ines)
    browser.get(address(cast, zara))
    with CaptureQueriesContext(connection) as few:
        browser.get(address(cast, zara))
    for day in range(1, 6):
        browser.send(address(cast, zara, "told/"), {"told_on": f"2026-03-0{day}"})
    browser.get(address(cast, zara))  # says that they were saved
    with CaptureQueriesContext(connection) as many:
        browser.get(address(cast, zara))
    assert len(many) <= len(few)
