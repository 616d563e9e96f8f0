"""Who a token is, and the description of all operations."""

from typing import Any, ClassVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.answers import ANY
from accounts.api.base import ApiViewSet
from accounts.api.guards import AnyToken
from accounts.choices import ApiScope
from accounts.roles import ROLES


class BearerToken(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description says what to show."""

    target_class = "accounts.api.guards.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return it in the words of OpenAPI."""
        return {"type": "http", "scheme": "bearer"}


class TokenOut(serializers.Serializer):
    """The token that was shown."""

    person = serializers.CharField()
    role = serializers.CharField()
    purpose = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=ApiScope.choices))
    expires_at = serializers.DateTimeField()


class TokenViewSet(ApiViewSet):
    """The token itself."""

    pagination_class = None
    filter_backends = ()
    serializer_class = TokenOut
    scopes: ClassVar[dict[str, ApiScope | None]] = {"retrieve": None}

    @extend_schema(responses={200: TokenOut, **ANY})
    def retrieve(self, request: Request) -> Response:
        """Say whose token it is, in which role, what it opens and until when."""
        token = request.auth
        return Response(
            {
                "person": self.user.full_name,
                "role": ROLES[token.role].display_name,
                "purpose": token.purpose,
                "scopes": token.scopes,
                "expires_at": token.expires_at,
            }
        )


class DescriptionView(SpectacularAPIView):
    """Every operation as OpenAPI, for whoever shows a live token."""

    permission_classes = (AnyToken,)
