"""Referrals and attempts to reach people; how their cases end, and what comes after."""

from referrals.models.attempt import ContactAttempt, ReferrerTold
from referrals.models.closing import Closing, FurtherWork
from referrals.models.handover import Handover
from referrals.models.referral import CaseReferral
from referrals.models.wall import ReferralWall

__all__ = [
    "CaseReferral",
    "Closing",
    "ContactAttempt",
    "FurtherWork",
    "Handover",
    "ReferralWall",
    "ReferrerTold",
]
