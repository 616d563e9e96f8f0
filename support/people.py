"""Whom support is for: the survivor and the children of a case."""

from uuid import UUID

from cases.choices import CaseRole
from cases.models import Person
from cases.pages import Household, Part

FOR_WHOM = (CaseRole.SURVIVOR, CaseRole.CHILD)


def parts_in(household: Household) -> list[Part]:
    """Return them, the survivor first."""
    return [part for part in household.parts if part.role in FOR_WHOM]


def called_in(household: Household) -> dict[UUID, str]:
    """Return what everybody in a case is called, or what they are where names are not shown."""
    shown = household.seen.by_name()["identity"]
    return {
        part.person.pk: part.called if shown else part.role_label.lower()
        for part in household.parts
    }


def choices_in(household: Household) -> list[tuple[str, str]]:
    """Return them to choose from."""
    called = called_in(household)
    return [(str(part.person.pk), called[part.person.pk]) for part in parts_in(household)]


def person_in(household: Household, person_id: UUID) -> Person:
    """Return one of them."""
    return next(part.person for part in parts_in(household) if part.person.pk == person_id)
