"""The recorder as every page shows it: its form, what was kept of it, who else is writing."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict

from accounts import unsaved
from accounts.field_classes import FieldClass
from accounts.models import UnsavedWork, User
from cases.choices import CaseRole
from cases.models import Case, CasePerson, Person
from cases.sight import Sight
from diary import alongside
from diary.choices import Direction
from diary.forms import RecordForm
from diary.models import NextStep
from diary.recording import Next
from diary.told import Told

# Under which the recorder keeps what is being written, in the diary of a case or of none yet.
RECORD = "record"
# Unsaved work that was touched so lately is being written now: it is kept every five seconds.
WRITING = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class People:
    """Whom a record of a case can be about."""

    called: str
    choices: list[tuple[str, str]]
    by_id: dict[UUID, Person]


def people_of(case: Case, seen: Sight) -> People:
    """Return the survivor and the children of a case, as far as they are shown."""
    return people_among(case.case_people.select_related("person"), seen)


def people_among(parts: Iterable[CasePerson], seen: Sight) -> People:
    """Return them from the people of a case that are at hand."""
    asked = (CaseRole.SURVIVOR, CaseRole.CHILD)
    found = sorted(
        (part for part in parts if part.role in asked),
        key=lambda part: (part.role != CaseRole.SURVIVOR, part.recorded_at),
    )
    by_id = {part.person_id: part.person for part in found}
    if not seen.shows(FieldClass.IDENTITY):
        labels = [(str(part.person_id), str(CaseRole(part.role).label)) for part in found]
        return People("", labels, by_id)
    choices = [(str(part.person_id), part.person.called) for part in found]
    survivor = next((part.person for part in found if part.role == CaseRole.SURVIVOR), None)
    return People(survivor.called if survivor else "", choices, by_id)


def shown_with(
    form: RecordForm, *, by: User, case: Case | None, now: datetime.datetime
) -> dict[str, Any]:
    """Fill the form with what was being written; say who else is writing in this case."""
    record = case.pk if case else None
    context = unsaved.restore(form, by=by, name=RECORD, record=record)
    writing = writing_now(case, by=by, now=now) if case else []
    return {"recorder": form, "recorder_case": case, "writing": writing} | context


def writing_now(case: Case, *, by: User, now: datetime.datetime) -> list[str]:
    """Return the colleagues who are writing in a case that this person sees; never what."""
    work = UnsavedWork.objects.filter(record=case.pk, updated_at__gte=now - WRITING)
    names = work.exclude(user=by).order_by("user__full_name").values_list("user__full_name")
    return list(dict.fromkeys(name for (name,) in names))


def told(form: RecordForm, people: People) -> Told:
    """Return what a valid form tells."""
    given = form.cleaned_data
    about_id = form.about_id()
    return Told(
        happened=given["happened"],
        at=form.at(),
        text=given["text"],
        outcome=form.outcome(),
        direction=Direction(given["direction"] or Direction.OUT),
        minutes=given["minutes"],
        about=people.by_id.get(about_id) if about_id else None,
        is_key=given["is_key"],
        also={question.name: given[question.name] for question in alongside.every()},
    )


def then(form: RecordForm) -> Next | None:
    """Return the next step that a valid form asks for."""
    due_on = form.due_on()
    return Next(text=form.step_words(), due_on=due_on) if due_on else None


def step_of(form: RecordForm, case: Case, seen: Sight) -> NextStep | None:
    """Return the open step that a valid form says is done."""
    step_id = form.cleaned_data.get("step")
    if not step_id or not form.cleaned_data.get("done"):
        return None
    return NextStep.objects.open().filter(case=case, pk=step_id).open_to(seen).first()


def initial_from(query: QueryDict) -> dict[str, Any]:
    """Return what an address asks the recorder to begin with: the step that it is about."""
    try:
        return {"step": UUID(query.get("s", ""))} if "s" in query else {}
    except ValueError:
        return {}
