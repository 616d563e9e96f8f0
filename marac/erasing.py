"""What erasing a person means at meetings."""

import datetime
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q

from accounts.tenancy import enter
from cases.models import Disclosure
from erasure.parts import Part
from erasure.whom import Whom
from marac.choices import ActionState
from marac.models import Action, MaracReferral


def blocks(whom: Whom, today: datetime.date) -> Iterator[str]:
    """Say whether a meeting is still busy with a case of hers: yes or no, and nothing of it.

    The host is asked by the days and states of the copies that were given to it, with no key.
    """
    for host_id, copies in _copies(whom).items():
        with enter(host_id, by=None):
            actions = Action.objects.filter(referral__in=copies, state=ActionState.OPEN)
            coming = Q(meeting=None) | Q(meeting__held_on__gte=today)
            waiting = MaracReferral.objects.filter(coming, pk__in=copies)
            if actions.exists():
                yield "An action that a meeting agreed for them is still open."
            if waiting.exists():
                yield "A meeting is still to hear a case of theirs."


def own_copies(whom: Whom) -> list[UUID]:
    """Return the copies that this organisation holds itself as a host, of cases hers alone."""
    return [
        copy
        for case_id, host_id, copy in _disclosed(whom)
        if host_id == whom.person.organisation_id and case_id in whom.alone_ids
    ]


def _copies(whom: Whom) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for _, host_id, copy in _disclosed(whom):
        found.setdefault(host_id, []).append(copy)
    return found


def _disclosed(whom: Whom) -> list[tuple[UUID, UUID, UUID]]:
    given = Disclosure.objects.filter(case__in=whom.cases, what="meeting_referral")
    return list(given.values_list("case_id", "to_organisation_id", "copy_id"))


MEETINGS = Part(
    name="meetings",
    blocks=blocks,
    subjects=own_copies,
    listed_only=frozenset({MaracReferral._meta.label, Action._meta.label}),
)
