"""The copy of a case that is disclosed to a meeting: an allow-list, and never an address."""

from typing import Any

from cases.choices import CaseRole
from cases.models import Case, Person, PersonCausingHarm
from risk.models import Assessment


def copy_of(case: Case, *, reasons: str) -> dict[str, Any]:
    """Return what the meeting is told of a case; no address, no telephone number, no note."""
    parts = list(case.case_people.select_related("person"))
    survivor = next(part.person for part in parts if part.role == CaseRole.SURVIVOR)
    assessment = Assessment.objects.signed().filter(case=case).first()
    return {
        "survivor": _person(survivor),
        "children": [_person(part.person) for part in parts if part.role == CaseRole.CHILD],
        "people_causing_harm": [_harm(harm) for harm in case.people_causing_harm.all()],
        "risk": {"score": assessment.score, "band": assessment.band} if assessment else {},
        "reasons": reasons,
    }


def _person(person: Person) -> dict[str, str]:
    born = person.date_of_birth
    return {"name": person.full_name, "date_of_birth": born.isoformat() if born else ""}


def _harm(harm: PersonCausingHarm) -> dict[str, str]:
    return {"name": harm.full_name, "date_of_birth": harm.details.get("date_of_birth", "")}
