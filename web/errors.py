"""Pages for what went wrong: plain words, no detail of the machine, no query."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit.errors import AuditUnavailable
from encryption.errors import DecryptionFailed

# Absent, not yours, restricted and conflicted must look the same, so there is one sentence.
NOTHING_HERE = "There is nothing here that you can open."


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for what is absent and for what this person may not see, alike."""
    return _page(
        request,
        HTTPStatus.NOT_FOUND,
        NOTHING_HERE,
        "Check the reference. If you need this for your work, ask your manager for access.",
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
    if isinstance(fault, DecryptionFailed):
        return _page(
            request,
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "Rowan could not open this record.",
            "Something about it is not as it was stored. The fault has been recorded.",
            telephone=settings.FAILURE_TELEPHONE,
        )
    return _page(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong in Rowan.",
        "It is not your fault. What you had saved is kept. Try again in a few minutes.",
        telephone=settings.FAILURE_TELEPHONE,
    )


def audit_unavailable(request: HttpRequest) -> HttpResponse:
    """Answer when it cannot be recorded who looked: then nothing is shown."""
    return _page(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Rowan cannot record who looked, so nothing is shown.",
        "Try again in a few minutes.",
        telephone=settings.FAILURE_TELEPHONE,
    )


def _page(
    request: HttpRequest, status: HTTPStatus, heading: str, *lines: str, telephone: str = ""
) -> HttpResponse:
    context = {"heading": heading, "lines": lines, "telephone": telephone}
    response = render(request, "web/error.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
