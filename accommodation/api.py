"""Houses and their rooms tonight for other programs."""

from typing import ClassVar
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accommodation.access import houses_for
from accommodation.rooms import rooms_page
from accounts.access import has_permission
from accounts.api.answers import READ
from accounts.api.base import ApiViewSet
from accounts.choices import ApiScope
from accounts.permissions import Permission


class HouseOut(serializers.Serializer):
    """A service with rooms."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class RoomOut(serializers.Serializer):
    """A room tonight; the case is null where it is free, or not this token's to see."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    sleeps = serializers.IntegerField(allow_null=True)
    offers = serializers.CharField(help_text="what the room fits, in a few words")
    taken = serializers.BooleanField()
    adults = serializers.IntegerField()
    children = serializers.IntegerField()
    case = serializers.CharField(allow_null=True)


class HouseTonight(HouseOut):
    """A house with its rooms tonight."""

    rooms = RoomOut(many=True)


_HOUSE = OpenApiParameter("house_id", OpenApiTypes.UUID, OpenApiParameter.PATH)


class HouseViewSet(ApiViewSet):
    """The houses that the person of the token may open."""

    lookup_field = "house_id"
    lookup_value_converter = "uuid"
    pagination_class = None
    filter_backends = ()
    serializer_class = HouseOut
    scopes: ClassVar[dict[str, ApiScope | None]] = {
        "list": ApiScope.ROOMS_READ,
        "retrieve": ApiScope.ROOMS_READ,
    }

    @extend_schema(responses={200: HouseOut(many=True), **READ})
    def list(self, request: Request) -> Response:
        """List the houses."""
        if not has_permission(self.user, Permission.ROOMS_SEE):
            raise Http404
        houses = houses_for(self.user, Permission.ROOMS_SEE)
        self.note_read("house.list", [house.pk for house in houses])
        return Response([{"id": house.pk, "name": house.name} for house in houses])

    @extend_schema(parameters=[_HOUSE], responses={200: HouseTonight, **READ})
    def retrieve(self, request: Request, house_id: UUID) -> Response:
        """Show a house's rooms tonight: sizes and references, no names."""
        houses = houses_for(self.user, Permission.ROOMS_SEE)
        house = next((one for one in houses if one.pk == house_id), None)
        if house is None:
            raise Http404
        today = timezone.localdate()
        page = rooms_page(house, self.user, today=today, first=today)
        self.note_read("rooms.see", [house.pk, *page.subjects])
        here = {entry.unit.pk: entry.resident for entry in page.roll}
        rooms = []
        for row in page.rows:
            resident = here.get(row.unit.pk)
            rooms.append(
                {
                    "id": row.unit.pk,
                    "name": row.unit.name,
                    "sleeps": row.unit.sleeps,
                    "offers": row.unit.offers,
                    "taken": resident is not None,
                    "adults": resident.adults if resident else 0,
                    "children": resident.children if resident else 0,
                    "case": resident.case.reference if resident and resident.case else None,
                }
            )
        return Response({"id": house.pk, "name": house.name, "rooms": rooms})
