"""Cases and their people for other programs, over the guards and services of the pages."""

from http import HTTPStatus
from typing import Any, ClassVar

import django_filters
from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import has_permission
from accounts.api.answers import ONCE, READ, WRITE, Changed
from accounts.api.base import ApiViewSet, StrictSerializer, checked
from accounts.choices import ApiScope
from accounts.field_classes import FieldClass
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from cases import services
from cases.access import get_case_for, services_to_open_in
from cases.choices import CaseRole
from cases.left_open import StillOpen
from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.pages import Household, Part, household_of
from cases.reaching import Reach, State, Way
from cases.services import NewPerson
from cases.sight import of_each

MOST_TEXT = 20_000


class CaseFilter(django_filters.FilterSet):
    """What of the list is asked for: clear columns alone."""

    open = django_filters.BooleanFilter(field_name="closed_on", lookup_expr="isnull")
    opened_from = django_filters.DateFilter(field_name="opened_on", lookup_expr="gte")
    opened_to = django_filters.DateFilter(field_name="opened_on", lookup_expr="lte")
    order = django_filters.OrderingFilter(
        fields=(("reference", "reference"), ("opened_on", "opened_on"), ("closed_on", "closed_on"))
    )

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = []


class WayOut(serializers.Serializer):
    """One way of reaching somebody. The number is null unless it is safe to use it now."""

    channel = serializers.CharField()
    state = serializers.ChoiceField(choices=[(one.value, one.value) for one in State])
    words = serializers.CharField()
    do = serializers.ListField(child=serializers.CharField())
    do_not = serializers.ListField(child=serializers.CharField())
    number = serializers.CharField(allow_null=True)


class PersonOut(serializers.Serializer):
    """One person of a household. What the token's role may not see is null."""

    id = serializers.UUIDField()
    role = serializers.ChoiceField(choices=CaseRole.choices)
    name = serializers.CharField(allow_null=True)
    known_as = serializers.CharField(allow_null=True)
    date_of_birth = serializers.DateField(allow_null=True)
    relationship = serializers.CharField(allow_null=True)
    contact = WayOut(many=True, allow_null=True)


class CaseLine(serializers.Serializer):
    """One case of the list."""

    reference = serializers.CharField()
    service = serializers.UUIDField(source="service_id", allow_null=True)
    opened_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    restricted = serializers.BooleanField()
    children = serializers.IntegerField()


class CaseOut(CaseLine):
    """One case. ``shows`` says which kinds are shown; the others are null."""

    version = serializers.IntegerField()
    summary = serializers.CharField(allow_null=True)
    people = PersonOut(many=True)
    shows = serializers.DictField(child=serializers.BooleanField())


class PersonIn(StrictSerializer):
    """Somebody who is recorded for the first time. Blank means not recorded."""

    given_name = serializers.CharField(max_length=200, allow_blank=True, default="")
    family_name = serializers.CharField(max_length=200, allow_blank=True, default="")
    known_as = serializers.CharField(max_length=200, allow_blank=True, default="")
    date_of_birth = serializers.DateField(allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for a name of some kind, and for a birth that has happened."""
        if not any(attrs[name] for name in ("given_name", "family_name", "known_as")):
            raise serializers.ValidationError({"given_name": ["Give a name of some kind."]})
        born = attrs["date_of_birth"]
        if born is not None and born > timezone.localdate():
            raise serializers.ValidationError({"date_of_birth": ["Give today or earlier."]})
        return attrs


class NewMember(PersonIn):
    """Somebody who joins a household."""

    role = serializers.ChoiceField(choices=[CaseRole.CHILD, CaseRole.OTHER_ADULT])
    relationship = serializers.CharField(max_length=200, allow_blank=True, default="")


class CaseIn(StrictSerializer):
    """A new case, allocated to the person of the token."""

    service = serializers.UUIDField()
    opened_on = serializers.DateField()
    summary = serializers.CharField(max_length=MOST_TEXT, allow_blank=True, default="")
    survivor = PersonIn()
    children = PersonIn(many=True, default=list)

    def validate_opened_on(self, value: Any) -> Any:
        """Refuse a day to come."""
        if value > timezone.localdate():
            raise serializers.ValidationError("Give today or earlier.")
        return value


class CaseChange(StrictSerializer):
    """Where things are now, written over the version that was read."""

    summary = serializers.CharField(max_length=MOST_TEXT, allow_blank=True)
    version = serializers.IntegerField(min_value=0, max_value=10**9)


class CaseClose(StrictSerializer):
    """The end of the work, over the version that was read."""

    closed_on = serializers.DateField()
    version = serializers.IntegerField(min_value=0, max_value=10**9)


REFERENCE = OpenApiParameter(
    "reference",
    OpenApiTypes.STR,
    OpenApiParameter.PATH,
    pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,19}$",
)


class CaseViewSet(ApiViewSet):
    """Cases that the person of the token may see, in the role of the token."""

    lookup_field = "reference"
    lookup_value_regex = r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,19}"
    filterset_class = CaseFilter
    filter_backends = (django_filters.rest_framework.DjangoFilterBackend,)
    serializer_class = CaseLine
    scopes: ClassVar[dict[str, ApiScope | None]] = {
        "list": ApiScope.CASES_READ,
        "retrieve": ApiScope.CASES_READ,
        "create": ApiScope.CASES_WRITE,
        "partial_update": ApiScope.CASES_WRITE,
        "close": ApiScope.CASES_WRITE,
        "people": ApiScope.CASES_WRITE,
    }

    def get_queryset(self) -> CaseQuerySet:
        """Return what ``visible_to`` lets through, in an order that holds still."""
        if getattr(self, "swagger_fake_view", False):
            return Case.objects.none()
        children = Count("case_people", filter=Q(case_people__role=CaseRole.CHILD))
        visible = Case.objects.visible_to(self.user)
        return visible.annotate(children=children).order_by("reference")

    @extend_schema(responses={200: CaseLine(many=True), **READ})
    def list(self, request: Request) -> Response:
        """List cases, 50 a page, without names."""
        if not has_permission(self.user, Permission.CASE_SEE):
            raise Http404
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        cases = [] if page is None else list(page)
        self.note_read("case.list", [case.pk for case in cases])
        return self.get_paginated_response(CaseLine(cases, many=True).data)

    @extend_schema(parameters=[REFERENCE], responses={200: CaseOut, **READ})
    def retrieve(self, request: Request, reference: str) -> Response:
        """Show one case with its people."""
        case = get_case_for(self.user, reference, Permission.CASE_SEE)
        household = household_of(case, self.user)
        self.note_read("case.see", household.subjects(case))
        return Response(case_out(case, household))

    @extend_schema(request=CaseIn, parameters=[ONCE], responses={201: CaseOut, **WRITE})
    def create(self, request: Request) -> Response:
        """Open a case."""
        known = {service.pk: service for service in services_to_open_in(self.user)}
        if not known:
            raise Http404
        given = checked(CaseIn, request)
        if given["service"] not in known:
            raise serializers.ValidationError({"service": ["Not one that you open cases in."]})
        case = services.open_case(
            survivor=NewPerson(**given["survivor"]),
            children=[NewPerson(**child) for child in given["children"]],
            opened_on=given["opened_on"],
            summary=given["summary"],
            service=known[given["service"]],
            worker=self.user,
            by=self.user,
        )
        return self._shown(case.reference, HTTPStatus.CREATED)

    @extend_schema(
        request=CaseChange, parameters=[REFERENCE, ONCE], responses={200: CaseOut, **WRITE}
    )
    def partial_update(self, request: Request, reference: str) -> Response:
        """Write where things are now."""
        case = get_case_for(self.user, reference, Permission.CASE_EDIT)
        if not of_each(self.user, [case])[case.pk].shows(FieldClass.NARRATIVE):
            raise Http404
        given = checked(CaseChange, request)
        try:
            services.change_summary(
                case=case, summary=given["summary"], expected_version=given["version"],
                by=self.user,
            )  # fmt: skip
        except ChangedMeanwhile as changed:
            raise Changed from changed
        return self._shown(reference)

    @extend_schema(
        request=CaseClose, parameters=[REFERENCE, ONCE], responses={200: CaseOut, **WRITE}
    )
    @action(detail=True, methods=["post"])
    def close(self, request: Request, reference: str) -> Response:
        """Close a case."""
        case = get_case_for(self.user, reference, Permission.CASE_CLOSE)
        given = checked(CaseClose, request)
        first, last = case.opened_on, timezone.localdate()
        if not case.is_open:
            raise serializers.ValidationError({"closed_on": ["The case is closed already."]})
        if (first and given["closed_on"] < first) or given["closed_on"] > last:
            raise serializers.ValidationError(
                {"closed_on": ["Give a day from the opening to today."]}
            )
        try:
            services.close_case(
                case=case, closed_on=given["closed_on"], expected_version=given["version"],
                by=self.user,
            )  # fmt: skip
        except StillOpen as still:
            words = [one.words for one in still.left]
            raise serializers.ValidationError({"closed_on": words}) from still
        except ChangedMeanwhile as changed:
            raise Changed from changed
        return self._shown(reference)

    @extend_schema(
        request=NewMember, parameters=[REFERENCE, ONCE], responses={201: CaseOut, **WRITE}
    )
    @action(detail=True, methods=["post"])
    def people(self, request: Request, reference: str) -> Response:
        """Add a child or another adult to the household."""
        case = get_case_for(self.user, reference, Permission.CASE_EDIT)
        given = checked(NewMember, request)
        role = CaseRole(given.pop("role"))
        services.add_person(case=case, new=NewPerson(**given), role=role, by=self.user)
        return self._shown(reference, HTTPStatus.CREATED)

    def _shown(self, reference: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
        """Answer a write with the case as it now stands."""
        case = get_case_for(self.user, reference, Permission.CASE_SEE)
        household = household_of(case, self.user)
        self.note_read("case.see", household.subjects(case))
        headers = {"Location": f"/api/cases/{reference}/"}
        return Response(case_out(case, household), status=status, headers=headers)


def case_out(case: Case, household: Household) -> dict[str, Any]:
    """Return a case as the token's person may see it."""
    seen, reach = household.seen, household.reach(at=timezone.now())
    return {
        "reference": case.reference,
        "service": case.service_id,
        "opened_on": case.opened_on,
        "closed_on": case.closed_on,
        "restricted": case.restricted,
        "children": len(household.children),
        "version": case.version,
        "summary": case.summary if seen.shows(FieldClass.NARRATIVE) else None,
        "people": [_person_out(part, reach.get(part.person.pk)) for part in household.parts],
        "shows": seen.by_name(),
    }


def _person_out(part: Part, reach: Reach | None) -> dict[str, Any]:
    named = part.seen.shows(FieldClass.IDENTITY)
    return {
        "id": part.person.pk,
        "role": part.role,
        "name": part.name if named else None,
        "known_as": part.known_as if named else None,
        "date_of_birth": part.born,
        "relationship": part.relationship if named else None,
        "contact": None if reach is None else [_way_out(way) for way in reach.ways],
    }


def _way_out(way: Way) -> dict[str, Any]:
    return {
        "channel": way.channel,
        "state": way.state.value,
        "words": way.words,
        "do": list(way.to_do),
        "do_not": list(way.not_to_do),
        "number": way.number or None,
    }
