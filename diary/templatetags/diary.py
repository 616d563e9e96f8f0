"""What the page of a case shows of its diary: `{% load diary %}`."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from accounts.models import User
from audit import events
from cases import sight
from cases.models import Case
from diary import timeline
from diary.access import reads_of
from diary.models import NextStep
from diary.timeline import Item

register = template.Library()

STEPS, ITEMS = 4, 5


@dataclass(frozen=True)
class OnCase:
    """The next steps of a case, and the latest of its timeline."""

    steps: Sequence[NextStep]
    items: Sequence[Item]


@register.simple_tag(takes_context=True)
def on_case(context: template.Context, case: Case) -> OnCase | None:
    """Return what the page of a case shows; None for somebody who reads no diary."""
    user: User = context["request"].user
    seen = sight.of(user, case)
    if not reads_of(seen):
        return None
    steps = list(NextStep.objects.open().filter(case=case).open_to(seen)[:STEPS])
    shown = timeline.latest_of(case, seen, ITEMS)
    read = [case.pk, *(step.pk for step in steps), *(item.subject for item in shown)]
    events.read("timeline.see", by=user, subjects=read)
    return OnCase(steps=steps, items=shown)
