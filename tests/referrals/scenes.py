"""Referrals on the stage of the cast: one to Alder's house, at a moment of a Wednesday."""

import datetime
from zoneinfo import ZoneInfo

from accounts.models import User
from referrals import deciding, services
from referrals.models import CaseReferral
from referrals.services import Received
from tests.cast import Cast

WEDNESDAY = datetime.datetime(2026, 11, 25, 14, 10, tzinfo=ZoneInfo("Europe/London"))
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def received(**instead: object) -> Received:
    """Return what a police officer tells of somebody."""
    told: dict[str, object] = {
        "route": "police",
        "consent": "given",
        "source": "Police",
        "referrer": "PC Example, 01632 960111",
        "person": {"given_name": "Leila", "family_name": "Haddad"},
        "contact": {"phone": "07700 900123", "safe": "at_times", "rule": "weekdays before 15:00"},
        "story": "He came back to the house on Monday.",
    }
    return Received(**(told | instead))  # type: ignore[arg-type]


def take(cast: Cast, *, at: datetime.datetime = WEDNESDAY, by: User | None = None) -> CaseReferral:
    """Take that referral."""
    return services.take(
        service=cast.house, received=received(), received_at=at, by=by or cast.ines
    )


def of_priority(cast: Cast, priority: str) -> CaseReferral:
    """Take it, and say how soon she is to be reached."""
    return deciding.triage(
        referral=take(cast), priority=priority, worker=cast.ines, at=WEDNESDAY + HOUR,
        expected_version=1, by=cast.ines,
    )  # fmt: skip
