"""Until when somebody is to be reached: by priority, in hours or in working days."""

import datetime
from dataclasses import dataclass

from accounts.settings import value_of
from accounts.working_days import after_working_days
from referrals.choices import Priority


def review_due(received_at: datetime.datetime) -> datetime.datetime:
    """Return until when a new referral is first looked at."""
    return _hours_after(received_at, value_of("referral_review_hours"))


def contact_due(received_at: datetime.datetime, priority: str) -> datetime.datetime:
    """Return until when the person is first rung, counted from when the referral came."""
    if priority == Priority.HIGH:
        return _hours_after(received_at, value_of("referral_high_hours"))
    key = "referral_medium_days" if priority == Priority.MEDIUM else "referral_standard_days"
    return after_working_days(received_at, value_of(key))


def _hours_after(at: datetime.datetime, hours: int) -> datetime.datetime:
    """Count real hours: a night in which the clocks change has one more or less on the wall."""
    return at.astimezone(datetime.UTC) + datetime.timedelta(hours=hours)


@dataclass(frozen=True)
class Due:
    """What is to be done next, until when, and whether that is over."""

    words: str
    at: datetime.datetime
    late: bool
