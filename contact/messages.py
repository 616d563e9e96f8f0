"""The one gate through which a letter, a text or an email goes out.

It refuses what is unsafe or unknown at the moment of writing, says one of a few texts that tell
nothing, has a sender without a name, one recipient and nothing attached. Nothing else in Rowan
writes to anybody of whom it holds a record.
"""

import datetime as dt
from email.utils import make_msgid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import User
from accounts.settings import value_of
from audit import events
from cases.models import Case, Person
from cases.reaching import State
from contact import numbers
from contact.choices import WRITTEN, Channel, Handed, MessageKind
from contact.models import Message, SafeContact
from contact.neutral import fault_of
from contact.settings import SUBJECT, TEXTS
from contact.standing import Standing


class NotSafe(Exception):
    """This message may not be written now; ``words`` says why."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


NO_ADDRESS = "No one address is recorded that a message could go to."
_NOT_A_WAY_TO_WRITE = "Nothing is written on this way of reaching them."


@transaction.atomic
def write(
    *,
    case: Case,
    person: Person,
    channel: Channel,
    kind: MessageKind,
    at: dt.datetime,
    by: User,
) -> Message:
    """Send an email, or give a text or a letter to copy; raises NotSafe and then does nothing.

    What is safe is read here and held until the end, however old the page or the job that asks. An
    email is handed over before the record of it is kept: if the server refuses it, neither is.
    """
    text = _allowed(person, channel, kind, at)
    to = _recipient(person, channel) if channel == Channel.EMAIL else ""
    message = Message(
        organisation_id=case.organisation_id, case=case, person=person, channel=channel, kind=kind,
        handed=Handed.SENT if to else Handed.SHOWN, text=text, written_by=by, written_at=at,
    )  # fmt: skip
    events.write("contact.write", by=by, subjects=[case.pk, person.pk, message.pk])
    message.save(force_insert=True)
    if to:
        _email(to, text).send()
    return message


def _allowed(person: Person, channel: Channel, kind: MessageKind, at: dt.datetime) -> str:
    if channel not in WRITTEN:
        raise NotSafe(_NOT_A_WAY_TO_WRITE)
    kept = SafeContact.objects.select_for_update().filter(person=person, channel=channel).first()
    standing = Standing(person=person, channel=channel, at=at, kept=kept)
    if standing.state is not State.SAFE:
        raise NotSafe(standing.words)
    text = str(value_of(TEXTS[kind].key))
    # What was let through once is looked at again: names of services change.
    if fault := fault_of(text) or fault_of(str(value_of(SUBJECT.key))):
        raise NotSafe(fault)
    return text


def _recipient(person: Person, channel: Channel) -> str:
    """Return the one address; raises NotSafe for none, several, or what is none."""
    person.refresh_from_db(fields=["contact"])
    to = numbers.number_of(person, None, channel).strip()
    try:
        validate_email(to)
    except ValidationError:
        raise NotSafe(NO_ADDRESS) from None
    return to


def _email(to: str, text: str) -> EmailMessage:
    sender = settings.DEFAULT_FROM_EMAIL
    # Django would name this machine in the message's id.
    message_id = make_msgid(domain=sender.rpartition("@")[2])
    return EmailMessage(
        subject=value_of(SUBJECT.key),
        body=text,
        from_email=sender,
        to=[to],
        headers={"Message-ID": message_id},
    )
