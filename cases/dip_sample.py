"""A supervisor reads a few of a worker's cases, drawn at random, for some days."""

import datetime
import random
from collections.abc import MutableSequence

from django.db import transaction
from django.utils import timezone

from accounts import access
from accounts.models import User
from accounts.permissions import Permission
from accounts.settings import value_of
from cases import grants
from cases.choices import GrantKind
from cases.models import Allocation, Case, Grant
from cases.models.grant import GrantQuerySet
from cases.refusals import Refused, require_reason


@transaction.atomic
def draw(
    *, worker: User, reason: str, at: datetime.datetime, by: User, chance: random.Random
) -> list[Grant]:
    """Draw some of a worker's open cases for her supervisor to read. Raises Refused.

    Neither a restricted case nor one that the supervisor must not know of is ever drawn. One
    sample of a worker is open at a time, so that drawing again does not add up to all.
    """
    may_draw = access.answers_for(by, worker, Permission.DIP_SAMPLE)
    if not may_draw or worker.pk == by.pk:
        raise Refused("worker", "Choose somebody whose work you answer for")
    require_reason(reason)
    held = Allocation.objects.live_on(timezone.localdate(at)).filter(worker=worker)
    theirs = Case.objects.filter(pk__in=held.values("case_id"), closed_on=None, restricted=False)
    if open_samples(by, at).filter(case__in=theirs).exists():
        raise Refused("worker", f"Your last sample of {worker.full_name}’s cases is still open")
    drawn: MutableSequence[Case] = list(theirs.without_conflicts_of(by).order_by("pk"))
    chance.shuffle(drawn)
    until = at + datetime.timedelta(days=value_of("dip_sample_days"))
    return [
        grants.record(
            case=case, user=by, kind=GrantKind.DIP_SAMPLE, reason=reason, starts_at=at,
            ends_at=until, by=by,
        )
        for case in drawn[: value_of("dip_sample_size")]
    ]  # fmt: skip


def open_samples(user: User, at: datetime.datetime) -> GrantQuerySet:
    """Return what a person drew and may still read."""
    return Grant.objects.live_at(at).of_kind(GrantKind.DIP_SAMPLE).filter(user=user)
