"""What the pages of who looked show: one page of the trail at a time, by sequence."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from audit import looked
from audit.looked import Asked, Look
from cases.looked import parts, standing
from cases.looked.lines import Line, Told, in_lines, names_of
from cases.models import Case
from cases.models.case import CaseQuerySet

PAGE = 300
# An event with more ids was no look at a case: an import, a count, a whole list.
OF_MANY = 200
REFERENCES_SHOWN = 12
# How far back the page of a colleague begins.
RECENT = datetime.timedelta(days=90)


@dataclass(frozen=True)
class Looked:
    """One page: its lines, the ids that its own event names, and where the next page begins."""

    lines: Sequence[Line]
    before: int | None


def at_case(case: Case, *, asked: Asked, before: int | None = None, most: int = PAGE) -> Looked:
    """Return who looked at a case, or at whatever belongs to it."""
    people = parts.people_of(case.pk)
    records = parts.of_case(case.pk)
    looks = looked.at_records(records, asked=asked, before=before, most=most)
    own = records - people
    kept = [one for one in looks if own.intersection(one.subjects)]
    through_people = [one for one in looks if not own.intersection(one.subjects)]
    kept += _of_no_other_case(through_people)
    kept.sort(key=lambda one: -one.sequence)
    return Looked(_lines(kept, case.pk), _next(looks, most))


def at_person(
    case: Case, person_id: UUID, *, asked: Asked, before: int | None = None, most: int = PAGE
) -> Looked:
    """Return who looked at a person, as far as it was in this case or in none by itself."""
    looks = looked.at_records([person_id], asked=asked, before=before, most=most)
    kept = [one for one in looks if case.pk in one.subjects]
    kept += _of_no_other_case([one for one in looks if case.pk not in one.subjects])
    kept.sort(key=lambda one: -one.sequence)
    return Looked(_lines(kept, case.pk), _next(looks, most))


def _of_no_other_case(looks: Sequence[Look]) -> list[Look]:
    """Keep looks at a person that name no record of another case: that one has its own page."""
    named = {one for look in looks if len(look.subjects) <= OF_MANY for one in look.subjects}
    of_cases = set(Case.objects.filter(pk__in=named).values_list("pk", flat=True))
    return [one for one in looks if not of_cases.intersection(one.subjects)]


def _lines(looks: Sequence[Look], case_id: UUID) -> list[Line]:
    held = standing.of({one.actor_id for one in looks if one.actor_id}, [case_id])
    return in_lines((_told(one, held, [case_id]) for one in looks), names_of(looks))


def _told(look: Look, held: standing.Standing, cases: Collection[UUID]) -> Told:
    if look.actor_id is None:
        return Told(look)
    found = {held.own(look.actor_id, case, look.at) for case in cases}
    own = found.pop() if len(found) == 1 else ""
    return Told(look, held.role(look.actor_id, look.at), own)


def by_colleague(
    colleague: User,
    *,
    among: CaseQuerySet,
    asked: Asked,
    before: int | None = None,
    most: int = PAGE,
) -> Looked:
    """Return what a colleague looked at, of cases only these: of others nothing is told."""
    looks = looked.by_person(colleague.pk, asked=asked, before=before, most=most)
    named = parts.named_by(
        {one for look in looks if len(look.subjects) <= OF_MANY for one in look.subjects}
    )
    about = {
        one.sequence: named.cases_of(one.subjects) if len(one.subjects) <= OF_MANY else set()
        for one in looks
    }
    every = {case for cases in about.values() for case in cases}
    hers = dict(among.filter(pk__in=every).values_list("pk", "reference"))
    held = standing.of([colleague.pk], list(hers))
    told = []
    for look in looks:
        cases = about[look.sequence]
        shown = [case for case in cases if case in hers]
        if cases and not shown:
            continue
        one = _told(look, held, shown)
        references = sorted(hers[case] for case in shown)
        told.append(Told(look, one.role, one.standing, _short(references)))
    return Looked(in_lines(told, {colleague.pk: colleague.full_name}), _next(looks, most))


def _short(references: Sequence[str]) -> Sequence[str]:
    more = len(references) - REFERENCES_SHOWN
    return references if more <= 0 else [*references[:REFERENCES_SHOWN], f"and {more} more"]


def _next(looks: Sequence[Look], most: int) -> int | None:
    """Return where the next page begins; None where the trail is at its end."""
    return looks[-1].sequence if len(looks) == most else None
