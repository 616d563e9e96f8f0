"""The way to an organisation's own sign-in and back; 404 where none is configured."""

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.sign_in import history, idle, provider, state, throttle
from accounts.sign_in.forms import SignInForm
from audit import events

View = Callable[..., HttpResponse]

# Where the session keeps when somebody was sent to the provider, and where to go afterwards.
_BEGUN = "provider"


def with_provider(view: View) -> View:
    """Let a page's form lead to the provider, and to no other origin."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if settings.SIGN_IN_PROVIDER is not None:
            response._csp_update = {"form-action": settings.SIGN_IN_PROVIDER.origin}  # type: ignore[attr-defined]
        return response

    return shown


def _where_configured(view: View) -> View:
    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if settings.SIGN_IN_PROVIDER is None:
            raise Http404
        if isinstance(request.user, User):
            return redirect("/")
        return view(request, *args, **kwargs)

    return shown


@login_not_required
@with_provider
@_where_configured
@require_POST
@sensitive_post_parameters()
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider, but not without end."""
    if not throttle.may_go_out(request):
        return _refuse_often(request)
    request.session[idle.SHARED] = request.POST.get("shared") == "on"
    request.session[_BEGUN] = {"at": time.time(), "next": get_next_redirect_url(request)}
    try:
        return provider.lead_there(request)
    except provider.NotSignedIn:
        return _refuse(request)


@login_not_required
@with_provider
@_where_configured
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Take the first step of sign-in with what the provider says; the second is Rowan's own."""
    begun = request.session.pop(_BEGUN, None)
    if begun is None or time.time() - begun["at"] > provider.LASTS_SECONDS:
        return _refuse(request)
    try:
        said = provider.said_of(request)
    except provider.NotSignedIn:
        return _refuse(request)
    user = provider.person(said, now=timezone.now())
    if user is None:
        return _refuse(request, account=said.email)
    return _sign_in(request, user, said, begun["next"])


def _sign_in(
    request: HttpRequest, user: User, said: provider.Said, next_page: str | None
) -> HttpResponse:
    provider_here = settings.SIGN_IN_PROVIDER
    record_authentication(request, user, method="provider")
    login = Login(user=user, redirect_url=next_page, signal_kwargs={"subject": said.subject})
    if provider_here and provider_here.trusts_mfa and said.did_mfa and is_mfa_enabled(user):
        # Whoever has no second factor here enrols one all the same: a locked screen asks for it.
        state.note_second_factor(request, user, kind="provider")
        LoginStageController(request, login).set_handled(AuthenticateStage.key)
    response: HttpResponse = perform_login(request, login)
    return response


def _refuse(request: HttpRequest, *, account: str = "") -> HttpResponse:
    """Answer alike whatever was wrong, and whether the person is known or not."""
    events.session("sign_in.refuse_provider", by=None)
    if account:
        history.note_refused(request, account, method="provider")
    return _sign_in_page(
        request,
        "Signing in that way did not work. Try again, or ask the person who manages Rowan where "
        "you work",
    )


def _refuse_often(request: HttpRequest) -> HttpResponse:
    events.session("sign_in.refuse_often", by=None)
    words = "Too many attempts from where you are. Wait five minutes, then try again"
    return _sign_in_page(request, words, status=HTTPStatus.TOO_MANY_REQUESTS)


def _sign_in_page(request: HttpRequest, words: str, *, status: int = HTTPStatus.OK) -> HttpResponse:
    refused = forms.Form({})
    refused.full_clean()
    refused.add_error(None, words)
    page = {"form": SignInForm(), "refused": refused}
    return render(request, "account/login.html", page, status=status)
