"""The pages behind a one-time link: for somebody who is new, and for somebody who lost her key.

Whoever opens one is signed in without a second factor, and so reaches nothing but the page that
enrols one.
"""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import Recovery, User
from accounts.sign_in import devices, invitations, recovery
from accounts.sign_in.enrolment_forms import FirstPasswordForm, RecoveryForm
from audit import events


@login_not_required
@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited person choose a password; then she enrols a second factor."""
    now = timezone.now()
    found = invitations.find(token, now=now)
    if found is None:
        return _over(request)
    form = FirstPasswordForm(request.POST or None, user=found.user)
    if form.is_valid():
        try:
            user = invitations.accept(token=token, password=form.cleaned_data["password"], now=now)
        except invitations.LinkIsOver:
            return _over(request)
        return _sign_in(request, user)
    return render(request, "accounts/invitation.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters()
def recover(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody who lost her key begin anew, with a link from one and a code from another."""
    now = timezone.now()
    found = recovery.find(token, now=now)
    if found is None:
        return _over(request)
    if _is_a_helper(request, found):
        events.session("recovery.refuse_helper", by=_who(request))
        return _over(request)
    form = RecoveryForm(request.POST or None, recovery=found)
    if form.is_valid():
        try:
            user = recovery.use(recovery=found, new_password=form.chosen, now=now)
        except recovery.RecoveryIsOver:
            return _over(request)
        return _sign_in(request, user)
    return render(request, "accounts/recovery.html", {"form": form})


def _is_a_helper(request: HttpRequest, found: Recovery) -> bool:
    """Whether this is the browser of one of the two who help, or of anybody else who is in."""
    user = _who(request)
    if user is not None and user.pk != found.user_id:
        return True
    helpers = (found.asked_by, found.agreed_by)
    return any(one and devices.known(request, account=one.email) for one in helpers)


def _who(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _sign_in(request: HttpRequest, user: User) -> HttpResponse:
    request.session.flush()
    get_adapter().login(request, user)
    return redirect("/")


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_over.html", status=404)
