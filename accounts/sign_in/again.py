"""Asking who it is once more, before a change to how a person signs in."""

from collections.abc import Callable
from typing import TypeVar, cast

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse

V = TypeVar("V", bound=Callable[..., HttpResponse])


def asks_again(view: V) -> V:
    """Let a view run within minutes of sign-in; later the password or a passkey comes first."""
    return cast(V, reauthentication_required(app="allauth.mfa")(view))
