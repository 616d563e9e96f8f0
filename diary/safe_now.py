"""Whether contact with the survivor of a case is safe now, as lists say it beside a name.

Unknown is never safe.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from accounts.field_classes import FieldClass
from cases.choices import CaseRole
from cases.models import Case, CasePerson
from cases.reaching import State
from cases.sight import Sight
from contact import standing
from contact.standing import Reached, when


@dataclass(frozen=True)
class Answer:
    """A few words, with what is safe in bold, and the icon that stands before them."""

    head: str
    rest: str = ""
    icon: str = "no"


NOT_RECORDED = Answer("Not recorded.", "Ask before you make contact.")
NOT_SHOWN = Answer("Not shown to your role")
NOT_NEEDED = Answer("No contact needed")

_ICONS = {State.SAFE: "yes", State.LATER: "clock"}


def answers_for(
    cases: Collection[Case], seen: Mapping[UUID, Sight], *, at: datetime.datetime
) -> dict[UUID, Answer]:
    """Return what to say of each case; with two queries, however many there are."""
    shown = [case.pk for case in cases if seen[case.pk].shows(FieldClass.SAFE_CONTACT)]
    found = {case.pk: NOT_SHOWN for case in cases} | dict.fromkeys(shown, NOT_RECORDED)
    parts = CasePerson.objects.filter(case__in=shown, role=CaseRole.SURVIVOR)
    people = {part.case_id: part.person for part in parts.select_related("person")}
    reached = standing.of_people(people.values(), at=at)
    for case_id, person in people.items():
        if reached[person.pk].kept:
            found[case_id] = _answer(reached[person.pk])
    return found


def _answer(reached: Reached) -> Answer:
    best = reached.best
    rest = f"until {when(best.until, reached.at)}" if best.until else ""
    if best.state is State.NOT_CHECKED:
        rest = "Ask before you make contact."
    return Answer(best.chip, rest, _ICONS.get(best.state, "no"))
