"""A month stored, looked through day by day as Rowan does it at night, and what came of it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import connections
from django.utils import timezone

from accommodation.models import Shift
from accounts import roles
from accounts.tenancy import enter
from audit import context, events
from benchmarks.unusual.misuse import Story, stories
from benchmarks.unusual.ordinary import Diary, Entry, at_time
from benchmarks.unusual.service import Workplace, build
from cases.models import Cover, UnusualAccess
from cases.unusual import raising

FIRST = datetime.date(2026, 9, 7)
WEEKS_BEFORE, WEEKS = 4, 4
DAY = datetime.timedelta(days=1)

_INSERT = """
    INSERT INTO audit_event (id, organisation_id, at, kind, actor_id, verb, subjects, fields,
                             purpose, source, mac, transaction)
    VALUES (%s, %s, %s, %s, %s, %s, %s::uuid[], '{}', '', 'bench', ''::bytea, 0)
"""


@dataclass(frozen=True)
class Raised:
    """One review: of whom, in which case, on which day, and by which patterns."""

    user_id: UUID
    case_id: UUID | None
    day: datetime.date
    patterns: tuple[str, ...]


@dataclass
class Month:
    """What was done in it that was misuse, and all that was raised."""

    staff: int
    told: list[Story] = field(default_factory=list)
    raised: list[Raised] = field(default_factory=list)


def run(seed: int, *, misuse: int = 0) -> Month:
    """Let a month pass, with so many stories of each kind of misuse, and look through it."""
    with context.source("bench"):
        place = build(seed, "misuse" if misuse else "ordinary")
        diary = Diary(place, seed)
        diary.arrange(WEEKS_BEFORE + WEEKS)
        days = [FIRST + DAY * number for number in range(7 * (WEEKS_BEFORE + WEEKS))]
        month = Month(len(place.staff))
        with enter(place.organisation, by=None):
            _stand_in(place, diary)
            _shifts(place, days)
            judged = days[7 * WEEKS_BEFORE :]
            month.told = list(stories(place, seed, judged, misuse)) if misuse else []
        entries = [entry for day in days for entry in diary.day(day, (day - FIRST).days // 7)]
        entries += [entry for story in month.told for entry in story.entries]
        _store(place.organisation.pk, entries)
        for day in judged:
            with enter(place.organisation, by=None):
                raising.look_through(day=day, now=timezone.now())
        with enter(place.organisation, by=None):
            month.raised = [_raised(one) for one in UnusualAccess.objects.select_related("item")]
    return month


def _raised(one: UnusualAccess) -> Raised:
    return Raised(one.item.about_id, one.item.case_id, one.day, tuple(one.codes))


def _stand_in(place: Workplace, diary: Diary) -> None:
    for away, cover, week in diary.leave:
        held = Cover(
            organisation_id=place.organisation.pk, colleague=away.user, worker=cover.user,
            starts_on=FIRST + 7 * DAY * week, ends_on=FIRST + 7 * DAY * week + 6 * DAY,
        )  # fmt: skip
        events.write("cover.give", by=None, subjects=[held.pk])
        held.save(force_insert=True)


def _shifts(place: Workplace, days: Iterable[datetime.date]) -> None:
    relief = place.of(roles.ReliefWorker)
    houses = [cases[0].case.service for cases in place.residents]
    for day in days:
        for who in relief if day.weekday() >= 5 else ():
            shift = Shift(
                organisation_id=place.organisation.pk, service=houses[who.house or 0],
                worker=who.user, starts_at=at_time(day, 20), ends_at=at_time(day, 32),
            )  # fmt: skip
            events.write("shift.give", by=None, subjects=[shift.pk])
            shift.save(force_insert=True)


def _store(organisation_id: UUID, entries: Iterable[Entry]) -> None:
    """Store events of days that are over, as the owner: the application's would be of today."""
    with connections["owner"].cursor() as owner:
        owner.execute("ALTER TABLE audit_event DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY")
        try:
            owner.executemany(
                _INSERT,
                [
                    [uuid4(), organisation_id, one.at, one.kind, one.user_id, one.verb,
                     f"{{{','.join(map(str, one.subjects))}}}"]
                    for one in entries
                ],
            )  # fmt: skip
        finally:
            owner.execute("ALTER TABLE audit_event ENABLE TRIGGER USER, FORCE ROW LEVEL SECURITY")
