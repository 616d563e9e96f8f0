"""The pages of sign-in that allauth does not have, or has otherwise."""

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import SESSION_KEY, active_organisation, organisations_of
from accounts.models import Organisation
from accounts.requests import SignedInRequest
from accounts.sign_in import idle, state
from accounts.sign_in.forms import UnlockForm
from accounts.sign_in.passkey_forms import PasskeyAgainForm
from audit import events


class CodeView(AuthenticateView):  # type: ignore[misc]
    """The second step: a code of the app, a recovery code or a passkey."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask again where nothing was sent at all."""
        if request.method == "POST" and not {"code", "credential"} & request.POST.keys():
            return redirect("mfa_authenticate")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class EnrolView(ActivateTOTPView):  # type: ignore[misc]
    """Enrolling an authenticator app; whoever has one sees the recovery codes instead."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Enrol one app, not two."""
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return redirect("mfa_view_recovery_codes")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


@require_POST
def sign_out(request: SignedInRequest) -> HttpResponse:
    """End the session."""
    is_shared = request.session.get(idle.SHARED)
    get_adapter().logout(request)
    response = redirect("account_login")
    if is_shared:
        idle.leave_nothing(response)
    return response


def lock(request: SignedInRequest) -> HttpResponse:
    """POST locks the screen; GET shows the locked screen, which says nothing."""
    if request.method == "POST":
        back = request.POST.get("back", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            back = "/"
        state.lock(request.session, back=back)
        events.session("sign_in.lock", by=request.user)
        return redirect("accounts:lock")
    if not state.is_locked(request.session):
        return redirect("/")
    return render(request, "accounts/lock.html", {"form": UnlockForm(user=request.user)})


@require_POST
@sensitive_post_parameters("password")
def unlock(request: SignedInRequest) -> HttpResponse:
    """Open the screen again where it was locked."""
    form: forms.Form
    if "credential" in request.POST:
        form = PasskeyAgainForm(request.POST, user=request.user)
        shown = {"form": UnlockForm(user=request.user), "passkey": form}
    else:
        form = UnlockForm(request.POST, user=request.user)
        shown = {"form": form}
    if not form.is_valid():
        return render(request, "accounts/lock.html", shown)
    events.session("sign_in.unlock", by=request.user)
    back = state.unlock(request.session)
    idle.begin(request, request.user)
    return redirect("accounts:sent_to_lock" if idle.waiting(request) else back)


@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """Show that a form was sent to a locked screen, and offer to send it now."""
    held = idle.waiting(request)
    if held is None:
        return redirect("/")
    return render(request, "accounts/waiting.html", {"waiting": held})


@require_POST
def not_sent(request: SignedInRequest) -> HttpResponse:
    """Forget what a locked screen sent."""
    held = idle.waiting(request)
    idle.forget_waiting(request)
    return redirect(held["back"] if held else "/")


@require_POST
def still_here(request: SignedInRequest) -> HttpResponse:
    """Note, by being asked, that somebody still uses a page that asks for nothing else."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def choose_organisation(request: SignedInRequest) -> HttpResponse:
    """Choose which of several organisations to work in."""
    held = organisations_of(request.user)
    if request.method == "POST":
        chosen = request.POST.get("organisation", "")
        if chosen not in {str(organisation_id) for organisation_id in held}:
            raise Http404
        request.session[SESSION_KEY] = chosen
        idle.begin(request, request.user)
        return redirect("/")
    choices = Organisation.objects.filter(pk__in=held).order_by("name")
    current = active_organisation(request, request.user)
    context = {"choices": choices, "current": current}
    return render(request, "accounts/choose_organisation.html", context)
