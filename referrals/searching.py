"""Who was referred and is in no case yet, among what a search finds."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from accounts.tenancy import as_system
from audit import events
from cases.models import Findable
from cases.search.further import Further
from cases.search.people import People
from cases.search.reading import Asked
from referrals.choices import Decision, Route
from referrals.models import CaseReferral
from referrals.models.referral import CaseReferralQuerySet

SHOWN = 10


def waiting_like(asked: Asked, by: User) -> Sequence[Further]:
    """Return the undecided referrals that this person may see and that match, the nearest first.

    Few are undecided at a time: they are compared as Rowan itself, and nothing of them is kept.
    """
    waiting = CaseReferral.objects.visible_to(by).undecided()
    nearest = _nearest(asked, waiting)[:SHOWN]
    if not nearest:
        return []
    events.read("search.show", by=by, subjects=nearest, fields=asked.kinds)
    # Read once more, in the ring that counts what this person opens.
    shown = waiting.in_bulk(nearest)
    return [_further(shown[pk]) for pk in nearest if pk in shown]


def _nearest(asked: Asked, waiting: CaseReferralQuerySet) -> list[UUID]:
    people, scores = People(), dict[UUID, float]()
    with as_system():
        for referral in waiting:
            people.put(referral.pk, _findable(referral))
    for reading in asked.readings:
        for pk, match in people.matches(reading).items():
            scores[pk] = max(scores.get(pk, 0), match.score)
    return sorted(scores, key=lambda pk: (-scores[pk], str(pk)))


def _findable(referral: CaseReferral) -> Findable:
    """Return what somebody referred is found by: never where they live."""
    return Findable(
        given_name=referral.person.get("given_name", ""),
        family_name=referral.person.get("family_name", ""),
        known_as=referral.person.get("known_as", ""),
        date_of_birth=referral.born,
        phone=referral.contact.get("phone", ""),
        postcode="",
    )


def _further(referral: CaseReferral) -> Further:
    state = "on the waiting list" if referral.decision == Decision.WAITING else "to decide"
    return Further(
        name=referral.full_name,
        born=referral.born,
        what=f"{Route(referral.route).label}, {state}",
        url=reverse("referrals:referral", args=[referral.pk]),
    )
