"""From the trail to a review that a named person closes: who is told, when, and of what."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts import reviews, roles
from accounts.choices import ReviewKind
from accounts.models import Organisation, ReviewItem, User
from accounts.reviews.escalation import escalate
from accounts.roles import Role
from accounts.services import create_membership, create_team
from accounts.settings import services as settings
from accounts.tenancy import enter
from audit import events
from audit.models import Event
from cases.conflicts import declarations
from cases.models import Case, Person, UnusualAccess, UnusualDay
from cases.services import NewPerson, open_case
from cases.unusual import raising
from jobs.models import State
from tests.cases.test_relationships import forbid
from tests.cast import LONG_AGO, Cast, hire, make_user
from tests.jobs.test_every_task import run
from tests.pages import client_of

MONDAY = datetime.date(2026, 11, 2)
NIGHT = datetime.datetime(2026, 11, 2, 3, 10, tzinfo=datetime.UTC)
NOON = datetime.datetime(2026, 11, 2, 12, 0, tzinfo=datetime.UTC)
TUESDAY = datetime.datetime(2026, 11, 3, 3, 10, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def dora(cast: Cast) -> User:
    """Alder's data protection lead."""
    return hire("Dora", cast.alder, roles.DataProtectionLead)


@pytest.fixture
def in_november(cast: Cast, dora: User) -> Iterator[Cast]:
    """Stand in Alder on the night after Monday, as Rowan does."""
    with time_machine.travel(TUESDAY, tick=False), enter(cast.alder, by=None):
        yield cast


def look(user: User, case: Case, at: datetime.datetime, verb: str = "case.see") -> None:
    """Let somebody look at a case and its people, at a moment."""
    people = list(case.case_people.values_list("person_id", flat=True))
    with time_machine.travel(at, tick=False):
        events.read(verb, by=user, subjects=[case.pk, *people])


def raised() -> list[ReviewItem]:
    """Look through Monday, and return what was raised."""
    raising.look_through(day=MONDAY, now=timezone.now())
    return list(ReviewItem.objects.filter(kind=ReviewKind.UNUSUAL).order_by("pk"))


def told_of(item: ReviewItem) -> list[User]:
    """Return who was told, in order."""
    return [one.user for one in item.notices.order_by("recorded_at")]


def rename(case: Case, given: str, family: str) -> None:
    """Give the survivor of a case another name."""
    person = Person.objects.get(case_people__case=case, case_people__role="survivor")
    events.write("person.change", by=None, subjects=[person.pk])
    person.given_name, person.family_name = given, family
    person.save(update_fields=["given_name", "family_name"])


def test_a_look_in_the_night_is_put_to_one_named_person(in_november: Cast, dora: User) -> None:
    look(in_november.ines, in_november.amira, NIGHT)
    [item] = raised()
    page = client_of(dora).get(f"/z/reviews/{item.pk}/").content.decode()

    assert f"/c/{in_november.amira.reference}/l/" in page
    assert item.about == in_november.ines
    assert item.case_id == in_november.amira.pk
    assert told_of(item) == [dora]
    assert item.due_at - item.raised_at == 7 * DAY
    assert UnusualAccess.objects.get(item=item).codes == ["hours"]


def test_an_ordinary_day_raises_nothing(in_november: Cast) -> None:
    look(in_november.ines, in_november.amira, NOON)

    assert raised() == []
    assert UnusualDay.objects.get().day == MONDAY


@pytest.mark.parametrize(
    ("role", "in_team", "is_theirs"),
    [
        (roles.IDVA, True, True),
        (roles.IDVA, False, False),
        (roles.Counsellor, True, False),
        (roles.KeyWorker, True, False),
    ],
)
def test_a_team_shares_its_cases_and_not_those_of_the_service(
    role: type[Role], in_team: bool, is_theirs: bool, in_november: Cast
) -> None:
    team = create_team(service=in_november.house, name="East", by=None)
    bound: dict[str, Any] = {"service": in_november.house, "by": None, "starts_on": LONG_AGO}
    ida = make_user("Ida")
    create_membership(user=ida, role=role, team=team if in_team else None, **bound)
    worker = make_user("Wren")
    teammate = role is not roles.KeyWorker
    create_membership(user=worker, role=roles.IDVA, team=team if teammate else None, **bound)
    case = open_case(
        survivor=NewPerson(given_name="Somebody"), opened_on=MONDAY, service=in_november.house,
        worker=worker, by=None,
    )  # fmt: skip
    look(ida, case, NOON)
    look(worker, case, NOON)

    codes = {code for item in raised() for code in UnusualAccess.objects.get(item=item).codes}
    assert codes == (set() if is_theirs else {"no_tie"})


def test_a_review_says_nothing_of_who_the_survivor_is(in_november: Cast) -> None:
    rename(in_november.amira, "Kay", "Example")
    look(in_november.kay, in_november.amira, NIGHT)
    [item] = raised()
    text = client_of(in_november.mara).get(f"/z/reviews/{item.pk}/").content.decode()

    assert set(UnusualAccess.objects.get(item=item).codes) == {"same_name", "own", "hours"}
    assert "Somebody in the record has their own name." in text
    for hidden in ("Amira", "Khalid", "survivor", "child"):
        assert hidden not in text
        assert hidden not in item.reason


def test_nothing_that_was_compared_is_stored_in_clear(in_november: Cast) -> None:
    rename(in_november.amira, "Kay", "Example")
    look(in_november.kay, in_november.amira, NOON)
    [item] = raised()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t::text, length(patterns) FROM cases_unusualaccess t WHERE item_id = %s",
            [item.pk],
        )
        row, length = cursor.fetchone()
        cursor.execute("SELECT t::text FROM accounts_reviewitem t WHERE id = %s", [item.pk])
        review = cursor.fetchone()[0]

    for code in ("own", "same_name", "Kay"):
        assert code not in row
        assert code not in review
    assert length > 256
    compared = Event.objects.get(verb="unusual.compare")
    assert compared.actor_id is None
    assert set(compared.subjects) >= set(in_november.amira.case_people.values_list(
        "person_id", flat=True
    ))  # fmt: skip


def test_a_colleagues_record_and_a_declared_postcode_are_found(in_november: Cast) -> None:
    rename(in_november.amira, "Mara", "Otherwise")
    person = Person.objects.get(case_people__case=in_november.amira, case_people__role="survivor")
    person.postcode = "ZZ1 1ZZ"
    person.save(update_fields=["postcode"])
    declarations.declare(
        details={"given_name": "Somebody", "family_name": "Else", "postcode": "zz11zz"},
        by=in_november.kay,
    )
    look(in_november.kay, in_november.amira, NOON)
    [item] = raised()

    assert UnusualAccess.objects.get(item=item).codes == ["same_name"]
    rename(in_november.amira, "Mara", "Example")
    ida = hire("Ida", in_november.alder, roles.IDVA)
    look(ida, in_november.amira, NOON + DAY)
    raising.look_through(day=MONDAY + DAY, now=timezone.now())
    assert "colleague" in UnusualAccess.objects.get(item__about=ida).codes


def test_a_family_name_that_many_have_is_no_sign(in_november: Cast) -> None:
    for given in ("Ada", "Bea", "Cora"):
        case = open_case(
            survivor=NewPerson(given_name=given, family_name="Example"), opened_on=MONDAY,
            by=in_november.mara,
        )  # fmt: skip
        look(in_november.mara, case, NOON)
    rename(in_november.amira, "Kim", "Example")
    look(in_november.kay, in_november.amira, NOON)

    found = {one for item in raised() for one in UnusualAccess.objects.get(item=item).codes}
    assert "same_name" not in found


def test_the_person_it_is_about_never_reviews_it(in_november: Cast, dora: User) -> None:
    look(dora, in_november.amira, NIGHT)
    [item] = raised()

    assert told_of(item) == [in_november.mara]
    assert client_of(dora).get(f"/z/reviews/{item.pk}/").status_code == 404
    with pytest.raises(reviews.NotTheirs):
        reviews.close(item=item, outcome="Fine", closed_at=timezone.now(), by=dora)


def test_nobody_kept_from_the_case_reviews_it(in_november: Cast, dora: User) -> None:
    forbid(dora, in_november.amira)
    look(in_november.ines, in_november.amira, NIGHT)
    [item] = raised()

    assert told_of(item) == [in_november.mara]
    assert client_of(dora).get(f"/z/reviews/{item.pk}/").status_code == 404


def test_what_is_not_closed_in_seven_days_goes_to_the_next_person(
    in_november: Cast, dora: User
) -> None:
    look(in_november.ines, in_november.amira, NIGHT)
    [item] = raised()
    before, after = item.due_at - DAY / 24, item.due_at + DAY / 24

    assert escalate(now=before) == 0
    with time_machine.travel(after, tick=False):
        assert escalate(now=after) == 1
        assert escalate(now=after) == 0
    assert told_of(item) == [dora, in_november.mara]


def test_closing_it_in_words_ends_it(in_november: Cast, dora: User) -> None:
    look(in_november.ines, in_november.amira, NIGHT)
    [item] = raised()
    answer = client_of(dora).send(
        f"/z/reviews/{item.pk}/", {"outcome": "She was on call", "version": item.version}
    )

    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.outcome == "She was on call"
    with time_machine.travel(item.due_at + DAY, tick=False):
        assert escalate(now=item.due_at + DAY) == 0


def test_the_queue_stands_on_the_first_page_of_who_looks_into_it(
    in_november: Cast, dora: User
) -> None:
    look(in_november.ines, in_november.amira, NIGHT)
    raised()

    assert "Unusual access" in client_of(dora).get("/", follow=True).content.decode()
    assert "review waits" in client_of(in_november.mara).get("/d/").content.decode()


def test_the_same_of_the_same_case_is_not_told_again_for_a_while(in_november: Cast) -> None:
    rename(in_november.amira, "Kay", "Example")
    for day in (0, 1, 40):
        look(in_november.kay, in_november.amira, NOON + DAY * day)
        raising.look_through(day=MONDAY + DAY * day, now=timezone.now())

    found = UnusualAccess.objects.order_by("day")
    assert [one.day for one in found] == [MONDAY, MONDAY + DAY * 40]


def test_a_day_is_looked_through_once_and_a_missed_one_is_made_up_for(
    in_november: Cast,
) -> None:
    look(in_november.ines, in_november.amira, NIGHT)
    today = timezone.localdate()
    assert raising.look_through_what_is_due(today=today, now=timezone.now()) == 1
    assert raising.look_through_what_is_due(today=today, now=timezone.now()) == 0

    later = today + 3 * DAY
    assert raising.look_through_what_is_due(today=later, now=timezone.now()) == 0
    assert UnusualDay.objects.count() == 4


def test_the_same_of_many_cases_is_one_review(in_november: Cast) -> None:
    for _ in range(5):
        case = open_case(
            survivor=NewPerson(given_name="Somebody"), opened_on=MONDAY, by=in_november.mara
        )
        rename(case, "Kay", "Example")
        look(in_november.kay, case, NOON)
    [item] = raised()

    assert item.case_id is None


def test_numbers_are_the_organisations_own(in_november: Cast) -> None:
    settings.change("unusual_begins", to=3, by=in_november.ada)
    settings.change("unusual_ends", to=24, by=in_november.ada)
    look(in_november.ines, in_november.amira, NIGHT)

    assert raised() == []


def test_another_organisations_day_is_its_own(in_november: Cast) -> None:
    with enter(in_november.birch, by=None):
        look(in_november.bo, in_november.stranger_case, NIGHT)

    assert raised() == []


def test_the_job_goes_through_every_organisation(cast: Cast, dora: User) -> None:
    with enter(cast.birch, by=None):
        look(cast.bo, cast.stranger_case, NIGHT)
    with time_machine.travel(TUESDAY, tick=False):
        assert run("cases.find_unusual").state == State.DONE
    with enter(cast.birch, by=None):
        assert ReviewItem.objects.get(kind=ReviewKind.UNUSUAL).about == cast.bo
    with enter(cast.alder, by=None):
        assert UnusualDay.objects.count() == 1
    assert Organisation.objects.count() == 3
