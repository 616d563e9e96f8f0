"""Writing notes, and putting them right by another note."""

import datetime

from django.db import transaction

from accounts.lost_updates import ChangedMeanwhile
from accounts.models import User
from audit import events
from cases.models import Case, Person
from diary.choices import Happened
from diary.models import Note


@transaction.atomic
def write(
    *,
    case: Case,
    happened: Happened,
    happened_at: datetime.datetime,
    text: str,
    by: User | None,
    about: Person | None = None,
    is_key: bool = False,
    counselling: bool = False,
) -> Note:
    """Write a note, which nobody changes afterwards."""
    note = Note(
        organisation_id=case.organisation_id,
        case=case,
        counselling=counselling,
        happened=happened,
        happened_at=happened_at,
        about=about,
        text=text,
        is_key=is_key,
        written_by=by,
    )
    events.write("diary.write", by=by, subjects=[case.pk, note.pk])
    note.save(force_insert=True)
    return note


@transaction.atomic
def correct(*, note: Note, text: str, is_key: bool, by: User | None) -> Note:
    """Write what a note should have said; the note itself stays as it was.

    Raises ChangedMeanwhile, with the other correction, where somebody was before.
    """
    earlier = Note.objects.select_for_update().get(pk=note.pk).corrections.first()
    if earlier is not None:
        raise ChangedMeanwhile(earlier)
    correction = Note(
        organisation_id=note.organisation_id,
        case_id=note.case_id,
        counselling=note.counselling,
        happened=note.happened,
        happened_at=note.happened_at,
        about_id=note.about_id,
        text=text,
        is_key=is_key,
        corrects=note,
        written_by=by,
    )
    events.write("diary.correct", by=by, subjects=[note.case_id, note.pk, correction.pk])
    correction.save(force_insert=True)
    return correction
