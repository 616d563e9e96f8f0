"""What goes with every response, and words for an answer that Django leaves empty."""

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


class OwnUseMiddleware(MiddlewareMixin):
    """Nothing of ours is for another site's page, and no page of ours uses the machine's senses."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Say so to the browser, with files too."""
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response


class NothingKeptMiddleware(MiddlewareMixin):
    """No page is kept by a browser or on the way to it; the stylesheet and the scripts may be."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Forbid it on every answer of a view, refusals and errors included."""
        response.headers["Cache-Control"] = "no-store"
        return response
