"""Who may ask who looked, and at what.

Its own permission; and as everywhere, a case that is restricted or that somebody must not know of
is not there for her here either. Access that ends by itself opens no trail.
"""

from uuid import UUID

from django.http import Http404

from accounts import access
from accounts.models import Membership, User
from accounts.permissions import Permission
from audit import context
from cases import sight
from cases.conflicts.access import judged_by
from cases.models import Case
from cases.models.case import CaseQuerySet


def require(user: User, permission: Permission = Permission.LOOKED_SEE) -> None:
    """Raise Http404 unless one of the person's roles allows this."""
    if not access.has_permission(user, permission):
        raise Http404


def cases_for(user: User) -> CaseQuerySet:
    """Return the cases of which a person may ask who looked."""
    if not access.has_permission(user, Permission.LOOKED_SEE):
        return Case.objects.none()
    return judged_by(user)


def get_case_for(user: User, reference: str) -> Case:
    """Return a case of which the person may ask who looked; absent and refused are alike."""
    found = cases_for(user).filter(reference=reference).first()
    if found is None or not _is_hers_for_good(user, found):
        raise Http404
    return found


def _is_hers_for_good(user: User, case: Case) -> bool:
    """Say whether more than access that ends by itself opens the case, for those who open any."""
    if not access.has_permission(user, Permission.CASE_SEE):
        return True
    reached = sight.of(user, case).because
    return any(one.names or not one.grants for one in reached)


def get_part_for(case: Case, person_id: UUID) -> UUID:
    """Return the id of a person of the case."""
    if not case.case_people.filter(person=person_id).exists():
        raise Http404
    return person_id


def get_colleague(user_id: UUID) -> User:
    """Return somebody who works or worked in the organisation that is entered."""
    here = Membership.objects.filter(organisation_id=context.required_organisation())
    found = User.objects.filter(pk=user_id, pk__in=here.values("user_id")).first()
    if found is None:
        raise Http404
    return found
