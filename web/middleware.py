"""Words for an answer that Django leaves empty."""

from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from web import errors


class NoSuchWayMiddleware(MiddlewareMixin):
    """An address that only takes forms says so to whoever opens it as a page."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Put a page in the place of an empty refusal."""
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        page = errors.no_such_way(request)
        page["Allow"] = response["Allow"]
        return page
