"""The page of what was found. What was typed is sent in the body, and is in no address."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.requests import SignedInRequest
from cases.search import further
from cases.search.finding import find, may_search
from cases.search.limits import may_search_again
from cases.search.reading import LONGEST, SHORTEST


@sensitive_post_parameters("term")
@sensitive_variables("term")
def search(request: SignedInRequest) -> HttpResponse:
    """Find people and cases, and show the first twenty; read by itself, say how to search.

    Nothing of a search is kept: to come back to the page the browser sends the search again.
    """
    if not may_search(request.user):
        raise Http404
    term = request.POST.get("term", "").replace("\x00", "").strip()[:LONGEST]
    context = {"term": term, "shortest": SHORTEST, "asked": request.method == "POST"}
    if len(term) < SHORTEST:
        return render(request, "cases/search/results.html", context)
    if not may_search_again(request, by=request.user):
        status = HTTPStatus.TOO_MANY_REQUESTS
        return render(request, "cases/search/too_many.html", context, status=status)
    context |= {
        "found": find(term, by=request.user),
        "further": further.find(term, by=request.user),
    }
    return render(request, "cases/search/results.html", context)
