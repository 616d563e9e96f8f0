"""What meetings add to the diary: the day on which a case is heard, and that it was put to one.

A referral is a copy at the host. The day of its meeting is known where the host is one's own
organisation; elsewhere the walls show none of it.
"""

import datetime
from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils import timezone

from accounts.field_classes import FieldClass
from cases.choices import DisclosureKind
from cases.models import Case, Disclosure
from cases.sight import Sight
from diary import due, timeline
from diary.due import Asked, Due
from diary.timeline import Item
from marac.models import MaracReferral


def meetings(asked: Asked) -> Iterator[Due]:
    """The meetings in the days to come that hear one of these cases."""
    shown = [pk for pk, seen in asked.seen.items() if seen.shows(FieldClass.NARRATIVE)]
    put = Disclosure.objects.filter(case__in=shown, what=DisclosureKind.MEETING_REFERRAL)
    case_of = dict(put.values_list("copy_id", "case_id"))
    heard = MaracReferral.objects.filter(
        pk__in=case_of, meeting__held_on__gte=asked.today, meeting__held_on__lte=asked.until
    ).without_recusals_of(asked.user)
    for referral_id, held_on in heard.values_list("pk", "meeting__held_on"):
        case_id = case_of[referral_id]
        yield Due(
            kind="meeting",
            case_id=case_id,
            on=held_on,
            words=partial(str, "MARAC hears this case"),
            url=reverse("marac:case", args=[asked.cases[case_id].reference]),
            needs_contact=False,
            stays=False,
        )


def referrals(case: Case, seen: Sight) -> Iterator[Item]:
    """Tell when the case was put to a meeting."""
    if not seen.shows(FieldClass.NARRATIVE):
        return
    put = Disclosure.objects.filter(case=case, what=DisclosureKind.MEETING_REFERRAL)
    for disclosure in put:
        day = datetime.datetime.combine(disclosure.disclosed_on, datetime.time())
        yield Item(
            kind="meeting",
            at=timezone.make_aware(day),
            title="Put to a meeting",
            subject=disclosure.pk,
            url=reverse("marac:case", args=[case.reference]),
            is_day=True,
        )


def register() -> None:
    """Add all of it."""
    due.register(due.Source("meetings", meetings))
    timeline.register(
        timeline.Source(code="marac", kinds=[("meeting", "Meetings")], items=referrals)
    )
