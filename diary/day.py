"""My day: what is late and due, on whom contact is safe now, and who was not reached for long."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from accounts.settings import value_of
from cases.models import Case
from diary import caseload, drafts, due, safe_now
from diary.caseload import Caseload
from diary.due import Due, Mark
from diary.safe_now import Answer

# Each line opens what a case says, and how many cases one person opens in an hour is limited.
MOST_LINES = 20
MOST_CASES = 10
AHEAD = datetime.timedelta(days=6)


@dataclass(frozen=True)
class Line:
    """One line of the queue."""

    due: Due
    case: Case
    name: str
    marks: Sequence[Mark]
    safe: Answer
    covered_for: User | None
    days_late: int

    @property
    def words(self) -> str:
        """Open what is to be done."""
        return self.due.words()


@dataclass(frozen=True)
class Row:
    """One case of the table."""

    case: Case
    name: str
    marks: Sequence[Mark]
    last_contact: datetime.datetime | None
    days_quiet: int
    next: Due | None
    safe: Answer
    covered_for: User | None


@dataclass(frozen=True)
class Count:
    """One number above the lists, which filters them."""

    code: str
    number: int
    label: str
    tone: str = ""


@dataclass(frozen=True)
class MyDay:
    """All that the page shows."""

    now: datetime.datetime
    today: datetime.date
    load: Caseload
    counts: Sequence[Count]
    chosen: str
    lines: Sequence[Line]
    more_lines: int
    later: int
    rows: Sequence[Row]
    more_rows: int
    appointments: Sequence[Due]
    drafts: Sequence[drafts.Draft]

    @property
    def subjects(self) -> list[UUID]:
        """Return the ids that the event of reading this page names."""
        shown = [*(line.case for line in self.lines), *(row.case for row in self.rows)]
        named = [self.load.survivors[pk].pk for pk in self.load.cases if pk in self.load.survivors]
        records = [line.due.subject for line in self.lines if line.due.subject]
        records += [row.next.subject for row in self.rows if row.next and row.next.subject]
        records += [one.subject for one in self.appointments if one.subject]
        return list(dict.fromkeys([*(case.pk for case in shown), *records, *named]))


def of(user: User, *, now: datetime.datetime, chosen: str = "", every: bool = False) -> MyDay:
    """Gather a person's day with a fixed number of queries."""
    today = timezone.localdate(now)
    load = caseload.of(user, today=today)
    asked = due.Asked(
        user=user, cases=load.cases, seen=load.seen, workers=load.workers, now=now, today=today,
        until=today + AHEAD,
    )  # fmt: skip
    found = [line for line in due.find(asked) if line.stays or line.on >= today]
    for_today = [line for line in found if line.on <= today]
    quiet_days = value_of("quiet_days")
    quiet = load.quiet(before=now - datetime.timedelta(days=quiet_days))
    queue = _chosen_lines(chosen, found, for_today, today)
    cases = load.longest_first(_chosen_cases(chosen, load, quiet))
    lines, rows = queue[:MOST_LINES], cases if every else cases[:MOST_CASES]
    shown = {line.case_id for line in lines} | {case.pk for case in rows}
    shown_cases = [load.cases[pk] for pk in shown]
    marks = due.marks_of(shown_cases, load.seen)
    safe = safe_now.answers_for(shown_cases, load.seen, at=now)
    nexts: dict[UUID, Due] = {}
    for line in found:
        if line.kind == "step":
            nexts.setdefault(line.case_id, line)
    return MyDay(
        now=now,
        today=today,
        load=load,
        counts=_counts(load, found, quiet, today, quiet_days),
        chosen=chosen,
        lines=[_line(load, line, marks, safe, today) for line in lines],
        more_lines=len(queue) - len(lines),
        later=len(found) - len(for_today),
        rows=[_row(load, case, marks, safe, nexts, today) for case in rows],
        more_rows=len(cases) - len(rows),
        appointments=[line for line in for_today if line.at and line.on == today],
        drafts=drafts.of(user, load.cases),
    )


def _chosen_lines(
    chosen: str, found: list[Due], for_today: list[Due], today: datetime.date
) -> list[Due]:
    if chosen == "late":
        return [line for line in for_today if line.on < today]
    if chosen == "today":
        return [line for line in for_today if line.on == today]
    if chosen in ("court", "meeting"):
        return [line for line in found if line.kind == chosen]
    return for_today


def _chosen_cases(chosen: str, load: Caseload, quiet: list[Case]) -> list[Case]:
    if chosen == "quiet":
        return quiet
    if chosen == "covering":
        return load.covered
    return load.own if chosen == "open" else list(load.cases.values())


def _counts(
    load: Caseload, found: list[Due], quiet: list[Case], today: datetime.date, quiet_days: int
) -> list[Count]:
    late = sum(line.on < today for line in found)
    now = sum(line.on == today for line in found)
    court = sum(line.kind == "court" for line in found)
    meetings = [line.on for line in found if line.kind == "meeting"]
    heard = f"at MARAC on {min(meetings):%A}" if meetings else "at MARAC this week"
    many = len(load.own) > value_of("caseload_amber")
    open_cases = "open case" if len(load.own) == 1 else "open cases"
    if many:
        open_cases += f", more than {value_of('caseload_amber')}"
    counts = [
        Count("late", late, "late", tone="late" if late else ""),
        Count("today", now, "due today"),
        Count("quiet", len(quiet), f"no contact for {quiet_days} days"),
        Count("court", court, "in court this week"),
        Count("meeting", len(meetings), heard),
        Count("open", len(load.own), open_cases, tone="many" if many else ""),
    ]
    if load.covers:
        counts.append(Count("covering", len(load.covered), "that you cover"))
    return counts


def _line(
    load: Caseload,
    line: Due,
    marks: dict[UUID, list[Mark]],
    safe: dict[UUID, Answer],
    today: datetime.date,
) -> Line:
    return Line(
        due=line,
        case=load.cases[line.case_id],
        name=load.name(line.case_id),
        marks=marks[line.case_id],
        safe=safe[line.case_id] if line.needs_contact else safe_now.NOT_NEEDED,
        covered_for=load.covered_for.get(line.case_id),
        days_late=(today - line.on).days,
    )


def _row(
    load: Caseload,
    case: Case,
    marks: dict[UUID, list[Mark]],
    safe: dict[UUID, Answer],
    nexts: dict[UUID, Due],
    today: datetime.date,
) -> Row:
    last = load.last_contact.get(case.pk)
    return Row(
        case=case,
        name=load.name(case.pk),
        marks=marks[case.pk],
        last_contact=last,
        days_quiet=(today - timezone.localdate(last)).days if last else 0,
        next=nexts.get(case.pk),
        safe=safe[case.pk],
        covered_for=load.covered_for.get(case.pk),
    )
