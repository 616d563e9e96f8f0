"""The trail as patterns read it: a day's acts, and the habits of the four weeks before it."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from audit import context
from audit.models import Event
from audit.sentences import Topic, sentence_of
from cases.looked import parts
from cases.unusual.facts import TOGETHER, Act, Done, Habits, Limits

WEEKS = 4
WEEK = datetime.timedelta(days=7)
BEFORE = WEEKS * WEEK
# An event with more ids is no look at a case: an import, a count.
OF_MANY = 200
AT_ONCE = 5_000
_OPENS = frozenset({Topic.CASE, Topic.PEOPLE, Topic.RISK, Topic.PLAN})
_ALSO_OPENS = frozenset({"stay.see", "episode.see", "case.see_who", "case.print"})
_WORK = _OPENS | {Topic.STAY, Topic.MEETING}
_TAKES = frozenset({"plan.print", "bundle.export"})
# Each search leaves one of these, with whom it showed.
_SEARCHES = "search.show"


@dataclass(frozen=True, slots=True)
class Row:
    """One event of somebody, in local time."""

    user_id: UUID
    at: datetime.datetime
    act: Act
    subjects: tuple[UUID, ...]


def act_of(kind: str, verb: str) -> Act:
    """Return what sort of thing an event says."""
    topic = sentence_of(verb).topic
    if verb == _SEARCHES:
        return Act.SEARCHED
    if verb in _TAKES:
        return Act.TOOK
    if kind == Event.Kind.WRITE:
        return Act.WROTE if topic in _WORK else Act.OTHER
    if topic == Topic.MEETING:
        return Act.MET
    return Act.OPENED if topic in _OPENS or verb in _ALSO_OPENS else Act.OTHER


def start_of(day: datetime.date) -> datetime.datetime:
    """Return the moment at which a day begins."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def rows(since: datetime.date, until: datetime.date) -> Iterator[Row]:
    """Give what people did from one day to another (not included), in order of time."""
    found = Event.objects.filter(
        organisation_id=context.required_organisation(), actor_id__isnull=False,
        at__gte=start_of(since), at__lt=start_of(until),
    ).order_by("at")  # fmt: skip
    columns = ("actor_id", "at", "kind", "verb", "subjects")
    for user_id, at, kind, verb, subjects in found.values_list(*columns).iterator(AT_ONCE):
        few = tuple(subjects) if len(subjects) <= OF_MANY else ()
        yield Row(user_id, timezone.localtime(at), act_of(kind, verb), few)


def done_on(day: datetime.date) -> list[Done]:
    """Return what people did on a day, with the cases that it was about."""
    told = list(rows(day, day + datetime.timedelta(days=1)))
    named = parts.named_by({one for row in told for one in row.subjects})
    return [
        Done(
            row.user_id, row.at, row.act,
            tuple(sorted(named.cases_of(row.subjects))), frozenset(row.subjects),
        )
        for row in told
    ]  # fmt: skip


@dataclass
class Before:
    """The four weeks before a day: habits, and who opened what in the week that ends with it."""

    habits: Habits
    this_week: dict[UUID, set[UUID]]


def before(day: datetime.date, limits: Limits) -> Before:
    """Gather what people usually do. A record's own id stands for its case here."""
    habits = Habits()
    this_week: dict[UUID, set[UUID]] = defaultdict(set)
    waiting: dict[UUID, list[datetime.datetime]] = defaultdict(list)
    for row in rows(day - BEFORE, day):
        when = row.at.date()
        if band := limits.band_of(row.at):
            habits.at_odd_hours[row.user_id].add((band, when))
        if row.act is Act.SEARCHED:
            habits.searches[row.user_id, when] += 1
            waiting[row.user_id].append(row.at)
        elif row.act is not Act.OTHER:
            followed = [at for at in waiting.pop(row.user_id, ()) if row.at - at <= TOGETHER]
            habits.searches[row.user_id, when] -= len(followed)
        if row.act is Act.WROTE:
            habits.wrote.update((row.user_id, one) for one in row.subjects)
        elif row.act is Act.OPENED and row.subjects:
            _note_opening(habits, this_week, row, (day - when).days)
    return Before(habits, this_week)


def _note_opening(
    habits: Habits, this_week: dict[UUID, set[UUID]], row: Row, days_ago: int
) -> None:
    habits.hours[row.user_id, row.at.date()][row.at.hour].add(row.subjects[0])
    for one in row.subjects:
        habits.opened.add((row.user_id, one))
        if days_ago < 7:
            this_week[one].add(row.user_id)
        else:
            habits.audience[one, days_ago // 7].add(row.user_id)
