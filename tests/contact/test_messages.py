"""The gate of letters, texts and emails: what it refuses, and how little it says."""

import datetime as dt
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from hypothesis import given
from hypothesis import strategies as st

from audit import events
from audit.models import Event
from cases.models import Person
from cases.services import change_person
from contact import messages, services
from contact.choices import Channel, Handed, MessageKind
from contact.hours import ALWAYS
from contact.models import Message
from contact.neutral import fault_of
from contact.rules import Rule
from contact.settings import TEXTS
from tests.cast import Cast
from tests.contact.conftest import AFTER, CALLS, CHECKED, EMAIL, INSIDE, rule_of

ANY_TIME = Rule(allowed=True, safe=(ALWAYS,))
WORDS = st.text(st.characters(codec="utf-8"), max_size=40)


def say(person: Person, channel: Channel, rule: Rule, checked: dt.date | None = CHECKED) -> None:
    """Record what is safe, over whatever was recorded."""
    kept = person.safe_contacts.filter(channel=channel).first()
    services.record(
        person=person, channel=channel, rule=rule, checked_on=checked, by=None,
        expected_version=kept.version if kept else 0,
    )  # fmt: skip


def write(person: Person, channel: Channel, cast: Cast, at: dt.datetime = INSIDE) -> Message:
    return messages.write(
        case=cast.amira, person=person, channel=channel, kind=MessageKind.RING, at=at, by=cast.ines
    )


def test_an_email_goes_to_one_address_with_a_text_that_tells_nothing(
    amira: Person, in_alder: Cast
) -> None:
    say(amira, Channel.EMAIL, ANY_TIME)

    message = write(amira, Channel.EMAIL, in_alder)

    [sent] = mail.outbox
    assert sent.recipients() == [EMAIL]
    assert (sent.cc, sent.bcc, sent.attachments) == ([], [], [])
    assert sent.from_email == settings.DEFAULT_FROM_EMAIL
    assert (sent.subject, sent.body) == ("Hello", "Hello. Please ring when it suits you.")
    assert message.handed == Handed.SENT
    assert Event.objects.filter(verb="contact.write").count() == 1


def test_no_header_names_anybody_this_machine_or_the_organisation(
    amira: Person, in_alder: Cast
) -> None:
    say(amira, Channel.EMAIL, ANY_TIME)
    with patch("django.core.mail.message.DNS_NAME", "haven.example.org"):
        write(amira, Channel.EMAIL, in_alder)
        whole = mail.outbox[0].message().as_string().replace(EMAIL, "").lower()

    for told in ("amira", "khalid", "mira", "ines", "alder", "haven", "r-1001", "attachment"):
        assert told not in whole


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize(
    ("rule", "checked", "at"),
    [
        (None, None, INSIDE),
        (Rule(), CHECKED, INSIDE),
        (ANY_TIME, None, INSIDE),
        (ANY_TIME, CHECKED, INSIDE + dt.timedelta(days=90)),
        (CALLS, CHECKED, AFTER),
    ],
    ids=["unknown", "not allowed", "not checked", "check too old", "outside its hours"],
)
def test_what_is_unsafe_or_unknown_is_refused_on_every_channel(
    channel: Channel, rule: Rule | None, checked: dt.date | None, at: dt.datetime, amira: Person,
    in_alder: Cast,
) -> None:  # fmt: skip
    if rule is None:
        events.write("contact.record", by=in_alder.ines, subjects=[amira.pk])
        amira.safe_contacts.filter(channel=channel).delete()
    else:
        say(amira, channel, rule, checked)

    with pytest.raises(messages.NotSafe):
        write(amira, channel, in_alder, at)

    assert mail.outbox == []
    assert not Message.objects.exists()


def test_calls_and_meetings_are_never_written_to(amira: Person, in_alder: Cast) -> None:
    for channel in set(Channel) - {Channel.SMS, Channel.EMAIL, Channel.POST}:
        say(amira, channel, ANY_TIME)
        with pytest.raises(messages.NotSafe):
            write(amira, channel, in_alder)


def test_an_address_that_changed_gets_nothing_by_an_older_page(
    amira: Person, in_alder: Cast
) -> None:
    say(amira, Channel.EMAIL, ANY_TIME)
    older = Person.objects.get(pk=amira.pk)
    assert older.contact["email"] == EMAIL
    change_person(
        person=amira, changes={"contact": {"email": "his@example.org"}},
        expected_version=amira.version, by=in_alder.ines,
    )  # fmt: skip

    with pytest.raises(messages.NotSafe):
        write(older, Channel.EMAIL, in_alder)
    services.check(
        kept=rule_of(amira, Channel.EMAIL), checked_on=CHECKED, by=in_alder.ines,
        expected_version=rule_of(amira, Channel.EMAIL).version,
    )  # fmt: skip
    write(older, Channel.EMAIL, in_alder)

    assert [one.recipients() for one in mail.outbox] == [["his@example.org"]]


@pytest.mark.parametrize(
    "held", ["", "no-address", "a@example.org, b@example.org", "a@example.org\nBcc: b@example.org"]
)
def test_none_several_or_no_address_gets_nothing(held: str, amira: Person, in_alder: Cast) -> None:
    change_person(
        person=amira, changes={"contact": {"email": held}}, expected_version=amira.version, by=None
    )
    say(amira, Channel.EMAIL, ANY_TIME)

    with pytest.raises(messages.NotSafe):
        write(amira, Channel.EMAIL, in_alder)
    assert mail.outbox == []


def test_what_the_server_refuses_is_not_recorded_as_sent(amira: Person, in_alder: Cast) -> None:
    say(amira, Channel.EMAIL, ANY_TIME)

    fails = patch.object(EmailMessage, "send", side_effect=OSError("no room"))
    with fails, pytest.raises(OSError, match="no room"):
        write(amira, Channel.EMAIL, in_alder)

    assert not Message.objects.exists()


def test_a_text_and_a_letter_are_shown_to_copy(amira: Person, in_alder: Cast) -> None:
    for channel in (Channel.SMS, Channel.POST):
        say(amira, channel, ANY_TIME)
        assert write(amira, channel, in_alder).handed == Handed.SHOWN

    assert mail.outbox == []


@pytest.mark.parametrize(
    "text",
    [
        "Your refuge place is ready", "Women's Aid rang", "See https://example.org",
        "Ring 01632 960001",
        "Write to me@example.org", "Hello {name}", "About the court date", "From Alder",
        "Hello\nSecond line", "The SURVIVOR group", "Réfuge",
    ],
)  # fmt: skip
def test_a_text_that_tells_something_is_not_taken(text: str, in_alder: Cast) -> None:
    assert fault_of(text)


def test_a_text_that_got_in_otherwise_is_not_sent(amira: Person, in_alder: Cast) -> None:
    say(amira, Channel.EMAIL, ANY_TIME)
    telling = patch("contact.messages.value_of", return_value="Your refuge place is ready")
    with telling, pytest.raises(messages.NotSafe):
        write(amira, Channel.EMAIL, in_alder)


def test_every_text_that_is_there_from_the_beginning_may_be_sent(in_alder: Cast) -> None:
    for setting in TEXTS.values():
        assert fault_of(str(setting.default)) == ""


@given(WORDS, st.sampled_from(["refuge", "01632 960001", "www.x", "court", "a@b"]), WORDS)
def test_nothing_around_it_hides_what_tells(before: str, telling: str, after: str) -> None:
    assert fault_of(f"{before} {telling} {after}")
