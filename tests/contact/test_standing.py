"""Whether somebody may be reached now; unknown is not safe."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.lost_updates import ChangedMeanwhile
from accounts.tenancy import enter
from audit.models import Event
from cases.models import Case, Person
from cases.reaching import State
from cases.services import NewPerson, change_person, open_case
from contact import services
from contact.choices import Channel
from contact.rules import Rule
from contact.standing import Reached, of_people, safe_now
from tests.cast import Cast
from tests.contact.conftest import AFTER, BEFORE, CALLS, CHECKED, INSIDE, PHONE, rule_of

MOBILE, EMAIL, SMS = Channel.MOBILE, Channel.EMAIL, Channel.SMS


def reached(person: Person, at: dt.datetime) -> Reached:
    return of_people([person], at=at)[person.pk]


def way(person: Person, channel: Channel, at: dt.datetime) -> tuple[State, str]:
    [found] = [one for one in reached(person, at).ways if one.channel == channel]
    return found.state, found.number


def test_within_the_hours_the_number_shows_and_outside_it_is_covered(
    amira: Person, in_alder: Cast
) -> None:
    assert way(amira, MOBILE, INSIDE) == (State.SAFE, PHONE)
    assert way(amira, MOBILE, BEFORE) == (State.LATER, "")
    assert way(amira, MOBILE, AFTER) == (State.LATER, "")


def test_lists_say_it_in_a_few_words(amira: Person, in_alder: Cast) -> None:
    friday = dt.datetime(2026, 11, 27, 13, tzinfo=dt.UTC)

    assert reached(amira, INSIDE).chip == "Safe to call now"
    assert reached(amira, BEFORE).chip == "Not before 09:30"
    assert reached(amira, AFTER).chip == "Not before Thu 09:30"
    assert reached(amira, friday).chip == "Not before Mon 09:30"
    assert reached(amira, BEFORE).best.words == "Safe to call, not before 09:30"


def test_what_is_not_allowed_is_not_safe_at_any_time(amira: Person, in_alder: Cast) -> None:
    for at in (INSIDE, BEFORE):
        assert way(amira, EMAIL, at) == (State.NOT_SAFE, "")


def test_a_channel_that_nobody_asked_about_is_not_checked(amira: Person, in_alder: Cast) -> None:
    assert way(amira, SMS, INSIDE) == (State.NOT_CHECKED, "")


def test_a_person_without_any_rule_is_not_checked(in_alder: Cast) -> None:
    person = in_alder.amira.case_people.get(role="survivor").person

    assert reached(person, INSIDE).chip == "Not checked"


def test_a_check_that_is_too_old_is_none(amira: Person, in_alder: Cast) -> None:
    late = INSIDE + dt.timedelta(days=56)

    assert way(amira, MOBILE, late) == (State.NOT_CHECKED, "")
    services.check(
        kept=rule_of(amira, MOBILE), checked_on=late.date(), expected_version=1, by=in_alder.ines
    )
    assert way(amira, MOBILE, late) == (State.SAFE, PHONE)


def test_a_text_is_told_where_it_is_safe_and_no_call_is(amira: Person, in_alder: Cast) -> None:
    services.record(
        person=amira, channel=SMS, checked_on=CHECKED, expected_version=0, by=in_alder.ines,
        rule=Rule(allowed=True, safe=CALLS.safe),
    )  # fmt: skip
    services.record(
        person=amira, channel=MOBILE, checked_on=CHECKED, expected_version=1, by=in_alder.ines,
        rule=Rule(),
    )  # fmt: skip

    assert reached(amira, INSIDE).chip == "Safe to text now"
    assert reached(amira, BEFORE).chip == "Text not before 09:30"


@pytest.mark.parametrize(
    ("contact", "unchecked"),
    [
        ({"phone": "07700 900999", "email": "amira@example.org"}, {MOBILE}),
        ({"phone": PHONE, "email": "new@example.org"}, {EMAIL}),
        ({"phone": PHONE, "email": "amira@example.org"}, set()),
    ],
)
def test_a_changed_number_or_address_is_checked_again(
    contact: dict[str, str], unchecked: set[Channel], amira: Person, in_alder: Cast
) -> None:
    change_person(
        person=amira, changes={"contact": contact}, expected_version=amira.version, by=in_alder.ines
    )

    for channel in (MOBILE, EMAIL):
        assert (rule_of(amira, channel).checked_on is None) == (channel in unchecked)
    assert Event.objects.filter(verb="contact.ask_again").count() == len(unchecked)


def test_a_colleagues_rule_is_not_overwritten_unseen(amira: Person, in_alder: Cast) -> None:
    for shown in (0, 7):
        with pytest.raises(ChangedMeanwhile):
            services.record(
                person=amira, channel=MOBILE, rule=Rule(), checked_on=CHECKED,
                expected_version=shown, by=in_alder.mara,
            )  # fmt: skip
    assert rule_of(amira, MOBILE).rule == CALLS


def chips_of(cast: Cast) -> tuple[list[str], int]:
    """Return what a list says of each case that Mara sees, and with how many queries."""
    with enter(cast.alder, by=cast.mara):
        cases = list(Case.objects.visible_to(cast.mara).with_reach(cast.mara))
        with CaptureQueriesContext(connection) as asked:
            found = safe_now(cases, to=cast.mara, at=INSIDE)
            return sorted(one.chip for one in found.values()), len(asked)


def test_many_cases_are_asked_with_as_many_queries_as_one(amira: Person, cast: Cast) -> None:
    assert chips_of(cast)[0] == ["Safe to call now"]
    for_one = chips_of(cast)[1]

    with enter(cast.alder, by=cast.mara):
        for _ in range(5):
            case = open_case(
                survivor=NewPerson(given_name="Grace", phone=PHONE), opened_on=CHECKED,
                worker=cast.ines, by=cast.ines,
            )  # fmt: skip
            services.record(
                person=case.case_people.get().person, channel=MOBILE, rule=CALLS,
                checked_on=CHECKED, expected_version=0, by=cast.ines,
            )  # fmt: skip

    assert chips_of(cast) == (["Safe to call now"] * 6, for_one)


def test_who_may_not_see_safe_contact_is_told_nothing(amira: Person, cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada):
        assert safe_now([cast.amira], to=cast.ada, at=INSIDE) == {}
