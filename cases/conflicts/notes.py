"""A note about somebody whom its writer cannot find: taken where it belongs, out of her sight.

Whatever she writes, the work is the same and so is the answer: the same look at every case's
reference and at every name, one note, one item for the data protection lead.
"""

import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import reviews
from accounts.choices import ReviewKind
from accounts.models import User
from accounts.permissions import Permission
from accounts.settings import value_of
from accounts.tenancy import as_system
from audit import context, events
from cases.choices import Danger
from cases.conflicts.walls import people_with
from cases.likeness import Known, Mention
from cases.models import Case, CasePerson, PassedNote
from cases.references import references_in
from encryption import subjects

REASON = "Somebody passed on a note about a person whom they could not find."
_AT_ONCE = 2000


@transaction.atomic
def pass_on(
    *, about: str, words: str, danger: str, said_at: datetime.datetime, by: User
) -> PassedNote:
    """Take a note to the case that it is about; where that is not clear, it waits for a place."""
    organisation_id, now = context.required_organisation(), timezone.now()
    note_id = uuid4()
    with as_system():
        case_id = _case_of(note_id, about)
    events.write("note.pass_on", by=by, subjects=[note_id])
    subjects.create(organisation_id=organisation_id, kind="note", subject_ids=[note_id])
    note = PassedNote(
        id=note_id,
        organisation_id=organisation_id,
        written_by=by,
        said_at=said_at,
        case_id=case_id,
        content={"about": about, "words": words, "danger": danger},
        placed_at=now if case_id else None,
    )
    note.save(force_insert=True)
    hours = 0 if danger == Danger.YES else value_of("note_review_hours")
    reviews.raise_item(
        kind=ReviewKind.PASSED_ON, about=by, reason=REASON, raised_at=now,
        due_at=now + datetime.timedelta(hours=hours), tell=people_with(Permission.NOTES_PLACE),
        by=None, case_id=case_id,
    )  # fmt: skip
    return note


def _case_of(note_id: UUID, about: str) -> UUID | None:
    """Return the one case that a note is about, by a reference in it or by the names in it."""
    mention = Mention(about)
    parts = CasePerson.objects.select_related("person").order_by("pk")
    compared, named = [], set()
    for part in parts.iterator(_AT_ONCE):
        person = part.person
        compared.append(person.pk)
        known = Known(
            given_name=person.given_name,
            family_name=person.family_name,
            known_as=person.known_as,
        )
        if mention.is_of(known):
            named.add(part.case_id)
    references = references_in(about)
    found = list(Case.objects.filter(Q(reference__in=references) | Q(pk__in=named)))
    by_reference = [case for case in found if case.reference in references]
    case_id = _only(by_reference) or _only([case for case in found if case.pk in named])
    events.write("note.match", by=None, subjects=[note_id, *compared])
    return case_id


def _only(cases: list[Case]) -> UUID | None:
    """Return the one case, or the one that is open: of several, none is sure."""
    open_ones = [case for case in cases if case.is_open]
    for found in (cases, open_ones):
        if len(found) == 1:
            return found[0].pk
    return None


@transaction.atomic
def place(*, note: PassedNote, case: Case, placed_at: datetime.datetime, by: User) -> PassedNote:
    """Put a note that waited to the case that it is about."""
    events.write("note.place", by=by, subjects=[note.pk, case.pk])
    note.case, note.placed_at, note.placed_by = case, placed_at, by
    note.version += 1
    note.save(update_fields=["case", "placed_at", "placed_by", "version"])
    return note
