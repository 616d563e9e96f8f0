"""What pages of a case show of support: `{% load support %}`."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from accommodation.models import SupportDelivered
from audit import events
from cases.models import Case
from cases.pages import household_of
from diary.models import Note
from support import reading
from support.choices import SHORT
from support.models import Goal
from support.people import called_in
from support.reading import Given

register = template.Library()


@dataclass(frozen=True)
class OfNote:
    """The support that a note tells of, and the types that one tap would add."""

    given: Sequence[Given]
    types: Sequence[tuple[str, str]]


@register.simple_tag(takes_context=True)
def goals_on_case(context: template.Context, case: Case) -> Sequence[Goal]:
    """Return the open goals of a case, the one to be reviewed first on top."""
    found = list(Goal.objects.open().filter(case=case))
    subjects = [case.pk, *(goal.pk for goal in found)]
    events.read("goal.see", by=context["request"].user, subjects=subjects)
    return found


@register.simple_tag(takes_context=True)
def support_of_note(context: template.Context, case: Case, notes: Sequence[Note]) -> OfNote:
    """Return what was recorded with any note of a chain of corrections."""
    user = context["request"].user
    found = SupportDelivered.objects.filter(case=case, note__in=notes).order_by("recorded_at")
    delivered = list(found.select_related("given_by"))
    events.read("support.see", by=user, subjects=[case.pk, *(one.pk for one in delivered)])
    had = {one.support_type for one in delivered}
    given = reading.told_of(delivered, called_in(household_of(case, user)))
    return OfNote(given, [(kind.value, label) for kind, label in SHORT.items() if kind not in had])
