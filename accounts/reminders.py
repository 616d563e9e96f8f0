"""What waits for somebody, counted, and a mail in the morning that says how much and nothing else.

An app above registers what it counts when it starts. A mail may be read by others: it names nobody,
no subject and no kind of work, and leads nowhere.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail

from accounts import access
from accounts.models import User
from accounts.reviews import queue
from accounts.settings import value_of

SUBJECT = "Rowan"


@dataclass(frozen=True)
class Waiting:
    """One kind of what waits for a person: how many, in words, and where they are."""

    count: int
    words: str
    url: str


Source = Callable[[User, datetime.datetime], Waiting]

_SOURCES: dict[str, Source] = {}


def count_as_well(name: str, source: Source) -> None:
    """Count this too from now on."""
    _SOURCES[name] = source


def waiting_for(user: User, *, now: datetime.datetime) -> list[Waiting]:
    """Return what waits for a person: reviews that she was told of, then what apps above count."""
    told = queue.unseen_by(user).count()
    found = [Waiting(told, "to look into", "")]
    return [one for one in (*found, *(source(user, now) for source in _SOURCES.values()))
            if one.count]  # fmt: skip


def send_digests(*, now: datetime.datetime) -> int:
    """Send the morning's mails of the organisation that is entered; say how many were sent."""
    if not value_of("daily_digest"):
        return 0
    sent = 0
    for user in access.everybody():
        number = sum(one.count for one in waiting_for(user, now=now))
        if number:
            send_mail(SUBJECT, _words(number), settings.DEFAULT_FROM_EMAIL, [user.email])
            sent += 1
    return sent


def _words(number: int) -> str:
    waits = "1 thing waits" if number == 1 else f"{number} things wait"
    return f"{waits} for you. Sign in where you usually do to see it.\n"
