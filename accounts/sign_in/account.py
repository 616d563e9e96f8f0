"""The page of one's own account: how one signs in."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.access import has_permission
from accounts.choices import SessionEnd
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from accounts.sign_in import factors, history, idle, passwords, recovery
from accounts.sign_in.again import asks_again
from accounts.sign_in.forms import ChangePasswordForm
from accounts.sign_in.passkey_forms import PasskeyNameForm


@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    """Show how the person signs in."""
    session_key = request.session.session_key
    own = factors.of(request.user)
    shown = {
        "sign_ins": history.of(request.user, session_key=session_key),
        "sessions": history.open_sessions(request.user, session_key=session_key),
        "at_once": idle.decided(request, request.user, "sessions_at_once"),
        "recoveries": recovery.given_to(request.user),
        "helped": recovery.given_by(request.user),
        "factors": own,
        "has_app": any(not factor.is_passkey for factor in own),
        "sees_people": has_permission(request.user, Permission.PEOPLE_ACCESS),
        "sees_tokens": has_permission(request.user, Permission.TOKEN_MAKE)
        or has_permission(request.user, Permission.PEOPLE_MANAGE),
        "sees_proof": has_permission(request.user, Permission.PEOPLE_MANAGE),
    }
    return render(request, "accounts/account.html", shown)


@require_POST
def end_session(request: SignedInRequest) -> HttpResponse:
    """End one of one's own sessions that is open somewhere else."""
    history.end_session(session_row=request.POST.get("session", ""), by=request.user)
    return redirect("accounts:account")


@sensitive_post_parameters()
def change_password(request: SignedInRequest) -> HttpResponse:
    """Change one's own password; this session goes on, every other one ends."""
    form = ChangePasswordForm(request.POST or None, user=request.user)
    if form.is_valid():
        passwords.change(
            user=request.user, password=form.cleaned_data["new_password"], by=request.user
        )
        before = request.session.session_key
        history.end_every_session(
            request.user, because=SessionEnd.PASSWORD, except_key=before or ""
        )
        update_session_auth_hash(request, request.user)
        history.moved(before=before, after=request.session.session_key)
        return redirect("accounts:account")
    return render(request, "accounts/password.html", {"form": form})


@asks_again
def name_passkey(request: SignedInRequest, factor_id: int) -> HttpResponse:
    """Give one's own passkey another name."""
    passkeys = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)
    passkey = get_object_or_404(passkeys, pk=factor_id, user=request.user)
    form = PasskeyNameForm(request.POST or None, initial={"name": passkey.wrap().name})
    if form.is_valid():
        factors.rename(factor=passkey, name=form.cleaned_data["name"], by=request.user)
        return redirect("accounts:account")
    return render(request, "accounts/passkey_name.html", {"form": form})


@asks_again
def remove_factor(request: SignedInRequest, factor_id: int) -> HttpResponse:
    """Remove one's own passkey or app, but never the last of them."""
    own = factors.whole(request.user)
    factor = get_object_or_404(own, pk=factor_id)
    if request.method == "POST":
        try:
            factors.remove(factor=factor, by=request.user)
        except factors.LastFactor:
            return render(request, "accounts/factor_remove.html", {"is_last": True})
        return redirect("accounts:account")
    is_last = own.count() == 1
    return render(request, "accounts/factor_remove.html", {"is_last": is_last})
