"""What every operation shares: strict input, pages, the trail."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers, viewsets
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

from accounts.api.guards import TokenAllows
from accounts.choices import ApiScope
from accounts.models import User
from audit import events


class Pages(PageNumberPagination):
    """Fifty a page, as on the pages for people."""

    page_size = 50


class StrictSerializer(serializers.Serializer):
    """Input in which every name is known: what may not be set is refused, not ignored."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse names that this operation does not take."""
        if isinstance(data, Mapping):
            taken = {name for name, field in self.fields.items() if not field.read_only}
            unknown = sorted(str(name) for name in data if name not in taken)
            if unknown:
                raise serializers.ValidationError({name: ["Not taken here."] for name in unknown})
        return super().to_internal_value(data)


def checked(kind: type[StrictSerializer], request: Request) -> dict[str, Any]:
    """Return what was sent, checked; a fault is answered with 400."""
    found = kind(data=request.data)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


class ApiViewSet(viewsets.GenericViewSet):
    """Operations for tokens. ``scopes`` names for each action the scope that it needs."""

    permission_classes = (TokenAllows,)
    pagination_class: type[Pages] | None = Pages
    scopes: ClassVar[dict[str, ApiScope | None]] = {}
    request: Request

    @property
    def user(self) -> User:
        """Return the person of the token; there is one behind ``TokenAllows``."""
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101 - TokenAllows let it through
        return user

    def note_read(self, verb: str, subjects: Iterable[UUID]) -> None:
        """Record, before anything leaves, whose records are read and for what purpose."""
        events.read(verb, by=self.user, subjects=subjects, purpose=self.request.auth.purpose)
