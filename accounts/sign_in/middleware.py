"""The gate behind sign-in: whoever is signed in but not wholly reaches the way in, no further.

It stands before every view, so a page or an interface added later is behind it as well. A session
that came by any path without a second factor opens nothing.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.api.middleware import token_of
from accounts.choices import SessionEnd
from accounts.models import User
from accounts.sign_in import devices, ended, idle, pages, state


class SignInMiddleware:
    """Let a person through whose session has a second factor, is young and is not locked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            self._remember_device(request, response)
            if request.session.get(idle.SHARED) and state.is_locked(request.session):
                idle.leave_nothing(response)
        else:
            ended.tell_if_ended(request, response)
        return response

    def _remember_device(self, request: HttpRequest, response: HttpResponse) -> None:
        """Know this browser at the next sign-in, once its person has shown both factors here."""
        user = request.user
        if not isinstance(user, User) or not state.has_second_factor(request, user):
            return
        if not devices.known(request, account=user.email):
            devices.remember(request, response, account=user.email)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None lets the view run."""
        user = request.user
        if not isinstance(user, User) or token_of(request) is not None:
            # Whoever made a token had shown a second factor; it ends with it.
            return None
        page = request.resolver_match.view_name if request.resolver_match else ""
        if state.is_too_old(request.session):
            response = _send_out(request)
            ended.tell(response, SessionEnd.AGE)
            return response
        if not state.has_second_factor(request, user):
            return _send_to_enrol(request, user, page)
        idle.look(request, user)
        if state.is_locked(request.session) and page not in pages.LOCKED:
            idle.keep_what_was_sent(request, page)
            return _go(request, "accounts:lock")
        idle.forget_if_sent(request)
        return None


def _send_to_enrol(request: HttpRequest, user: User, page: str) -> HttpResponse | None:
    if is_mfa_enabled(user):
        # There is a second factor, and this session was opened without it.
        return _send_out(request)
    return None if page in pages.ENROLMENT else _go(request, "mfa_activate_totp")


def _send_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return _go(request, "account_login")


def _go(request: HttpRequest, name: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": reverse(name)})
    return redirect(name)
