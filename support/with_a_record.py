"""Support in the recorder: taken from what is recorded with one tap."""

from collections.abc import Sequence

from django import forms
from django.utils import timezone

from accommodation import support
from cases.choices import CaseRole
from cases.models import Case, Person
from diary import alongside
from diary.alongside import Question, Recorded
from diary.models import Note
from support.choices import SHORT


def field() -> forms.MultipleChoiceField:
    """Return the chips."""
    return forms.MultipleChoiceField(
        label="Support given",
        choices=[(kind.value, label) for kind, label in SHORT.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def keep(recorded: Recorded, kinds: Sequence[str]) -> None:
    """Record each kind of support for whom it is about, on the day it happened."""
    person = recorded.told.about or survivor_of(recorded.case)
    if person is None:
        return
    for kind in kinds:
        support.deliver(
            case=recorded.case,
            person=person,
            support_type=kind,
            delivered_on=timezone.localdate(recorded.told.at),
            minutes=recorded.told.minutes if len(kinds) == 1 else None,
            note=recorded.note,
            by=recorded.by,
        )


def survivor_of(case: Case) -> Person | None:
    """Return the survivor of a case."""
    part = case.case_people.filter(role=CaseRole.SURVIVOR).select_related("person").first()
    return part.person if part else None


def minutes_of(note: Note) -> int | None:
    """Return how long the contact took that a note is of."""
    contact = note.contacts.first()
    return contact.minutes if contact else None


def register() -> None:
    """Ask it."""
    alongside.register(Question(name="support", field=field, keep=keep))
