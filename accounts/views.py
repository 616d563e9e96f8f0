"""Keeping what a person writes, behind their back; and the page of roles."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts import unsaved
from accounts.access import has_permission
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from accounts.role_words import every_role, matrix
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


@require_POST
def discard_unsaved(request: SignedInRequest) -> HttpResponse:
    """Remove what its writer does not want to go on with, and show the page as it is saved."""
    record = request.POST.get("record", "")
    try:
        unsaved.forget(
            by=request.user,
            form=request.POST.get("form", ""),
            record=UUID(record) if record else None,
        )
    except ValueError as error:
        raise Http404 from error
    back = request.POST.get("back", "/")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")


@require_safe
def roles(request: SignedInRequest) -> HttpResponse:
    """Show every role in words, to those who answer for who may see what."""
    if not has_permission(request.user, Permission.MATRIX_SEE):
        raise Http404
    context = {
        "roles": every_role(),
        "matrix": matrix(),
        "may_explain": has_permission(request.user, Permission.ACCESS_EXPLAIN),
    }
    return render(request, "accounts/roles.html", context)
