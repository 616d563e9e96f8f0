"""The derived return for other programs, the same as on the page and in the exports."""

from typing import ClassVar

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import access
from accounts.api.answers import READ
from accounts.api.base import ApiViewSet
from accounts.choices import ApiScope
from accounts.permissions import Permission
from returns.pages import shown_to


class CheckOut(serializers.Serializer):
    """A check that does not hold."""

    code = serializers.CharField()
    level = serializers.CharField()
    cell = serializers.CharField()
    count = serializers.IntegerField()
    message = serializers.CharField()


class ReturnOut(serializers.Serializer):
    """One return. ``whole`` says whether it is the authority's, or one provider's part of it."""

    authority = serializers.CharField()
    year = serializers.CharField()
    edition = serializers.CharField()
    cells = serializers.DictField(child=serializers.JSONField(allow_null=True))
    checks = CheckOut(many=True)
    provisional = serializers.ListField(child=serializers.CharField())
    whole = serializers.BooleanField()


_AUTHORITY = OpenApiParameter(
    "authority", OpenApiTypes.STR, OpenApiParameter.PATH, pattern="^[EWSN][0-9]{8}$"
)
_YEAR = OpenApiParameter(
    "year", OpenApiTypes.STR, OpenApiParameter.PATH, pattern="^20[0-9]{2}-[0-9]{2}$"
)


class ReturnViewSet(ApiViewSet):
    """The return of an authority and a year, as far as the token's person may see it."""

    pagination_class = None
    filter_backends = ()
    serializer_class = ReturnOut
    scopes: ClassVar[dict[str, ApiScope | None]] = {"retrieve": ApiScope.RETURN_READ}

    @extend_schema(parameters=[_AUTHORITY, _YEAR], responses={200: ReturnOut, **READ})
    def retrieve(self, request: Request, authority: str, year: str) -> Response:
        """Show the figures and the checks that do not hold."""
        if not access.has_permission(self.user, Permission.RETURN_SEE):
            raise Http404
        shown = shown_to(self.user, authority, year)
        if shown.derived is None:
            raise Http404
        return Response(shown.derived.as_dict() | {"whole": shown.is_whole})
