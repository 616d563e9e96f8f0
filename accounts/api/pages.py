"""The page on which tokens for other programs are made, seen and ended."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from accounts.access import has_permission, memberships
from accounts.api import tokens
from accounts.api.forms import TokenForm
from accounts.choices import ApiScope
from accounts.models import ApiToken, User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from accounts.roles import ROLES
from accounts.sign_in.again import asks_again
from audit import context


def own_and_managed(user: User) -> list[ApiToken]:
    """Return the live tokens that a person may end: her own, or everybody's where she manages.

    Raises Http404 for whoever may do neither.
    """
    manages = has_permission(user, Permission.PEOPLE_MANAGE)
    if not manages and not has_permission(user, Permission.TOKEN_MAKE):
        raise Http404
    here = ApiToken.objects.filter(organisation_id=context.required_organisation())
    live = here.live_at(timezone.now()).select_related("user").order_by("expires_at", "pk")
    if not manages:
        live = live.filter(user=user)
    return list(live)


@asks_again
@sensitive_variables("text")
def token_list(request: SignedInRequest) -> HttpResponse:
    """Show live tokens; make one, whose text is shown this once."""
    live = own_and_managed(request.user)
    may_make = has_permission(request.user, Permission.TOKEN_MAKE)
    form = TokenForm(request.POST or None, roles=_roles_of(request.user)) if may_make else None
    text = ""
    if request.method == "POST" and form is not None and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        _, text = tokens.make(
            role=ROLES[given["role"]],
            purpose=given["purpose"],
            scopes=[ApiScope(scope) for scope in given["scopes"]],
            made_at=now,
            expires_at=now + datetime.timedelta(days=given["days"]),
            by=request.user,
        )
        form = TokenForm(roles=_roles_of(request.user))
        live = own_and_managed(request.user)
    shown = {"form": form, "text": text, "tokens": live, "roles": ROLES}
    return render(request, "accounts/tokens.html", shown)


def _roles_of(user: User) -> list[tuple[str, str]]:
    """Return the roles in which a person may make tokens."""
    held = {membership.role for membership in memberships(user)}
    return [
        (code, role.display_name)
        for code, role in ROLES.items()
        if code in held and Permission.TOKEN_MAKE in role.permissions
    ]


@require_POST
def end_token(request: SignedInRequest, token_id: UUID) -> HttpResponse:
    """End a token at once."""
    token = next((one for one in own_and_managed(request.user) if one.pk == token_id), None)
    if token is None:
        raise Http404
    tokens.end(token=token, at=timezone.now(), by=request.user)
    messages.success(request, "The token is ended.")
    return redirect("accounts:tokens")
