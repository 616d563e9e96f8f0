"""What somebody began to write and has not saved: said on My day, with the way back to it."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from accounts.models import UnsavedWork, User
from cases.models import Case

AddressOf = Callable[[Case], str]
_FORMS: dict[str, tuple[str, AddressOf]] = {}


def register(form: str, words: str, address: AddressOf) -> None:
    """Say what a form of a case is called, and where it stands."""
    _FORMS[form] = (words, address)


@dataclass(frozen=True)
class Draft:
    """One piece of work that was kept: what of, since when, and where it goes on."""

    words: str
    kept_at: datetime.datetime
    reference: str = ""
    url: str = ""


def of(user: User, cases: Mapping[UUID, Case]) -> list[Draft]:
    """Return a person's own unsaved work, the latest first. What it says is not opened."""
    kept = UnsavedWork.objects.filter(user=user).order_by("-updated_at")
    return [
        _draft(form, record, kept_at, cases)
        for form, record, kept_at in kept.values_list("form", "record", "updated_at")
    ]


def _draft(
    form: str, record: UUID | None, kept_at: datetime.datetime, cases: Mapping[UUID, Case]
) -> Draft:
    words, address = _FORMS.get(form, ("Something you were writing", None))
    case = cases.get(record) if record else None
    if case is not None and address is not None:
        return Draft(words, kept_at, case.reference, address(case))
    if form == "record" and record is None:
        return Draft("The record beside this list", kept_at)
    return Draft(words, kept_at)


def of_case(name: str) -> AddressOf:
    """Return how to address a page of a case by the page's name."""
    return lambda case: reverse(name, args=[case.reference])


register("record", "A record of what happened", of_case("diary:record_on_case"))
register("step-new", "A next step", of_case("diary:step_new"))
register("where", "Where things are now", of_case("cases:where_things_are"))
