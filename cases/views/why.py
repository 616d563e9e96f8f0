"""The page that says why somebody can open a case, or why not."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import has_permission
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from audit import events
from cases.explaining import case_to_ask_about, explain, staff
from cases.forms import WhyForm


@require_safe
def why(request: SignedInRequest) -> HttpResponse:
    """Answer for one person and one case, to those who answer for access."""
    if not has_permission(request.user, Permission.ACCESS_EXPLAIN):
        raise Http404
    people = staff()
    form = WhyForm(request.GET or None, people=people)
    explanation = None
    if form.is_bound and form.is_valid():
        case = case_to_ask_about(request.user, form.cleaned_data["case"])
        if case is None:
            form.add_error("case", "There is no case of this reference that you can ask about")
        else:
            person = next(one for one in people if str(one.pk) == form.cleaned_data["person"])
            events.read("access.explain", by=request.user, subjects=[case.pk, person.pk])
            explanation = explain(person, case)
    return render(request, "cases/why.html", {"form": form, "explanation": explanation})
