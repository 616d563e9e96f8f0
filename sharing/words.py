"""What may be shared, said in one sentence."""

import datetime
from collections.abc import Iterable

from sharing.choices import Answer, Purpose
from sharing.models import Consent

NOTHING = "Nothing was agreed: ask before you share anything."


def day_of(day: datetime.date) -> str:
    """Write a day as pages do."""
    return f"{day.day} {day:%B %Y}"


def purpose_of(consent: Consent) -> str:
    """Say for what it is, in the middle of a sentence."""
    label = str(Purpose(consent.purpose).label)
    return f"{label[0].lower()}{label[1:]}"


def one_of(consent: Consent) -> str:
    """Say what was agreed for one purpose: with whom, what, what not, until when."""
    whom, what = consent.details.get("whom", ""), consent.details.get("what", "")
    words = f"{purpose_of(consent)}, with {whom}" if whom else purpose_of(consent)
    if what:
        words += f": {what}"
    if without := consent.details.get("without", ""):
        words += f", but not {without}"
    if consent.expires_on:
        words += f" (until {day_of(consent.expires_on)})"
    return words


def sentence(held: Iterable[Consent]) -> str:
    """Say what may be shared now with whom; ``held`` are the answers that hold."""
    answers = sorted(held, key=lambda one: (Purpose.values.index(one.purpose), one.given_on))
    agreed = [one_of(one) for one in answers if one.answer == Answer.AGREED]
    refused = [purpose_of(one) for one in answers if one.answer == Answer.REFUSED]
    if not agreed and not refused:
        return NOTHING
    words = f"May be shared now: {'; '.join(agreed)}" if agreed else "Nothing may be shared now"
    if refused:
        words += f"; they did not agree for {', '.join(refused)}"
    return f"{words}; ask first for anything else."
