"""What pages ask for behind a person's back: keeping what they write."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts import unsaved
from accounts.requests import SignedInRequest
from audit import context


@require_POST
def keep_unsaved(request: SignedInRequest, form: str, record: UUID | None = None) -> HttpResponse:
    """Keep the content of a form that is being written; read again by its writer alone."""
    if context.organisation() is None:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    try:
        unsaved.keep(by=request.user, form=form, record=record, content=request.POST)
    except unsaved.TooLong:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
