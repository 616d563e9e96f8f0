"""Pages for what went wrong: plain words, no detail of the machine, no query."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.access import is_known_to_hold
from accounts.api.middleware import PATH as API
from accounts.middleware import active_organisation
from accounts.models import User
from accounts.permissions import Permission
from accounts.settings import value_of
from accounts.tenancy import enter
from audit.errors import AuditUnavailable
from cases.access_forms import AskForm
from encryption.errors import DecryptionFailed, EncryptionError, SubjectErased

# Absent, not yours, restricted and conflicted must look the same, so there is one sentence.
NOTHING_HERE = "There is nothing here that you can open."


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for what is absent and for what this person may not see, alike: and let her ask."""
    signed_in = isinstance(getattr(request, "user", None), User)
    match = request.resolver_match
    of_a_case = match is not None and "reference" in match.kwargs
    asked = {"address": request.path} if of_a_case else {}
    return _page(
        request,
        HTTPStatus.NOT_FOUND,
        NOTHING_HERE,
        "Check the reference. If you need this for your work, ask for access.",
        form=AskForm(initial=asked) if signed_in else None,
        urgent_url=_urgent_url(request),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for a part of Rowan that this person's role does not include."""
    return _page(
        request,
        HTTPStatus.FORBIDDEN,
        "This is not part of your role.",
        "If you need it for your work, ask your manager or the person who manages Rowan.",
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for a request that Rowan cannot read."""
    return _page(
        request,
        HTTPStatus.BAD_REQUEST,
        "Rowan could not read that.",
        "Go back and try again. Nothing was changed.",
    )


def no_such_way(request: HttpRequest) -> HttpResponse:
    """Answer for an address that is only read, or only takes what a form sends."""
    return _page(
        request,
        HTTPStatus.METHOD_NOT_ALLOWED,
        "There is no page at this address.",
        "It only takes what a form sends. Nothing was changed.",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for a form whose token is missing or old."""
    return _page(
        request,
        HTTPStatus.BAD_REQUEST,
        "This form is too old to be sent.",
        "Nothing was changed. Go back, reload the page and send the form again.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for a fault; one that stopped the record of who looked has its own words."""
    fault = sys.exc_info()[1]
    if isinstance(fault, AuditUnavailable):
        return audit_unavailable(request)
    if isinstance(fault, SubjectErased):
        return _page(
            request,
            HTTPStatus.GONE,
            "Nothing more can be recorded here.",
            "This record was erased, and nothing was changed. If it should still be there, ring.",
            telephone=_whom_to_ring(request),
        )
    if isinstance(fault, DecryptionFailed):
        return _page(
            request,
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "Rowan could not open this record.",
            "Something about it is not as it was stored. The fault has been recorded.",
            telephone=_whom_to_ring(request),
        )
    return _page(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong in Rowan.",
        "It is not your fault. What you had saved is kept. Try again in a few minutes.",
        telephone=_whom_to_ring(request),
    )


def audit_unavailable(request: HttpRequest) -> HttpResponse:
    """Answer when it cannot be recorded who looked: then nothing is shown."""
    return _page(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Rowan cannot record who looked, so nothing is shown.",
        "Try again in a few minutes.",
        telephone=_whom_to_ring(request),
    )


def _whom_to_ring(request: HttpRequest) -> str:
    """Return the number of the person's organisation, or the installation's; '' where none is set.

    Whatever failed may fail here as well: then it is the installation's, which needs no database.
    """
    try:
        user = request.user
        organisation_id = active_organisation(request, user) if isinstance(user, User) else None
        if organisation_id is not None:
            with enter(organisation_id, by=None):
                return str(value_of("failure_telephone")) or settings.FAILURE_TELEPHONE
    except (DatabaseFault, EncryptionError):
        pass
    return settings.FAILURE_TELEPHONE


def _urgent_url(request: HttpRequest) -> str:
    """Return where a case is opened in an emergency, for those whose role may; no query."""
    user = getattr(request, "user", None)
    may = isinstance(user, User) and is_known_to_hold(user, Permission.BREAK_GLASS)
    return reverse("cases:urgent") if may else ""


def _page(
    request: HttpRequest,
    status: HTTPStatus,
    heading: str,
    *lines: str,
    telephone: str = "",
    form: AskForm | None = None,
    urgent_url: str = "",
) -> HttpResponse:
    response: HttpResponse
    if request.path.startswith(API):
        ring = [f"Ring {telephone}."] if telephone else []
        response = JsonResponse({"detail": " ".join([heading, *lines, *ring])}, status=status)
    else:
        context = {
            "heading": heading,
            "lines": lines,
            "telephone": telephone,
            "form": form,
            "urgent_url": urgent_url,
        }
        response = render(request, "web/error.html", context, status=status)
    return response
