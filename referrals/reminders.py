"""What waits for somebody in referrals: late ones of hers, and cases that she is offered."""

import datetime

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.reminders import Waiting
from referrals.choices import Decision
from referrals.models import CaseReferral, Handover


def late_referrals(user: User, now: datetime.datetime) -> Waiting:
    """Count the referrals whose time is over: those that she rings, and those nobody rings yet."""
    late = Q(reviewed_at=None, review_due_at__lt=now) | Q(
        reviewed_at__isnull=False, reached_at=None, contact_due_at__lt=now
    )
    hers = CaseReferral.objects.visible_to(user).filter(Q(worker=user) | Q(worker=None))
    count = hers.filter(late, decision=Decision.OPEN).count()
    return Waiting(count, "referrals late", reverse("referrals:list"))


def offered_cases(user: User, now: datetime.datetime) -> Waiting:
    """Count the cases that she is offered."""
    offered = Handover.objects.visible_to(user).offered().filter(to=user)
    return Waiting(offered.count(), "cases offered to you", reverse("referrals:handovers"))
