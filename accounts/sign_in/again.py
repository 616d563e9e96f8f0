"""Asking who it is once more, before what nobody may do on a screen that was left open."""

from collections.abc import Callable
from typing import TypeVar, cast

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

V = TypeVar("V", bound=Callable[..., HttpResponse])


def asks_again(view: V) -> V:
    """Let a view run within minutes of sign-in; later the password or a passkey comes first."""
    return cast(V, reauthentication_required(app="allauth.mfa")(view))


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """Lead to the password or a passkey, and back to an empty form; None within minutes of either.

    Unlike `asks_again` it keeps nothing of what was sent: a suspended request is stored in the
    session, secrets included.
    """
    if not is_reauthentication_required(request, app="allauth.account"):
        return None
    back = urlencode({REDIRECT_FIELD_NAME: request.path})
    return redirect(f"{reverse('account_reauthenticate')}?{back}")
