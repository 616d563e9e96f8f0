"""Where a channel's number stands: at the person, or with its rule."""

import re
from collections.abc import Collection

from cases.likeness import numbers as numbers_in
from cases.models import Person
from contact.choices import PLACES, Channel
from contact.models import SafeContact

_TELEPHONES = frozenset({Channel.MOBILE, Channel.LANDLINE, Channel.SMS})
_MOBILE = re.compile(r"7\d{9}")


def channels_of(person: Person, kept: SafeContact | None = None) -> Collection[str]:
    """Return the channels of which a number is recorded, without the number.

    A telephone number that reads like a mobile's is that of calls to it and of texts; what reads
    like neither is taken for both, so that every rule stands before it. A place is no number: its
    keys are not opened for a list.
    """
    found: set[str] = set()
    phone = str(person.contact.get("phone", ""))
    if phone:
        national = numbers_in(phone)
        mobile = [bool(_MOBILE.fullmatch(one)) for one in national]
        if not mobile or any(mobile):
            found |= {Channel.MOBILE, Channel.SMS}
        if not mobile or not all(mobile):
            found |= {Channel.LANDLINE}
    if person.contact.get("email"):
        found.add(Channel.EMAIL)
    if kept and kept.channel not in PLACES and kept.number:
        found.add(kept.channel)
    return found


def number_of(person: Person, kept: SafeContact | None, channel: str) -> str:
    """Return the number or the address for mail of a channel; blank where none is recorded."""
    if kept and kept.number and channel not in PLACES:
        return str(kept.number)
    if channel == Channel.EMAIL:
        return str(person.contact.get("email", ""))
    if channel in _TELEPHONES and channel in channels_of(person):
        return str(person.contact.get("phone", ""))
    return ""
