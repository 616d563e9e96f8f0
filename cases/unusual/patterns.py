"""The eleven patterns. Each is a rule over one day, with the words that a reviewer reads."""

import datetime
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.unusual.facts import TOGETHER, Act, Alike, CaseFact, Day, Done

HOUR = datetime.timedelta(hours=1)
ENUMERATING = datetime.timedelta(minutes=30)
# Of the four weeks before, so many days at such hours make them usual for somebody.
USUAL_DAYS = 2
MEETING_DAY = 3
FEWEST_DAYS = 5


@dataclass(frozen=True)
class Flag:
    """Something that stands out: of whom, and in which case where it is about one."""

    user_id: UUID
    case_id: UUID | None = None


@dataclass(frozen=True)
class Pattern:
    """A rule with its name, and the sentence that a reviewer reads.

    What it found of a person and a case is not told again for so many quiet days.
    """

    code: str
    words: str
    find: Callable[[Day], Iterator[Flag]]
    quiet: int = 28


def same_name(day: Day) -> Iterator[Flag]:
    """Their own family name in a case that is not their work; somebody whom they declared in any.

    Whose work a case is somebody decided who knows both names.
    """
    for flag, kinds, is_work in _likenesses(day):
        if Alike.DECLARED in kinds or (Alike.NAME in kinds and not is_work):
            yield flag


def of_colleague(day: Day) -> Iterator[Flag]:
    """The name of a colleague, in a case that is not their work."""
    for flag, kinds, is_work in _likenesses(day):
        if Alike.COLLEAGUE in kinds and not is_work:
            yield flag


def own_record(day: Day) -> Iterator[Flag]:
    """Their own name, in any case."""
    for flag, kinds, _ in _likenesses(day):
        if Alike.OWN in kinds:
            yield flag


def _likenesses(day: Day) -> Iterator[tuple[Flag, frozenset[Alike], bool]]:
    """Give what is alike in each case that somebody opened, and whether the case is their work."""
    for (user_id, case_id), times in day.opened().items():
        if kinds := day.alike.get((user_id, case_id)):
            yield Flag(user_id, case_id), kinds, day.is_theirs(user_id, case_id, times[0].at)


def no_tie(day: Day) -> Iterator[Flag]:
    """A case that is nobody's work of theirs, read and not written in, its worker being there.

    Left out: managers, a colleague's of their team, whoever worked on it in the four weeks before,
    a day of meetings, and a day on which they record in other cases that are not theirs: they are
    on duty.
    """
    on_duty = {
        one.user_id
        for one in day.done
        if one.act is Act.WROTE
        and any(not day.is_theirs(one.user_id, case, one.at) for case in one.cases)
    }
    for (user_id, case_id), times in day.opened().items():
        colleague, case = day.staff.get(user_id), day.cases[case_id]
        if colleague is None or colleague.manages or user_id in on_duty:
            continue
        if day.is_theirs(user_id, case_id, times[0].at) or _has_worked(day, user_id, case_id):
            continue
        if len(day.of(user_id, Act.MET)) >= MEETING_DAY or _is_away(day, case):
            continue
        if day.is_of_their_team(user_id, case_id):
            continue
        yield Flag(user_id, case_id)


def _has_worked(day: Day, user_id: UUID, case_id: UUID) -> bool:
    return (user_id, case_id) in day.habits.wrote or day.wrote(user_id, case_id)


def _is_away(day: Day, case: CaseFact) -> bool:
    """Say whether nobody who works on the case did anything on this day."""
    return not any(one.user_id in case.workers for one in day.done)


def restricted(day: Day) -> Iterator[Flag]:
    """A restricted case, for the first time in four weeks, by somebody who does not work on it."""
    for (user_id, case_id), _ in day.opened().items():
        case = day.cases[case_id]
        is_new = (user_id, case_id) not in day.habits.opened
        is_stranger = user_id not in case.workers and not _has_worked(day, user_id, case_id)
        if case.restricted and is_new and is_stranger:
            yield Flag(user_id, case_id)


def burst(day: Day) -> Iterator[Flag]:
    """Many cases within an hour, thrice what is usual for them; or one number after the other.

    Of cases that are not theirs half as many are many, for those who do not manage.
    """
    for user_id in day.people():
        opened = [one for one in day.of(user_id, Act.OPENED, Act.TOOK) if one.cases]
        usual = [day.habits.busiest_hour(user_id, one) for one in day.habits.days_of(user_id)]
        most = max(day.limits.burst, 3 * statistics.median(usual) if usual else 0)
        others = [one for one in opened if not _is_work(day, one)]
        many = _most_within(opened, HOUR) >= most or 2 * _most_within(others, HOUR) >= most
        if many or _in_a_row(day, user_id, opened):
            yield Flag(user_id)


def _is_work(day: Day, one: Done) -> bool:
    """Say whether an opening is of somebody's own work, or of one who manages that of others."""
    colleague = day.staff.get(one.user_id)
    manages = colleague is not None and colleague.manages
    return manages or any(
        day.is_theirs(one.user_id, case, one.at) or day.is_of_their_team(one.user_id, case)
        for case in one.cases
    )


def _most_within(opened: Sequence[Done], span: datetime.timedelta) -> int:
    """Return the most cases that were opened within a span of time."""
    return max(
        (
            len({case for one in opened[n:] if one.at - first.at < span for case in one.cases})
            for n, first in enumerate(opened)
        ),
        default=0,
    )


def _in_a_row(day: Day, user_id: UUID, opened: Sequence[Done]) -> bool:
    """Say whether cases that are not theirs were opened by their numbers, up or down."""
    steps: list[tuple[datetime.datetime, int]] = []
    for one in opened:
        number = day.cases[one.cases[0]].number
        if number is None or day.is_theirs(user_id, one.cases[0], one.at):
            continue
        if steps and number == steps[-1][1]:
            continue
        if steps and (abs(number - steps[-1][1]) != 1 or one.at - steps[0][0] > ENUMERATING):
            steps = []
        steps.append((one.at, number))
        if len(steps) >= day.limits.in_a_row:
            return True
    return False


def fishing(day: Day) -> Iterator[Flag]:
    """Searches, one after the other, of which nothing that was found was opened."""
    for user_id in day.people():
        searches = day.of(user_id, Act.SEARCHED)
        opened = day.of(user_id, Act.OPENED, Act.WROTE, Act.TOOK)
        led_on = [one for one in searches if any(_is_found(one, other) for other in opened)]
        vain = [one for one in searches if not any(_soon(one, other) for other in led_on)]
        usual = [number for (one, _), number in day.habits.searches.items() if one == user_id]
        most = max(day.limits.searches, 2 * statistics.median(usual) if usual else 0)
        if len(vain) >= most:
            yield Flag(user_id)


def _is_found(search: Done, opened: Done) -> bool:
    """Say whether what was opened soon after a search is what it found."""
    return _soon(search, opened) and bool(search.named & opened.named)


def _soon(one: Done, other: Done) -> bool:
    """Say whether something came soon after: a search in other words belongs to the first."""
    return one.at <= other.at <= one.at + TOGETHER


def out_of_hours(day: Day) -> Iterator[Flag]:
    """A case opened at an hour at which somebody never works, without anything recorded in it."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for (user_id, case_id), times in day.opened().items():
        bands = {band for one in times if (band := day.limits.band_of(one.at))}
        if not bands or (user_id, day.day) in day.on_shift or day.wrote(user_id, case_id):
            continue
        usual = Counter(band for band, _ in day.habits.at_odd_hours[user_id])
        if any(usual[band] < USUAL_DAYS for band in bands):
            found[user_id].append(case_id)
    for user_id, cases in found.items():
        yield Flag(user_id, cases[0] if len(cases) == 1 else None)


def leaver(day: Day) -> Iterator[Flag]:
    """In their last weeks: copies taken, or more cases in a day than is usual for them.

    On the last day the days before it are looked at once more: it may not have been known then.
    """
    for user_id, colleague in day.staff.items():
        last, weeks = colleague.last_day, _days(day.limits.leaver_days)
        if last is None or not day.day <= last <= day.day + weeks:
            continue
        habits = {one: day.habits.cases_on(user_id, one) for one in day.habits.days_of(user_id)}
        before = [number for one, number in habits.items() if one < last - weeks] or [0]
        most = min(1.5 * statistics.median(before) + 3, 1.25 * max(before) + 1)
        opened = day.of(user_id, Act.OPENED, Act.TOOK)
        counts = [len({case for one in opened for case in one.cases})]
        if last == day.day:
            counts += [number for one, number in habits.items() if one >= last - weeks]
        if max(counts) > most or any(_is_anothers(day, one) for one in day.of(user_id, Act.TOOK)):
            yield Flag(user_id)


def _is_anothers(day: Day, taken: Done) -> bool:
    """Say whether a copy is of everything, or of a case that is not theirs."""
    cases = taken.cases
    return not cases or any(not day.is_theirs(taken.user_id, one, taken.at) for one in cases)


def _days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def closed(day: Day) -> Iterator[Flag]:
    """A case that has long been closed, opened by somebody who never worked on it."""
    for (user_id, case_id), _ in day.opened().items():
        case, colleague = day.cases[case_id], day.staff.get(user_id)
        long_ago = day.day - _days(day.limits.closed_days)
        if case.closed_on is None or case.closed_on > long_ago:
            continue
        if colleague is None or colleague.counts_for_return:
            continue
        if not (day.standing.was_ever(user_id, case_id) or _has_worked(day, user_id, case_id)):
            yield Flag(user_id, case_id)


def audience(day: Day) -> Iterator[Flag]:
    """Many people within a week who have no work with a case, and many more than in weeks before.

    It is told of whoever came last.
    """
    for case_id in {case for _, case in day.opened()}:
        openers = [pair for pair in day.opened() if pair[1] == case_id]
        strangers = {user for user, _ in openers if not _works_with(day, user, case_id)}
        whole = strangers | {
            user for user in day.this_week.get(case_id, ()) if not _works_with(day, user, case_id)
        }
        weeks = [
            len(
                {
                    one
                    for one in day.habits.audience[case_id, n]
                    if not _works_with(day, one, case_id)
                }
            )
            for n in (1, 2, 3)
        ]
        if strangers and len(whole) >= max(day.limits.audience, 2 * sum(weeks) / 3 + 3):
            last = max(
                (one for one in day.done if one.user_id in strangers and case_id in one.cases),
                key=lambda one: one.at,
            )
            yield Flag(last.user_id, case_id)


def _works_with(day: Day, user_id: UUID, case_id: UUID) -> bool:
    noon = datetime.datetime.combine(day.day, datetime.time(12), tzinfo=datetime.UTC)
    colleague = day.staff.get(user_id)
    manages = colleague is not None and colleague.manages
    return (
        manages or day.is_theirs(user_id, case_id, noon) or day.is_of_their_team(user_id, case_id)
    )


PATTERNS: tuple[Pattern, ...] = (
    Pattern("same_name", "Somebody in the record has the same family name as they, or the name or "
            "postcode of somebody whom they declared.", same_name),
    Pattern("colleague", "Somebody in the record has the name of a colleague.",
            of_colleague),
    Pattern("no_tie", "The case is not theirs to work on, they recorded nothing in it, and its "
            "worker was there.", no_tie),
    Pattern("own", "Somebody in the record has their own name.", own_record),
    Pattern("restricted", "The case is restricted, and they do not work on it.", restricted),
    Pattern("burst", "Many cases in an hour, or one number after the other.", burst, quiet=0),
    Pattern("fishing", "Searches of which nothing that was found was opened.", fishing, quiet=0),
    Pattern("hours", "At an hour at which they do not usually work.", out_of_hours,
            quiet=0),
    Pattern("leaver", "They are leaving, and opened more than usual or took a copy.", leaver,
            quiet=7),
    Pattern("closed", "The case has long been closed, and they never worked on it.", closed),
    Pattern("audience", "Many people opened the case within a week who do not work on it. They "
            "came last.", audience, quiet=7),
)  # fmt: skip
