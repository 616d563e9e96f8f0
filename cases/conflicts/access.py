"""The guards between a person and declarations, conflicts and notes that were passed on."""

from uuid import UUID

from django.http import Http404

from accounts import access
from accounts.models import User
from accounts.permissions import Permission
from cases.access import may
from cases.models import Case, Conflict, Declaration, PassedNote
from cases.models.case import CaseQuerySet
from cases.models.conflict import ConflictQuerySet
from cases.models.passed_note import PassedNoteQuerySet


def get_declaration_for(user: User, declaration_id: UUID) -> Declaration:
    """Return a declaration of the person's own; anybody else's is as absent as none."""
    own = Declaration.objects.of(user).standing().filter(pk=declaration_id).first()
    if own is None:
        raise Http404
    return own


def conflicts_for(user: User) -> ConflictQuerySet:
    """Return the conflicts that a person may look at, never their own.

    Whoever sees cases: those of the cases that they see. The data protection lead, who sees none,
    judges by what a conflict says of itself; of a restricted case those named for it judge.
    """
    if not access.has_permission(user, Permission.CONFLICTS_MANAGE):
        return Conflict.objects.none()
    return Conflict.objects.filter(case__in=judged_by(user).values("pk")).exclude(user=user)


def judged_by(manager: User) -> CaseQuerySet:
    """Return the cases of which somebody who manages conflicts may look at them."""
    if access.has_permission(manager, Permission.CASE_SEE):
        return Case.objects.visible_to(manager)
    return Case.objects.filter(restricted=False).without_conflicts_of(manager)


def get_conflict_for(user: User, conflict_id: UUID) -> Conflict:
    """Return a conflict that the person may judge; absent and refused are alike.

    Access that ends by itself judges none: through an emergency nobody lets a colleague in.
    """
    found = conflicts_for(user).select_related("case", "user").filter(pk=conflict_id).first()
    if found is None or not judges(user, found):
        raise Http404
    return found


def judges(user: User, conflict: Conflict) -> bool:
    """Say whether somebody who may look at a conflict decides it as well."""
    sees_cases = access.has_permission(user, Permission.CASE_SEE)
    return not sees_cases or may(user, conflict.case, Permission.CONFLICTS_MANAGE)


def case_to_place_in(user: User, reference: str) -> Case | None:
    """Return the case to which a note may be put; whoever does so need not see it.

    A restricted case is there for those named for it alone: for anybody else it is absent.
    """
    cases = Case.objects.named_to(user)
    return cases.filter(reference=reference.strip().upper()).first()


def waiting_for(user: User) -> PassedNoteQuerySet:
    """Return the notes that wait for this person to say where they belong; never their own."""
    if not access.has_permission(user, Permission.NOTES_PLACE):
        return PassedNote.objects.none()
    return PassedNote.objects.waiting().exclude(written_by=user).select_related("written_by")


def get_note_for(user: User, note_id: UUID) -> PassedNote:
    """Return a note that waits for this person to say where it belongs."""
    found = waiting_for(user).filter(pk=note_id).first()
    if found is None:
        raise Http404
    return found
