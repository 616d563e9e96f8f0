"""Whose safe contact somebody may see, and whose she may record."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from accounts.access import has_permission
from accounts.field_classes import FieldClass
from accounts.models import User
from accounts.permissions import Permission
from cases import sight
from cases.access import get_case_for
from cases.choices import CaseRole
from cases.models import Case, CasePerson, Person
from cases.sight import NOTHING, Sight


@dataclass(frozen=True)
class Reachable:
    """Somebody in a case, and what the reader sees of it."""

    case: Case
    person: Person
    seen: Sight

    @property
    def name(self) -> str:
        """Return the name to show."""
        shown = self.seen.shows(FieldClass.IDENTITY)
        return self.person.full_name if shown else sight.NOT_SHOWN


def get_person_for(user: User, reference: str, person_id: UUID) -> Reachable:
    """Return somebody in a case whose safe contact may be recorded; else the one Http404."""
    case = get_case_for(user, reference, Permission.CASE_EDIT)
    seen = sight.of(user, case)
    if not seen.shows(FieldClass.SAFE_CONTACT):
        raise Http404
    return Reachable(case, _in_case(case, person_id), seen)


def get_reachable_for(user: User, reference: str, person_id: UUID) -> Reachable:
    """Return somebody whose numbers may be opened, by those who take calls too; else Http404."""
    visible = Case.objects.visible_to(user).with_reach(user)
    case = visible.filter(reference=reference).first()
    seen = sight.of(user, case) if case else NOTHING
    if case is not None and seen.shows(FieldClass.SAFE_CONTACT):
        return Reachable(case, _in_case(case, person_id), seen)
    if has_permission(user, Permission.CALLS_TAKE):
        called = Case.objects.for_calls_of(user).filter(reference=reference).first()
        if called is not None:
            shown = sight.Sight(sight.classes_of_role(user), frozenset(), ())
            return Reachable(called, _in_case(called, person_id, survivor=True), shown)
    raise Http404


def _in_case(case: Case, person_id: UUID, *, survivor: bool = False) -> Person:
    parts = CasePerson.objects.filter(case=case, person=person_id).select_related("person")
    part = (parts.filter(role=CaseRole.SURVIVOR) if survivor else parts).first()
    if part is None or part.person.is_erased:
        raise Http404
    person: Person = part.person
    return person
