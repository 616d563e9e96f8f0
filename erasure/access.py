"""Who may erase whom. Absent, another organisation's, restricted and conflicted look alike."""

import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils import timezone

from accounts import access
from accounts.models import User
from accounts.models.base import TenantQuerySet
from accounts.permissions import Permission
from cases import relationships
from cases.choices import GrantKind
from cases.models import Case, CasePerson, Grant, Person
from cases.models.case import CaseQuerySet
from erasure.models import Erasure
from erasure.models import ErasureQuerySet as Erasures


def cases_for(user: User, *, at: datetime.datetime | None = None) -> CaseQuerySet:
    """Return the cases of which a person may erase somebody: none without the permission.

    Those of the organisation, or of the services in which the permission is held; a restricted
    one only where she is named for it. Access that somebody was given reaches no further.
    """
    if not access.has_permission(user, Permission.PERSON_ERASE):
        return Case.objects.none()
    moment = at or timezone.now()
    # Whoever came in an emergency erases nothing while that lasts.
    urgent = Grant.objects.live_at(moment).of_kind(GrantKind.BREAK_GLASS).filter(user=user)
    open_to_her = Q(restricted=False) | relationships.named(user, moment)
    cases = Case.objects.filter(open_to_her).without_conflicts_of(user)
    cases = cases.exclude(pk__in=urgent.values("case_id"))
    if access.holds_everywhere(user, Permission.PERSON_ERASE):
        return cases
    return cases.filter(service__in=access.services_with(user, Permission.PERSON_ERASE))


def people_for(user: User) -> TenantQuerySet[Person]:
    """Return the people whom she may erase: those of whom no case is kept from her."""
    parts = CasePerson.objects.filter(person=OuterRef("pk"))
    reached = cases_for(user).values("pk")
    people: TenantQuerySet[Person] = Person.objects.filter(
        Exists(parts.filter(case__in=reached)), ~Exists(parts.exclude(case__in=reached))
    )
    return people


def get_case_to_erase_from(user: User, reference: str) -> Case:
    """Return a case with somebody in it whom this person may erase."""
    case = cases_for(user).filter(reference=reference).first()
    if case is None:
        raise Http404
    return case


def get_person_to_erase(user: User, case: Case, person_id: UUID) -> Person:
    """Return a person of a case whom this person may erase."""
    person = people_for(user).filter(pk=person_id, case_people__case=case).first()
    if person is None:
        raise Http404
    return person


def erasures_for(user: User) -> Erasures:
    """Return the erasures that a person may know of, the newest first."""
    found = Erasure.objects.filter(person__in=people_for(user).values("pk"))
    return found.order_by("-asked_at", "pk")


def get_erasure_for(user: User, erasure_id: UUID) -> Erasure:
    """Return an erasure that a person may know of; absent and refused are alike."""
    known = erasures_for(user).select_related("person", "case", "asked_by", "confirmed_by")
    erasure = known.filter(pk=erasure_id).first()
    if erasure is None:
        raise Http404
    return erasure


def may_erase(user: User, person: Person) -> bool:
    """Say whether a person may erase another."""
    if not access.has_permission(user, Permission.PERSON_ERASE):
        return False
    return people_for(user).filter(pk=person.pk).exists()


def others_who_may(person: Person, *, but: User) -> list[User]:
    """Return those who may confirm that a person is erased, the longest serving first."""
    held = access.memberships_with(Permission.PERSON_ERASE)
    users = {one.user_id: one.user for one in held if one.user_id != but.pk}
    return [user for user in users.values() if may_erase(user, person)]
