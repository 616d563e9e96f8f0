"""The one guard between a person and a case."""

from django.http import Http404
from django.utils import timezone

from accounts import access
from accounts.models import Service, User
from accounts.permissions import Permission
from cases import sight
from cases.models import Case


def get_case_for(user: User, reference: str, permission: Permission) -> Case:
    """Return a case that the person may do this to.

    Absent, another organisation's, restricted, conflicted or not theirs: all raise the same
    Http404, after the same query. A kind of what the case holds is asked for by its permission
    (``NARRATIVE_SEE`` for risk and plans): a grant may show some kinds and not others.
    """
    visible = Case.objects.visible_to(user).with_reach(user)
    case = visible.filter(reference=reference).first()
    if case is None or not sight.of(user, case).allows(permission):
        raise Http404
    return case


def may(user: User, case: Case, permission: Permission) -> bool:
    """Say whether a person may do this to a case that she sees herself, now."""
    there = Case.objects.visible_to(user).with_reach(user).filter(pk=case.pk).first()
    return there is not None and sight.of(user, there).allows(permission)


def services_to_open_in(user: User) -> list[Service]:
    """Return the services in which a person may open a case, in order of name.

    A role that is held in no one service covers all of the organisation's.
    """
    if not access.has_permission(user, Permission.CASE_OPEN):
        return []
    services = Service.objects.running_on(timezone.localdate())
    if not access.holds_everywhere(user, Permission.CASE_OPEN):
        services = services.filter(pk__in=access.services_with(user, Permission.CASE_OPEN))
    return sorted(services, key=lambda service: service.name.casefold())
