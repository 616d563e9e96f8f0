"""The guards between a person and a plan."""

from uuid import UUID

from django.http import Http404

from accounts.models import User
from accounts.permissions import Permission
from cases.access import get_case_for
from cases.models import Case
from cases.pages import Household, Part, household_of
from support.models import Goal, PlanVersion
from support.people import parts_in


def get_plan_to_write(user: User, reference: str) -> tuple[Case, Household]:
    """Return an open case whose plan the person writes, with its people; else Http404."""
    case = get_case_for(user, reference, Permission.PLAN_WRITE)
    household = household_of(case, user)
    if not case.is_open or not household.seen.allows(Permission.NARRATIVE_SEE):
        raise Http404
    return case, household


def get_part_of(household: Household, person_id: UUID) -> Part:
    """Return the survivor or a child of a household, or raise Http404."""
    found = [part for part in parts_in(household) if part.person.pk == person_id]
    if not found:
        raise Http404
    return found[0]


def get_goal_of(case: Case, goal_id: UUID) -> Goal:
    """Return an open goal of a case that the guard has let through, or raise Http404."""
    goal = Goal.objects.open().filter(case=case, pk=goal_id).select_related("case").first()
    if goal is None:
        raise Http404
    return goal


def get_version_of(case: Case, number: int) -> PlanVersion:
    """Return a version of a case's plan, or raise Http404."""
    versions = PlanVersion.objects.filter(case=case, number=number)
    version = versions.select_related("reviewed_by").first()
    if version is None:
        raise Http404
    return version
