"""Search for other programs: the one box of the pages, asked for in the body of a POST."""

from typing import Any, ClassVar

from django.http import Http404
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.answers import READ
from accounts.api.base import ApiViewSet, StrictSerializer, checked
from accounts.choices import ApiScope
from cases.choices import CaseRole
from cases.search.finding import Hit, find, may_search
from cases.search.limits import may_search_again
from cases.search.reading import LONGEST, SHORTEST


class SearchIn(StrictSerializer):
    """What is looked for, as it would be typed into the box."""

    term = serializers.CharField(min_length=SHORTEST, max_length=LONGEST)


class HitOut(serializers.Serializer):
    """Somebody who was found, in one case. What the token's role may not see is null."""

    reference = serializers.CharField()
    closed_on = serializers.DateField(allow_null=True)
    person = serializers.UUIDField()
    role = serializers.ChoiceField(choices=CaseRole.choices)
    name = serializers.CharField(allow_null=True)
    known_as = serializers.CharField(allow_null=True)
    date_of_birth = serializers.DateField(allow_null=True)


class FoundOut(serializers.Serializer):
    """The best twenty, and whether there are more. How many more is never said."""

    results = HitOut(many=True)
    more = serializers.BooleanField()


class SearchViewSet(ApiViewSet):
    """People and cases that the person of the token may know of, in the role of the token."""

    pagination_class = None
    filter_backends = ()
    serializer_class = FoundOut
    scopes: ClassVar[dict[str, ApiScope | None]] = {"search": ApiScope.CASES_READ}

    @extend_schema(request=SearchIn, responses={200: FoundOut, **READ})
    @sensitive_variables("given")
    def search(self, request: Request) -> Response:
        """Find people and cases. Nothing is changed, so no key is asked for."""
        if not may_search(self.user):
            raise Http404
        given = checked(SearchIn, request)
        if not may_search_again(request._request, by=self.user):
            raise Throttled(detail="Too many searches in this hour.")
        found = find(given["term"], by=self.user, purpose=request.auth.purpose)
        return Response({"results": [_hit_out(hit) for hit in found.hits], "more": found.more})


def _hit_out(hit: Hit) -> dict[str, Any]:
    return {
        "reference": hit.case.reference,
        "closed_on": hit.case.closed_on,
        "person": hit.part.person_id,
        "role": hit.part.role,
        "name": hit.name if hit.is_named else None,
        "known_as": hit.known_as if hit.is_named else None,
        "date_of_birth": hit.born,
    }
