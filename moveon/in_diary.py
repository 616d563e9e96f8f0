"""What moving on adds to the diary: what is due, and when something ended; never where to."""

import datetime
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from accounts.field_classes import FieldClass
from cases.models import Case
from cases.sight import Sight
from diary import due, timeline
from diary.access import reads_of
from diary.due import Asked, Due
from diary.timeline import Item
from moveon.choices import OfferAnswer
from moveon.models import Ending, HousingOption, Offer, ResettlementVisit


def endings(case: Case, seen: Sight) -> Iterator[Item]:
    """Tell when support in safe accommodation ended."""
    if not reads_of(seen):
        return
    for ending in Ending.objects.filter(case=case):
        day = datetime.datetime.combine(ending.ended_on, datetime.time())
        yield Item(
            kind="stay",
            at=timezone.make_aware(day),
            title="Support in safe accommodation ended",
            subject=ending.pk,
            is_day=True,
        )


def due_lines(asked: Asked) -> Iterator[Due]:
    """What is due on the way to a home, and visits after a move: asked for in one query."""
    cases = [pk for pk, seen in asked.seen.items() if seen.shows(FieldClass.NARRATIVE)]
    columns = ("case_id", "pk")
    options = HousingOption.objects.pursued().filter(case__in=cases)
    waiting = Offer.objects.filter(case__in=cases, answer=OfferAnswer.WAITING)
    visits = ResettlementVisit.objects.filter(case__in=cases, made_on=None, dropped=False)
    found = _dated(options, "look_again_on", "Look again at a way to a home", asked).union(
        _dated(waiting, "answer_by", "An offer of a home is to be answered", asked),
        _dated(waiting, "view_on", "A home is to be seen", asked),
        _dated(visits, "due_on", "Visit or call after the move", asked),
        all=True,
    )
    for case_id, subject, on, words in found.values_list(*columns, "on", "what"):
        yield Due(
            kind="moveon",
            case_id=case_id,
            on=on,
            words=partial(str, words),
            url=reverse("moveon:plan", args=[asked.cases[case_id].reference]),
            subject=subject,
        )


def _dated(found: QuerySet[Any, Any], day: str, words: str, asked: Asked) -> QuerySet[Any, Any]:
    """Name a day and its words alike in every part of the union."""
    due = found.filter(**{f"{day}__lte": asked.until}).order_by()
    named: QuerySet[Any, Any] = due.annotate(on=F(day), what=Value(words, CharField()))
    return named.values("case_id", "pk", "on", "what")


def register() -> None:
    """Add all of it."""
    due.register(due.Source("moveon", due_lines))
    timeline.register(
        timeline.Source(code="moveon", kinds=[("stay", "Safe places")], items=endings)
    )
