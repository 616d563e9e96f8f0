"""What stands before each operation: a live token whose scope the operation names."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from accounts.api.middleware import token_of
from accounts.choices import ApiScope
from accounts.models import ApiToken, User
from audit import context

if TYPE_CHECKING:
    # The framework's views read the settings that name this module.
    from rest_framework.views import APIView


class TokenAuthentication(BaseAuthentication):
    """The person of the token that the middleware found."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return who asks; None where no token was shown, or one that opens nothing here."""
        token = token_of(request._request)
        if token is None or context.organisation() != token.organisation_id:
            return None
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Say what to show, so that the answer is 401."""
        return "Bearer"


class Nobody(BasePermission):
    """The default: an operation that forgot to say who may use it is closed to everybody."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Refuse."""
        return False


class AnyToken(BasePermission):
    """Let every live token through."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Ask for a token alone."""
        return isinstance(request.auth, ApiToken)


class TokenAllows(BasePermission):
    """Let a token through whose scope the operation names; what it may see is for the guards."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Ask for the scope of this action. Raises ImproperlyConfigured where it names none."""
        if not isinstance(request.auth, ApiToken):
            return False
        scopes: dict[str, ApiScope | None] = view.scopes
        action = view.action or "metadata"
        if action not in scopes:
            if request.method not in {one.upper() for one in view.action_map}:
                # No such way: the framework says so next.
                return True
            raise ImproperlyConfigured(f"{type(view).__name__} names no scope for {action}.")
        scope = scopes[action]
        return scope is None or scope in request.auth.scopes


class PerToken(SimpleRateThrottle):
    """So many requests a minute for each token."""

    scope = "token"
    THROTTLE_RATES: ClassVar = {"token": "300/min"}

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        """Return the key under which this token's requests are counted."""
        token = token_of(request._request)
        return f"rowan.api:{token.pk}" if token else None
