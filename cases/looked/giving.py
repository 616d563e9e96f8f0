"""What a person may be given of who looked at her record: who, on which day, at what kind of it.

Nobody else's id, name or part in the case is in it, no time of day (it would tell who works when),
and nothing of how colleagues are kept apart or looked into: that is about them.
"""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from accounts.settings import value_of
from audit import looked
from audit.looked import Asked, Look
from audit.sentences import SENTENCES, Topic
from cases.choices import CaseRole
from cases.looked import parts, standing
from cases.looked.lines import names_of
from cases.looked.settings import NAMES
from cases.models import Case

AT_ONCE = 5_000
_TOPICS = frozenset(Topic) - {Topic.ACCESS, Topic.ROWAN}
_OF_ACCESS = frozenset(
    {"case.see_who", "access.give_partner", "access.emergency_open", "looked.see", "looked.give"}
)
_GIVEN = frozenset(
    verb for verb, one in SENTENCES.items() if one.topic in _TOPICS or verb in _OF_ACCESS
)
_OURSELVES = "Our computer system"
_SOMEBODY = "Somebody who worked for us"


@dataclass(frozen=True)
class Given:
    """Who looked on one day at one kind of record, and how often."""

    day: datetime.date
    who: str
    kind: str
    times: int


def given_to(case: Case, person_id: UUID, *, asked: Asked) -> list[Given]:
    """Return what this person of a case may be given, the latest day first."""
    looks = list(_looks_at(case, person_id, asked))
    actors = {one.actor_id for one in looks if one.actor_id}
    names = names_of(looks) if value_of("looked_names") == NAMES else {}
    roles = standing.of(actors, [])
    counted = Counter(
        (timezone.localdate(one.at), _who(one, names, roles), SENTENCES[one.verb].topic.told)
        for one in looks
    )
    rows = [Given(day, who, kind, times) for (day, who, kind), times in counted.items()]
    return sorted(rows, key=lambda row: (-row.day.toordinal(), row.who, row.kind))


def _who(look: Look, names: dict[UUID, str], roles: standing.Standing) -> str:
    if look.actor_id is None:
        return _OURSELVES
    role = roles.role(look.actor_id, look.at) or _SOMEBODY
    name = names.get(look.actor_id)
    return f"{name}, {role}" if name else role


def _looks_at(case: Case, person_id: UUID, asked: Asked) -> Iterator[Look]:
    """Give the looks at her: those that name her; for the survivor, the case without others too."""
    others = parts.people_of(case.pk) - {person_id}
    is_survivor = case.case_people.filter(person=person_id, role=CaseRole.SURVIVOR).exists()
    records = parts.of_case(case.pk) - others if is_survivor else {person_id}
    other_cases = _other_cases(person_id, case)
    before: int | None = None
    while True:
        found = looked.at_records(records, asked=asked, before=before, most=AT_ONCE)
        for look in found:
            if look.verb not in _GIVEN:
                continue
            if person_id in look.subjects:
                if not other_cases.intersection(look.subjects) or case.pk in look.subjects:
                    yield look
            elif not others.intersection(look.subjects):
                yield look
        if len(found) < AT_ONCE:
            return
        before = found[-1].sequence


def _other_cases(person_id: UUID, case: Case) -> set[UUID]:
    """Return the other cases that she is in: each is asked about by itself."""
    there = Case.objects.filter(case_people__person=person_id).exclude(pk=case.pk)
    return set(there.values_list("pk", flat=True))


def in_words(rows: Sequence[Given]) -> Iterator[Sequence[str]]:
    """Give the list as lines of a table, the headings first."""
    yield ("Day", "Who", "What", "Times")
    for row in rows:
        yield (row.day.isoformat(), row.who, row.kind, str(row.times))
