"""The week: what is due on each day to come, with appointments and their interpreter."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import has_permission
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from cases.models import Case
from diary import caseload, due
from diary.due import Due
from diary.models import NextStep

DAYS = 7
# As on My day: each line opens what a case says.
MOST = 40


@dataclass(frozen=True)
class Line:
    """One line of a day, with the step that can be moved."""

    due: Due
    case: Case
    name: str
    step: NextStep | None


@dataclass(frozen=True)
class Day:
    """One day of the week."""

    on: datetime.date
    lines: Sequence[Line]


def week(request: SignedInRequest) -> HttpResponse:
    """Show the seven days to come; what is late stands on today."""
    if not has_permission(request.user, Permission.DAY_PLAN):
        raise Http404
    now = timezone.now()
    today = timezone.localdate(now)
    load = caseload.of(request.user, today=today)
    asked = due.Asked(
        user=request.user, cases=load.cases, seen=load.seen, workers=load.workers, now=now,
        today=today, until=today + datetime.timedelta(days=DAYS - 1),
    )  # fmt: skip
    found = [line for line in due.find(asked) if line.stays or line.on >= today]
    shown = found[:MOST]
    ids = [line.step for line in shown if line.step]
    steps = {step.pk: step for step in NextStep.objects.filter(pk__in=ids)}
    lines = [
        Line(
            due=line, case=load.cases[line.case_id], name=load.name(line.case_id),
            step=steps.get(line.step) if line.step else None,
        )
        for line in shown
    ]  # fmt: skip
    named = [load.survivors[one.case.pk].pk for one in lines if one.case.pk in load.survivors]
    records = [one.due.subject for one in lines if one.due.subject]
    read = dict.fromkeys([*(one.case.pk for one in lines), *records, *named])
    events.read("week.see", by=request.user, subjects=list(read))
    days = [today + datetime.timedelta(days=number) for number in range(DAYS)]
    by_day = [Day(day, [one for one in lines if max(one.due.on, today) == day]) for day in days]
    context = {"days": by_day, "today": today, "more": len(found) - len(shown)}
    return render(request, "diary/week.html", context)
