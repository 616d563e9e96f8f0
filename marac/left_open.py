"""What must not be left behind at meetings when a case closes."""

import datetime
from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse

from accounts.tenancy import enter
from cases.left_open import Left
from cases.models import Case, Disclosure
from marac.choices import ActionState
from marac.models import Action, MaracReferral


def meetings(case: Case, on: datetime.date) -> Iterator[Left]:
    """Say whether a meeting is still to hear the case, or waits for an action.

    The hosts are asked by the ids of the copies that were given to them, with no key.
    """
    url = reverse("marac:case", kwargs={"reference": case.reference})
    given = Disclosure.objects.filter(case=case, what="meeting_referral")
    copies: dict[UUID, list[UUID]] = {}
    for host_id, copy in given.values_list("to_organisation_id", "copy_id"):
        copies.setdefault(host_id, []).append(copy)
    for host_id, ids in copies.items():
        with enter(host_id, by=None):
            waiting = Action.objects.filter(referral__in=ids, state=ActionState.OPEN).exists()
            coming = MaracReferral.objects.filter(pk__in=ids).exclude(meeting__held_on__lt=on)
            unheard = coming.exists()
        if waiting:
            yield Left("An action that a meeting agreed is still open.", url)
        if unheard:
            yield Left("A meeting is still to hear this case.", url)
