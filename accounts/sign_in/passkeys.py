"""The pages of passkeys: signing in with one, adding one, showing it once more."""

import json

from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.sign_in import idle
from accounts.sign_in.again import asks_again
from accounts.sign_in.forms import PasswordAgainForm, SignInForm
from accounts.sign_in.passkey_forms import NewPasskeyForm, PasskeyAgainForm, PasskeyForm
from audit import events


@login_not_required
@require_POST
def challenge(request: HttpRequest) -> HttpResponse:
    """Give the browser a challenge for any passkey of ours; it names no person's passkeys."""
    return JsonResponse(auth.begin_authentication(None))


@login_not_required
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone: it is one factor, and the PIN or finger behind it another."""
    form = PasskeyForm(request.POST, user=None)
    if not form.is_valid():
        events.session("sign_in.refuse_passkey", by=None)
        return render(request, "account/login.html", {"form": SignInForm(), "passkey": form})
    passkey = form.cleaned_data["credential"]
    request.session[idle.SHARED] = request.POST.get("shared") == "on"
    login = Login(user=passkey.user, redirect_url=get_next_redirect_url(request))
    response: HttpResponse = flows.perform_passwordless_login(request, passkey, login)
    return response


@asks_again
def add(request: SignedInRequest) -> HttpResponse:
    """Add a passkey; the first one brings recovery codes."""
    form = NewPasskeyForm(request.POST or None)
    if form.is_valid():
        _, codes = flows.add_authenticator(request, **form.cleaned_data)
        return redirect("mfa_view_recovery_codes" if codes else "accounts:account")
    options = json.dumps(auth.begin_registration(request.user, passwordless=True))
    return render(request, "accounts/passkey_add.html", {"form": form, "options": options})


@require_POST
def again(request: SignedInRequest) -> HttpResponse:
    """Show a passkey once more, before a change to how one signs in."""
    form = PasskeyAgainForm(request.POST, user=request.user)
    if not form.is_valid():
        events.session("sign_in.refuse_passkey", by=request.user)
        shown = {"form": PasswordAgainForm(user=request.user), "passkey": form}
        return render(request, "account/reauthenticate.html", shown)
    form.save()
    response: HttpResponse | None = resume_request(request)
    return response or redirect("accounts:account")
