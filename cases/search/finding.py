"""One search from beginning to end: what is meant, who matches, who of them may be known.

Whoever matches goes through ``visible_to`` before anything else sees them: the order, the first
twenty and whether there are more are worked out from what comes back. What somebody was found by
counts where the asking person may see that kind in that case; a postcode finds nobody for her
to whom no address is shown.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils import timezone

from accounts.access import has_permission
from accounts.field_classes import FieldClass
from accounts.models import User
from accounts.permissions import Permission
from audit import events
from cases import sight
from cases.choices import CaseRole
from cases.models import Allocation, Case, CasePerson, Findable, Person, SearchRecord
from cases.models.case import CaseQuerySet
from cases.reaching import Reach, reach_of
from cases.search import memory
from cases.search.people import Match
from cases.search.reading import Asked, read

SHOWN = 20
# So many of the best are looked at closely; whoever typed less than that tells apart types more.
_LOOKED_AT = 200
# People are asked about in steps, so that one more or less asks the database for the same.
_STEP = 64
_BY_REFERENCE = Match(2.0, frozenset())
_OF_CALLS = frozenset({FieldClass.IDENTITY, FieldClass.SAFE_CONTACT})


@dataclass(frozen=True)
class Hit:
    """Somebody who was found, in one case, as the asking person may see them."""

    part: CasePerson
    found_by: Findable
    shows: frozenset[FieldClass]
    workers: Sequence[str]
    opens: bool
    reach: Reach | None

    @property
    def case(self) -> Case:
        """Return the case."""
        case: Case = self.part.case
        return case

    @property
    def is_named(self) -> bool:
        """Say whether the name is shown."""
        return FieldClass.IDENTITY in self.shows

    @property
    def name(self) -> str:
        """Return the name to show."""
        if not self.is_named:
            return sight.NOT_SHOWN
        written = f"{self.found_by.given_name} {self.found_by.family_name}".strip()
        return written or self.found_by.known_as or "Name not recorded"

    @property
    def known_as(self) -> str:
        """Return what they like to be called, or nothing."""
        return self.found_by.known_as if self.is_named else ""

    @property
    def born(self) -> datetime.date | None:
        """Return the date of birth, or None where there is none to show."""
        return self.found_by.date_of_birth if self.is_named else None

    @property
    def role(self) -> str:
        """Say what they are in the case."""
        return CaseRole(self.part.role).label


@dataclass(frozen=True)
class Found:
    """What a search found: the first of them, and whether there are more."""

    hits: Sequence[Hit]
    more: bool


def may_search(user: User) -> bool:
    """Say whether a person has a search at all."""
    return has_permission(user, Permission.CASE_SEE) or has_permission(user, Permission.CALLS_TAKE)


def find(term: str, *, by: User, purpose: str = "") -> Found:
    """Find people and cases by what somebody typed.

    Leaves two events: what kinds of thing were asked, before anything is looked for, and who is
    shown, before they are. Raises AuditUnavailable where one cannot be stored.
    """
    asked = read(term, today=timezone.localdate())
    events.read("search.ask", by=by, subjects=(), fields=asked.kinds, purpose=purpose)
    best = _best(_known_of(asked, _matches(asked), by))
    judged = _judged(best, by)
    shown = judged[:SHOWN]
    subjects = dict.fromkeys(one for part, _ in shown for one in (part.case_id, part.person_id))
    events.read("search.show", by=by, subjects=subjects, fields=asked.kinds, purpose=purpose)
    return Found(_hits(shown, by), more=len(judged) > SHOWN)


def _matches(asked: Asked) -> dict[UUID, list[Match]]:
    found: dict[UUID, list[Match]] = {}
    with memory.people() as people:
        for reading in asked.readings:
            for person_id, match in people.matches(reading).items():
                found.setdefault(person_id, []).append(match)
    return found


def _known_of(
    asked: Asked, matches: Mapping[UUID, Sequence[Match]], user: User
) -> list[tuple[CasePerson, Sequence[Match]]]:
    """Leave of those who match the ones whom this person may know of, each with their part."""
    cases = _cases_of(user)
    parts = CasePerson.objects.filter(case__in=cases.values("pk"))
    if not has_permission(user, Permission.CASE_SEE):
        parts = parts.filter(role=CaseRole.SURVIVOR)
    wanted = Q(person__in=_in_steps(matches))
    if asked.reference:
        wanted |= Q(case__reference=asked.reference, role=CaseRole.SURVIVOR)
    return [
        (part, (*matches.get(part.person_id, ()), *_by_reference(part, asked)))
        for part in parts.filter(wanted).select_related("case")
    ]


def _cases_of(user: User) -> CaseQuerySet:
    if has_permission(user, Permission.CASE_SEE):
        return Case.objects.visible_to(user)
    return Case.objects.for_calls_of(user)


def _in_steps(people: Iterable[UUID]) -> Iterator[UUID]:
    """Give these ids, and ids of nobody up to a whole step."""
    count = 0
    for person_id in people:
        count += 1
        yield person_id
    for _ in range(-count % _STEP or (0 if count else _STEP)):
        yield uuid4()


def _by_reference(part: CasePerson, asked: Asked) -> Sequence[Match]:
    is_meant = part.role == CaseRole.SURVIVOR and part.case.reference == asked.reference
    return (_BY_REFERENCE,) if is_meant else ()


Judged = tuple[CasePerson, frozenset[FieldClass]]


def _best(
    known: list[tuple[CasePerson, Sequence[Match]]],
) -> list[tuple[CasePerson, Sequence[Match]]]:
    known.sort(key=lambda one: _order(one[0], max(match.score for match in one[1])))
    return known[:_LOOKED_AT]


def _order(part: CasePerson, score: float) -> tuple[float, bool, int, str, str]:
    """Put the best first; of equals open cases, then in order of reference."""
    reference: str = part.case.reference
    return (-round(score, 4), not part.case.is_open, len(reference), reference, str(part.pk))


def _judged(best: list[tuple[CasePerson, Sequence[Match]]], user: User) -> list[Judged]:
    """Order by what counts for this person; whoever was found by nothing that does is left out."""
    shows = _shown_of([part.case for part, _ in best], user)
    counted = []
    for part, matches in best:
        seen = shows[part.case_id]
        scores = [match.score for match in matches if match.told_from <= seen]
        if scores:
            counted.append((_order(part, max(scores)), part, seen))
    return [(part, seen) for _, part, seen in sorted(counted, key=lambda one: one[0])]


def _shown_of(cases: list[Case], user: User) -> dict[UUID, frozenset[FieldClass]]:
    if not has_permission(user, Permission.CASE_SEE):
        return {case.pk: _OF_CALLS & sight.classes_of_role(user) for case in cases}
    return {pk: seen.classes for pk, seen in sight.of_each(user, cases).items()}


def _hits(shown: Sequence[Judged], user: User) -> list[Hit]:
    """Open the records of those who are shown, in the ring that counts what this person opens."""
    people = {part.person_id for part, seen in shown if seen}
    records = {one.person_id: one for one in SearchRecord.objects.filter(person__in=people)}
    workers: dict[UUID, list[str]] = {}
    live = Allocation.objects.live_on(timezone.localdate())
    cases = {part.case_id for part, _ in shown}
    for held in live.filter(case__in=cases).select_related("worker").order_by("starts_on", "pk"):
        workers.setdefault(held.case_id, []).append(held.worker.full_name)
    opens = has_permission(user, Permission.CASE_SEE)
    reach = _reach_of(shown)
    return [
        Hit(
            part=part,
            found_by=_opened(records.get(part.person_id)),
            shows=seen,
            workers=workers.get(part.case_id, []) if opens else [],
            opens=opens,
            reach=reach.get(part.person_id) if FieldClass.SAFE_CONTACT in seen else None,
        )
        for part, seen in shown
    ]


def _reach_of(shown: Sequence[Judged]) -> Mapping[UUID, Reach]:
    """Return how those may be reached whose safe contact is shown in the case they stand in."""
    told = {part.person_id for part, seen in shown if FieldClass.SAFE_CONTACT in seen}
    return reach_of(Person.objects.filter(pk__in=told), at=timezone.now())


def _opened(record: SearchRecord | None) -> Findable:
    if record is None:
        return Findable("", "", "", None, "", "")
    return Findable.from_text(record.content)
