"""Amira can be called on weekdays in school hours; her email is not safe; nothing else is known."""

import datetime as dt

import pytest

from accounts.tenancy import enter
from cases.models import Person
from cases.services import change_person
from contact import services
from contact.choices import Channel
from contact.hours import DAYS, Hours
from contact.models import SafeContact
from contact.rules import Rule
from tests.cast import Cast

PHONE, EMAIL = "07700 900123", "amira@example.org"
SCHOOL_HOURS = Hours(frozenset(DAYS[:5]), dt.time(9, 30), dt.time(15))
FRIDAY_AFTERNOON = Hours(frozenset({"friday"}), dt.time(12), dt.time(0))
CALLS = Rule(
    allowed=True, safe=(SCHOOL_HOURS,), blocked=(FRIDAY_AFTERNOON,), withheld=True,
    say_name="Jo from the dentist", code_word="parcel",
)  # fmt: skip

# A Wednesday.
CHECKED = dt.date(2026, 11, 18)
INSIDE = dt.datetime(2026, 11, 25, 10, 0, tzinfo=dt.UTC)
BEFORE = dt.datetime(2026, 11, 25, 8, 0, tzinfo=dt.UTC)
AFTER = dt.datetime(2026, 11, 25, 16, 0, tzinfo=dt.UTC)


@pytest.fixture
def amira(cast: Cast) -> Person:
    """Return Amira, with a telephone, an address for mail, and what is safe."""
    with enter(cast.alder, by=cast.ines):
        person: Person = cast.amira.case_people.get(role="survivor").person
        change_person(
            person=person, changes={"contact": {"phone": PHONE, "email": EMAIL}},
            expected_version=person.version, by=cast.ines,
        )  # fmt: skip
        for channel, rule in ((Channel.MOBILE, CALLS), (Channel.EMAIL, Rule())):
            services.record(
                person=person, channel=channel, rule=rule, checked_on=CHECKED,
                expected_version=0, by=cast.ines,
            )  # fmt: skip
        return person


def rule_of(person: Person, channel: Channel) -> SafeContact:
    """Return what is recorded of a channel."""
    return SafeContact.objects.get(person=person, channel=channel)
