"""Who asks at the programming interface: the person of the token, and never a browser's session."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.api import tokens
from accounts.models import ApiToken

PATH = "/api/"
_SCHEME = "Bearer "


def token_of(request: HttpRequest) -> ApiToken | None:
    """Return the token with which a request was sent, or None for a request of a browser."""
    token = getattr(request, "api_token", None)
    return token if isinstance(token, ApiToken) else None


class TokenMiddleware:
    """Let a token, and nothing else, say who asks below /api/.

    It stands behind the session's own middleware: a cookie that a browser sends along opens
    nothing here, so no other site can make a browser ask.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PATH):
            return self.get_response(request)
        now = timezone.now()
        given = request.headers.get("Authorization", "")
        shown = given.removeprefix(_SCHEME) if given.startswith(_SCHEME) else ""
        token = tokens.find(shown, at=now) if shown else None
        request.user = AnonymousUser()
        if token is not None:
            tokens.note_use(token, at=now)
            request.api_token = token  # type: ignore[attr-defined]
            request.user = token.user
            token.user.only_role = token.role
        return self.get_response(request)
