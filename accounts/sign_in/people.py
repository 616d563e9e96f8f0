"""The pages on which an administrator or a manager ends access, or helps somebody back in."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.access import has_permission
from accounts.models import Membership, Recovery, User
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from accounts.roles import ROLES
from accounts.sign_in import dormancy, factors, invitations, leaving, recovery, state
from audit import context, events


@dataclass(frozen=True)
class Standing:
    """Somebody who works or worked here."""

    user: User
    roles: str
    is_here: bool
    is_dormant: bool

    @property
    def words(self) -> str:
        """How it stands with their sign-in."""
        if not self.is_here:
            return "has left"
        if not self.user.has_usable_password():
            return "invited"
        return "lies unused, and shut" if self.is_dormant else "works here"


@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """List everybody who works or worked here, and how it stands with their sign-in."""
    _require(request)
    now, today = timezone.now(), timezone.localdate()
    longest = dormancy.allowed_here()
    held: dict[User, list[Membership]] = {}
    for membership in _memberships().order_by("user__full_name", "user_id"):
        held.setdefault(membership.user, []).append(membership)
    listed = []
    for user, memberships in held.items():
        live = [one for one in memberships if one.ends_on is None or one.ends_on >= today]
        here = bool(live) and user.is_active
        roles = [ROLES[one.role].display_name for one in live if one.role in ROLES]
        unused = dormancy.unused_for(user, now=now) > longest
        listed.append(Standing(user, ", ".join(dict.fromkeys(roles)), here, unused))
    return render(request, "accounts/people_access.html", _for(request, listed=listed))


def person(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Show one person's access, and act on it."""
    _require(request)
    membership = _memberships().filter(user_id=user_id).first()
    if membership is None:
        raise Http404
    user = membership.user
    if request.method == "POST":
        if not (state.is_fresh(request.session) or did_recently_reauthenticate(request)):
            back = urlencode({"next": request.path})
            return redirect(f"{reverse('account_reauthenticate')}?{back}")
        act = _ACTS.get(request.POST.get("act", ""))
        # Nobody acts on herself: it would be one person's doing.
        if act is not None and user.pk != request.user.pk:
            return act(request, user)
    return _page(request, user)


def _page(request: SignedInRequest, user: User, **once: str) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    events.read("access.see", by=request.user, subjects=[user.pk])
    live = Membership.objects.live_on(today).filter(
        user=user, organisation_id=context.required_organisation()
    )
    going_on = recovery.waiting(user, now=now)
    shown = {
        "person": user,
        "is_self": user.pk == request.user.pk,
        "is_here": user.is_active and live.exists(),
        "is_dormant": user.is_active and dormancy.is_dormant(user, now=now),
        "is_invited": user.is_active and not user.has_usable_password(),
        "factors": factors.whole(user).count(),
        "recovery": going_on,
        "may_agree": going_on is not None and _may_agree(going_on, request.user),
        "may_take_link": going_on is not None and _may_take_link(going_on, request.user),
        "work": leaving.open_work(user, viewer=request.user),
        "used": leaving.access_of(user, now=now),
    }
    shown |= {"link": "", "code": ""} | once
    return render(request, "accounts/person_access.html", _for(request, **shown))


def _for(request: SignedInRequest, **shown: object) -> dict[str, object]:
    """Return what a page shows, with whether the list of roles opens to the same person."""
    return shown | {"may_manage": has_permission(request.user, Permission.PEOPLE_MANAGE)}


def _may_agree(going_on: Recovery, by: User) -> bool:
    return going_on.agreed_by_id is None and by.pk not in (going_on.asked_by_id, going_on.user_id)


def _may_take_link(going_on: Recovery, by: User) -> bool:
    return bool(going_on.agreed_by_id) and not going_on.link_hash and by.pk == going_on.asked_by_id


def _leave(request: SignedInRequest, user: User) -> HttpResponse:
    leaving.leave(user=user, by=request.user, now=timezone.now())
    return redirect("accounts:person_access", user_id=user.pk)


def _open_again(request: SignedInRequest, user: User) -> HttpResponse:
    dormancy.open_again(user=user, by=request.user, now=timezone.now())
    return redirect("accounts:person_access", user_id=user.pk)


def _invite_again(request: SignedInRequest, user: User) -> HttpResponse:
    try:
        path = invitations.renew(user=user, by=request.user, now=timezone.now())
    except invitations.LinkIsOver:
        return _page(request, user)
    return _page(request, user, link=request.build_absolute_uri(path))


def _ask(request: SignedInRequest, user: User) -> HttpResponse:
    recovery.ask(user=user, by=request.user, now=timezone.now())
    return redirect("accounts:person_access", user_id=user.pk)


def _agree(request: SignedInRequest, user: User) -> HttpResponse:
    now = timezone.now()
    going_on = recovery.waiting(user, now=now)
    try:
        code = recovery.agree(recovery=_there(going_on), by=request.user, now=now)
    except (recovery.TakesTwo, recovery.RecoveryIsOver):
        return _page(request, user)
    return _page(request, user, code=code)


def _take_link(request: SignedInRequest, user: User) -> HttpResponse:
    now = timezone.now()
    going_on = recovery.waiting(user, now=now)
    try:
        path = recovery.take_link(recovery=_there(going_on), by=request.user, now=now)
    except (recovery.TakesTwo, recovery.RecoveryIsOver):
        return _page(request, user)
    return _page(request, user, link=request.build_absolute_uri(path))


def _there(going_on: Recovery | None) -> Recovery:
    if going_on is None:
        raise recovery.RecoveryIsOver
    return going_on


_ACTS: dict[str, Callable[[SignedInRequest, User], HttpResponse]] = {
    "leave": _leave,
    "open": _open_again,
    "invite": _invite_again,
    "ask": _ask,
    "agree": _agree,
    "link": _take_link,
}


def _memberships() -> QuerySet[Membership]:
    here = Membership.objects.filter(organisation_id=context.required_organisation())
    return here.select_related("user")


def _require(request: SignedInRequest) -> None:
    if not has_permission(request.user, Permission.PEOPLE_ACCESS):
        raise Http404
