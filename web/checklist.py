"""The first steps of an organisation: what is done, what is next, until its first return."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list

from accommodation.models import Provision, Unit
from accounts import access
from accounts.access import has_permission
from accounts.models import Membership, Organisation, Service, User
from accounts.permissions import Permission
from accounts.roles import ROLES
from accounts.settings import value_of
from accounts.settings.values import last_changes
from audit import context
from audit.models import Event
from cases.models import Case


@dataclass(frozen=True)
class Step:
    """One line of the list; an optional one does not keep it open."""

    words: str
    done: bool
    url: str
    why: str = ""
    optional: bool = False
    is_next: bool = False


@dataclass(frozen=True)
class Checklist:
    """The steps, and how far the organisation has come."""

    steps: list[Step]

    @property
    def done(self) -> int:
        """How many of the steps that count are done."""
        return sum(step.done for step in self.steps if not step.optional)

    @property
    def number(self) -> int:
        """How many steps count."""
        return sum(not step.optional for step in self.steps)


def checklist(user: User) -> Checklist | None:
    """Return the first steps for whoever sets the organisation up; None when all are done.

    It asks whether there is a case and never for one.
    """
    if not has_permission(user, Permission.ORGANISATION_MANAGE) or not value_of("first_steps"):
        return None
    steps = list(_marked(_steps(user)))
    if all(step.done for step in steps if not step.optional):
        return None
    return Checklist(steps)


def _marked(steps: Iterator[Step]) -> Iterator[Step]:
    """Mark the first that is to do."""
    found = False
    for step in steps:
        is_next = not (found or step.done or step.optional)
        found = found or is_next
        yield Step(step.words, step.done, step.url, step.why, step.optional, is_next)


def _steps(user: User) -> Iterator[Step]:
    service = Service.objects.order_by("recorded_at").values_list("pk", flat=True).first()
    services = reverse("accounts:service", args=[service]) if service else _of("services")
    yield Step("Say what the organisation is", True, _of("organisation"))
    yield Step(
        "Give a telephone number for when Rowan fails",
        bool(value_of("failure_telephone")),
        reverse("accounts:setting", args=["failure_telephone"]),
        "It is shown when something goes wrong and cannot wait.",
    )
    yield Step(
        "Add a service", service is not None, reverse("accounts:new_service"),
        "A house, a community team, a scheme: each case belongs to one.",
    )  # fmt: skip
    yield Step(
        "Record the places that an authority buys", Provision.objects.exists(), services,
        "The annual return counts them. Only for accommodation.", optional=True,
    )  # fmt: skip
    yield Step("Add its rooms", Unit.objects.exists(), services, optional=True)
    yield from _people()
    yield Step(
        "Look through the settings", _settings_were_changed(), _of("settings"), optional=True
    )
    yield Step(
        "Open the first case", Case.objects.exists(),
        reverse("cases:new" if has_permission(user, Permission.CASE_OPEN) else "web:help"),
        "A worker does; an administrator cannot read a case.",
    )  # fmt: skip
    yield _the_return(user)


def _the_return(user: User) -> Step:
    """A return that counts this organisation's records; whoever may see none invites who may."""
    sees = access.memberships_with(Permission.RETURN_SEE)
    if has_permission(user, Permission.RETURN_SEE):
        url = reverse("returns:years")
    else:
        url = reverse("web:help") if sees else _of("invite")
    names = get_text_list(list(dict.fromkeys(one.user.full_name for one in sees[:3])), "or")
    return Step(
        "Derive the first annual return",
        _was_counted(),
        url,
        f"{names} finds it under “Annual return”, counted from the records."
        if sees
        else "Invite a service manager: the return is not an administrator’s to open.",
    )


def _was_counted() -> bool:
    """Say whether somebody was shown a return of an authority that we provide for, or are.

    Since the first case: one that was looked at before, or another's, counts nothing of ours.
    """
    first = Case.objects.order_by("recorded_at").values_list("recorded_at", flat=True).first()
    if first is None:
        return False
    here = Organisation.objects.get(pk=context.required_organisation())
    bought = Provision.objects.exclude(authority_code="").values_list("authority_code", flat=True)
    of_ours = Q(pk__in=[])
    for code in {*bought.distinct(), here.authority_code} - {""}:
        of_ours |= Q(purpose__startswith=code)
    return Event.objects.filter(of_ours, verb="return.see", at__gte=first).exists()


def _settings_were_changed() -> bool:
    return any(key != "failure_telephone" for key, _, _ in last_changes())


def _people() -> Iterator[Step]:
    """Another administrator, and somebody who works with cases."""
    live = Membership.objects.live_on(timezone.localdate())
    held: dict[Permission, set[object]] = {}
    for user, role in live.values_list("user", "role"):
        for permission in ROLES[role].permissions if role in ROLES else ():
            held.setdefault(permission, set()).add(user)
    yield Step(
        "Invite somebody who opens cases",
        bool(held.get(Permission.CASE_OPEN)),
        _of("invite"),
        "And a service manager, who answers for the work and sees the annual return.",
    )
    yield Step(
        "Invite a second administrator",
        len(held.get(Permission.PEOPLE_MANAGE, set())) > 1,
        _of("invite"),
        "It takes two to help somebody who cannot sign in any more, you included.",
    )


def _of(name: str) -> str:
    return reverse(f"accounts:{name}")
