"""The people of the organisation and their roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts import inviting, role_giving, services, unsaved
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import Membership, RoleProposal, Service, Team, User
from accounts.organising.forms import EndForm, InviteForm, RoleForm
from accounts.organising.organisation import SHOWN, require
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from accounts.roles import ROLES
from accounts.sign_in.invitations import AddressIsTaken

INVITE = "invite"


@dataclass(frozen=True)
class Held:
    """A role that somebody holds, held or will hold, in words."""

    membership: Membership | RoleProposal
    role: str
    where: str
    is_live: bool = False
    is_over: bool = False


@dataclass(frozen=True)
class Colleague:
    """One line of the list of people."""

    user: User
    held: Sequence[Held]


@require_safe
def list_people(request: SignedInRequest) -> HttpResponse:
    """Show who works here, with their roles; those who have left on a list of their own."""
    require(request, Permission.PEOPLE_MANAGE)
    left = request.GET.get("show") == "left"
    live = Membership.objects.not_over_on(timezone.localdate()).values("user")
    everybody = User.objects.filter(pk__in=Membership.objects.values("user"))
    shown = everybody.exclude(pk__in=live) if left else everybody.filter(pk__in=live)
    page = Paginator(shown.order_by("full_name", "pk"), SHOWN).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "colleagues": colleagues(list(page.object_list)),
        "left": left,
        "waiting": RoleProposal.objects.waiting().count(),
    }
    return render(request, "accounts/organising/people.html", context)


@require_safe
def person(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Show a colleague with every role, held, coming or past."""
    require(request, Permission.PEOPLE_MANAGE)
    [colleague] = colleagues([_get_colleague(user_id)])
    alone = RoleProposal.objects.filter(user=colleague.user, confirmed=True, decided_by=None)
    context = {
        "colleague": colleague,
        "waiting": [_words(one) for one in RoleProposal.objects.waiting().filter(user=user_id)],
        "alone": [_words(one) for one in alone],
    }
    return render(request, "accounts/organising/person.html", context)


def give_role(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Give a colleague a role; one for oneself waits for somebody else."""
    require(request, Permission.PEOPLE_MANAGE)
    colleague = _get_colleague(user_id)
    form = RoleForm(
        request.POST or None,
        initial={"starts_on": timezone.localdate()},
        services=_services(),
        teams=_teams(),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = role_giving.give(
            user=colleague, now=timezone.now(), by=request.user,
            **given | {"role": ROLES[given["role"]]},
        )  # fmt: skip
        if isinstance(made, RoleProposal):
            messages.info(request, "It waits: another administrator or a manager confirms it.")
        else:
            messages.success(request, "The role is given.")
        unsaved.forget(by=request.user, form="give-role", record=colleague.pk)
        return redirect("accounts:person", colleague.pk)
    context = unsaved.restore(form, by=request.user, name="give-role", record=colleague.pk)
    context |= {"form": form, "user_shown": colleague, "is_self": colleague.pk == request.user.pk}
    return render(request, "accounts/organising/give_role.html", context)


@sensitive_post_parameters("email")
def invite(request: SignedInRequest) -> HttpResponse:
    """Add somebody with her first role, and show the link that lets her in, once."""
    require(request, Permission.PEOPLE_MANAGE)
    form = InviteForm(
        request.POST or None,
        initial={"starts_on": timezone.localdate()},
        services=_services(),
        teams=_teams(),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user, path = inviting.invite(
                now=timezone.now(), by=request.user, **given | {"role": ROLES[given["role"]]}
            )
        except AddressIsTaken:
            form.add_error("email", "Somebody signs in with this address already")
        else:
            unsaved.forget(by=request.user, form=INVITE, record=None)
            shown = {"invited": user, "link": request.build_absolute_uri(path)}
            return render(request, "accounts/organising/invited.html", shown)
    kept = unsaved.restore(form, by=request.user, name=INVITE, record=None)
    return render(request, "accounts/organising/invite.html", {"form": form} | kept)


def end_role(request: SignedInRequest, membership_id: UUID) -> HttpResponse:
    """Say until when a role holds, or end it at once."""
    require(request, Permission.PEOPLE_MANAGE)
    found = Membership.objects.filter(pk=membership_id).select_related("user").first()
    if found is None:
        raise Http404
    form = EndForm(
        request.POST or None, starts_on=found.starts_on, initial={"ends_on": found.ends_on}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.end_membership(
                membership=found,
                ends_on=form.cleaned_data["ends_on"],
                expected_version=shown_version(request),
                by=request.user,
            )
        except services.NobodyLeft:
            form.add_error("ends_on", "Nobody would be left who manages people: add another first")
        except ChangedMeanwhile as error:
            found = error.current
            form.add_error(None, "Somebody changed this meanwhile. Look at it, then save again.")
        else:
            unsaved.forget(by=request.user, form="end-role", record=found.pk)
            messages.success(request, "Saved. It holds with the next page that they open.")
            return redirect("accounts:person", found.user_id)
    context = unsaved.restore(
        form, by=request.user, name="end-role", record=found.pk, guarded=found
    )
    context |= {"form": form, "held": _words(found)}
    return render(request, "accounts/organising/end_role.html", context)


@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """Show the roles that people gave to themselves, to those who may confirm them."""
    if not role_giving.may_confirm(request.user):
        raise Http404
    found = RoleProposal.objects.waiting().select_related("user")
    context = {"waiting": [_words(one) for one in found]}
    return render(request, "accounts/organising/waiting.html", context)


def decide(request: SignedInRequest, proposal_id: UUID) -> HttpResponse:
    """Confirm or refuse a role that somebody gave to herself."""
    if not role_giving.may_confirm(request.user):
        raise Http404
    proposal = RoleProposal.objects.filter(pk=proposal_id).first()
    if proposal is None:
        raise Http404
    try:
        if request.POST.get("answer") == "confirm":
            role_giving.confirm(proposal=proposal, now=timezone.now(), by=request.user)
            messages.success(request, "Confirmed. The role is given.")
        else:
            role_giving.refuse(proposal=proposal, now=timezone.now(), by=request.user)
            messages.success(request, "The role is not given.")
    except role_giving.NotTheirs:
        messages.warning(request, "Somebody else confirms a role that you gave to yourself.")
    except role_giving.AlreadyDecided:
        messages.info(request, "Somebody has decided it already.")
    return redirect("accounts:waiting")


def colleagues(users: Sequence[User]) -> list[Colleague]:
    """Return people with their roles, the present ones first, in a fixed number of queries."""
    found = Membership.objects.filter(user__in=users).select_related("service", "team")
    held: dict[UUID, list[Held]] = {user.pk: [] for user in users}
    for membership in found.order_by("starts_on", "pk"):
        held[membership.user_id].append(_words(membership))
    return [Colleague(user, sorted(held[user.pk], key=lambda one: one.is_over)) for user in users]


def _words(one: Membership | RoleProposal) -> Held:
    """Say a role in words."""
    today = timezone.localdate()
    role = ROLES.get(one.role)
    where = [part.name for part in (one.service, one.team) if part]
    over = one.ends_on is not None and one.ends_on < today
    return Held(
        membership=one,
        role=role.display_name if role else one.role,
        where=", ".join(where) or "the whole organisation",
        is_live=not over and one.starts_on <= today,
        is_over=over,
    )


def _services() -> list[Service]:
    running = Service.objects.running_on(timezone.localdate())
    return sorted(running, key=lambda service: service.name.casefold())


def _teams() -> list[Team]:
    return list(Team.objects.running_on(timezone.localdate()).order_by("name"))


def _get_colleague(user_id: UUID) -> User:
    """Return somebody who works or worked here, or raise the one Http404."""
    here = Membership.objects.filter(user=user_id)
    found = User.objects.filter(pk=user_id, pk__in=here.values("user")).first()
    if found is None:
        raise Http404
    return found
