"""The support of a case on one page: the plan, the needs, and what was given."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.field_classes import FieldClass
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from cases.pages import household_of, page_of
from diary.access import get_case_to_read
from support import needs, reading
from support.people import called_in, parts_in

TAB = "support"


def support(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show what is agreed and needed on a case, what was given, and how it counts."""
    case, seen = get_case_to_read(request.user, reference)
    household = household_of(case, request.user)
    given = reading.given_on(case)
    held = reading.plan_on(case) if seen.shows(FieldClass.NARRATIVE) else None
    read = [*household.subjects(case), *(one.pk for one in given)]
    events.read("support.see", by=request.user, subjects=read + (held.subjects if held else []))
    called = called_in(household)
    context = page_of(case, household, TAB)
    context |= {
        "given": reading.told_of(given, called),
        "may_write": seen.allows(Permission.DIARY_WRITE),
    }
    if held:
        goals = held.goals_now(called)
        context |= {
            "goals": [one for one in goals if one.is_open],
            "ended": [one for one in goals if not one.is_open],
            "versions": held.versions,
            "needs": [(part, needs.of_part(part, held.needs)) for part in parts_in(household)],
        }
    return render(request, "support/case.html", context)
