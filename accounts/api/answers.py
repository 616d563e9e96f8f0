"""What every operation may answer, in the words of the description."""

from http import HTTPStatus

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.exceptions import APIException


class Changed(APIException):
    """Somebody else changed the record since it was read."""

    status_code = HTTPStatus.CONFLICT
    default_detail = "Somebody changed this meanwhile. Read it again, then send your change."


class Problem(serializers.Serializer):
    """What went wrong, in words."""

    detail = serializers.CharField()


ONCE = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.UUID, OpenApiParameter.HEADER, required=True,
    description="A key of your own for this request: sent again, it is carried out once.",
)  # fmt: skip
NO_SUCH = OpenApiResponse(Problem, "There is nothing here that this token can open.")
FAULTS = OpenApiResponse(OpenApiTypes.OBJECT, "What to put right, by field.")
TOKEN = OpenApiResponse(Problem, "Show a live token.")
NOT_IN_SCOPE = OpenApiResponse(Problem, "The token does not open this operation.")
CLASH = OpenApiResponse(Problem, "Changed meanwhile, or the key was used for something else.")
TOO_MANY = OpenApiResponse(Problem, "Too many requests: wait as long as the answer says.")
ANY = {401: TOKEN, 403: NOT_IN_SCOPE, 429: TOO_MANY}
READ = ANY | {400: FAULTS, 404: NO_SUCH}
WRITE = READ | {409: CLASH}
