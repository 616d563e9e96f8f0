"""Telling whoever holds a session that was ended why, once, and nobody else anything.

The answer to a request with such a session's cookie leads to the sign-in page and takes the cookie
away; a cookie with a code, of a few minutes, carries the reason there. It names nobody, and whoever
makes one up reads a sentence that is the same for everybody.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from accounts.choices import SessionEnd
from accounts.sign_in import history

KEEP = dt.timedelta(minutes=5)


def tell(response: HttpResponseBase, because: str) -> None:
    """Let the sign-in page that comes next say why."""
    response.set_cookie(
        settings.ENDED_COOKIE_NAME,
        because,
        max_age=KEEP,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def tell_if_ended(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let it say so where the request came with a session that was ended."""
    sent = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if sent and request.session.session_key is None:
        because = history.ended_because(sent)
        if because:
            tell(response, because)


def told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show the reason on a page, and forget it."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        because = request.COOKIES.get(settings.ENDED_COOKIE_NAME, "")
        if because in SessionEnd.values and isinstance(response, TemplateResponse):
            response.context_data = (response.context_data or {}) | {
                "ended": SessionEnd(because).label
            }
            response.delete_cookie(settings.ENDED_COOKIE_NAME, samesite="Lax")
        return response

    return shown
