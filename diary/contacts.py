"""Recording contact that was made, or tried."""

import datetime

from django.db import transaction

from accounts.models import User
from audit import events
from cases.models import Case, Person
from diary.choices import SPOKEN, Direction, Mode, Outcome
from diary.models import ContactMade, Note


@transaction.atomic
def record(
    *,
    case: Case,
    at: datetime.datetime,
    mode: Mode,
    outcome: Outcome,
    by: User | None,
    direction: Direction = Direction.OUT,
    minutes: int | None = None,
    about: Person | None = None,
    note: Note | None = None,
    counselling: bool = False,
) -> ContactMade:
    """Record one contact; the outcome says whether somebody was spoken to."""
    contact = ContactMade(
        organisation_id=case.organisation_id,
        case=case,
        counselling=counselling,
        note=note,
        about=about,
        at=at,
        mode=mode,
        direction=direction,
        outcome=outcome,
        spoken_to=outcome in SPOKEN,
        minutes=minutes,
        made_by=by,
    )
    events.write("contact.record", by=by, subjects=[case.pk, contact.pk])
    contact.save(force_insert=True)
    return contact
