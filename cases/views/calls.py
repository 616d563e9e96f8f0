"""The page of whoever takes calls: names, and how to make contact."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import has_permission
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from cases.choices import CaseRole
from cases.lists import PAGE
from cases.models import Case, CasePerson
from cases.reaching import reach_of


@require_safe
def calls(request: SignedInRequest) -> HttpResponse:
    """Show names and how to make contact, and nothing else, to whoever takes calls."""
    if not has_permission(request.user, Permission.CALLS_TAKE):
        raise Http404
    cases = Case.objects.for_calls_of(request.user)
    parts = CasePerson.objects.filter(case__in=cases, role=CaseRole.SURVIVOR)
    in_order = parts.select_related("person", "case").order_by("case__reference")
    page = Paginator(in_order, PAGE).get_page(request.GET.get("page"))
    named = [one for part in page.object_list for one in (part.case_id, part.person_id)]
    events.read("case.calls", by=request.user, subjects=named)
    reach = reach_of([part.person for part in page.object_list], at=timezone.now())
    rows = [(part, reach[part.person_id]) for part in page.object_list]
    return render(request, "cases/calls.html", {"page": page, "rows": rows})
