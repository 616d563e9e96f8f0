"""An ordinary month: shifts and nights, duty, cover, supervision, meetings, a late evening."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from accounts import roles
from benchmarks.unusual.service import Known, Staff, Workplace

LONDON = ZoneInfo("Europe/London")
MINUTE = datetime.timedelta(minutes=1)
_PAGES = ("case.see", "case.see_people", "risk.see", "plan.see")
_WRITES = ("case.change", "person.change", "risk.answer", "plan.write")


@dataclass(frozen=True)
class Entry:
    """One event to be."""

    user_id: UUID
    at: datetime.datetime
    kind: str
    verb: str
    subjects: list[UUID]


def at_time(day: datetime.date, hour: float) -> datetime.datetime:
    """Return a moment of a day, in local time."""
    begins = datetime.datetime.combine(day, datetime.time(), tzinfo=LONDON)
    return begins + datetime.timedelta(hours=hour)


def read(who: Staff, at: datetime.datetime, verb: str, known: Known) -> Entry:
    """Somebody looks at a case."""
    return Entry(who.user.pk, at, "read", verb, known.named)


def session(
    rng: Random, who: Staff, known: Known, at: datetime.datetime, *, writes: float
) -> list[Entry]:
    """Open a case, look at some of its pages, and perhaps record something."""
    entries = [read(who, at, "case.see", known)]
    for number in range(rng.randint(0, 3)):
        at += MINUTE * rng.randint(1, 4)
        entries.append(read(who, at, _PAGES[number % len(_PAGES)], known))
    if rng.random() < writes:
        at += MINUTE * rng.randint(2, 12)
        entries.append(Entry(who.user.pk, at, "write", rng.choice(_WRITES), known.named))
    return entries


class Diary:
    """What everybody does on each day of some weeks."""

    def __init__(self, workplace: Workplace, seed: int) -> None:
        self.place = workplace
        self.rng = Random(f"diary {seed}")
        # Who is on leave in which week, and who stands in: (colleague, worker, week).
        self.leave: list[tuple[Staff, Staff, int]] = []

    def arrange(self, weeks: int) -> None:
        """Let an IDVA be on leave each week, with a colleague of hers to stand in."""
        workers = self.place.of(roles.IDVA)
        for week in range(weeks):
            away, cover = self.rng.sample(workers, 2)
            self.leave.append((away, cover, week))

    def day(self, day: datetime.date, week: int) -> Iterator[Entry]:
        """Give what everybody did on one day."""
        for one in self.place.staff:
            if any(away is one and number == week for away, _, number in self.leave):
                continue
            if one.role is roles.IDVA:
                yield from self._idva(one, day, week)
            elif one.role in (roles.KeyWorker, roles.ReliefWorker):
                yield from self._house(one, day, week)
            elif one.role is roles.Reception:
                yield from self._reception(one, day)
            else:
                yield from self._manager(one, day)

    def _idva(self, who: Staff, day: datetime.date, week: int) -> Iterator[Entry]:
        if day.weekday() >= 5:
            return
        rng = self.rng
        yield from self._first_page(who, day, 8.5 + rng.random())
        for _ in range(rng.randint(5, 12)):
            yield from session(
                rng, who, rng.choice(who.caseload), self._hour(day, 9, 17.3), writes=0.6
            )
        colleagues = [
            one for one in self.place.of(roles.IDVA) if one.team == who.team and one is not who
        ]
        # On duty she answers for whoever rings, and notes it down, nearly always.
        on_duty = (day.toordinal() + self.place.staff.index(who)) % 7 == 0
        for _ in range(rng.randint(1, 4) if on_duty else 0):
            known = rng.choice(rng.choice(colleagues).caseload)
            yield from session(rng, who, known, self._hour(day, 9, 17), writes=0.9)
        for away, cover, number in self.leave:
            if cover is who and number == week:
                for _ in range(rng.randint(1, 3)):
                    yield from session(
                        rng, who, rng.choice(away.caseload), self._hour(day, 9, 17), writes=0.5
                    )
        if rng.random() < 1 / 40:
            # A colleague asks across the desk what she thinks.
            known = rng.choice(rng.choice(colleagues).caseload)
            yield read(who, self._hour(day, 9, 17), "case.see", known)
        if rng.random() < 1 / 12:
            # Notes finished at home in the evening.
            yield from session(
                rng, who, rng.choice(who.caseload), self._hour(day, 18.5, 21.5), writes=0.9
            )
        if day.weekday() == 2 and rng.random() < 0.25:
            yield from self._meeting(who, day)
        yield from self._searches(who, day, rng.randint(1, 5), follows=0.75)

    def _meeting(self, who: Staff, day: datetime.date) -> Iterator[Entry]:
        for number in range(self.rng.randint(10, 18)):
            at = at_time(day, 9.5) + MINUTE * 12 * number
            yield Entry(who.user.pk, at, "read", "meeting.referral", [who.user.pk])
            if self.rng.random() < 0.5:
                yield read(
                    who, at + MINUTE, "case.see", self.rng.choice(self.place.open_cases[:200])
                )

    def _house(self, who: Staff, day: datetime.date, week: int) -> Iterator[Entry]:
        """Early, late and night by the week; the relief workers come on Saturday and Sunday."""
        rng, house = self.rng, who.house or 0
        if who.role is roles.ReliefWorker:
            hours = (20.0, 23.9) if day.weekday() >= 5 else None
        else:
            place = self.place.of(roles.KeyWorker).index(who)
            shift = (place + week) % 4
            free = (day.weekday() + place) % 7 in (0, 1)
            hours = None if free else [(7.5, 15.0), (7.5, 15.0), (14.0, 21.5), (21.5, 30.0)][shift]
        if hours is None:
            return
        residents = self.place.residents[house]
        named = [one for known in residents for one in known.people[:1]]
        yield Entry(
            who.user.pk, self._hour(day, hours[0], hours[0] + 0.3), "read", "rooms.see", named
        )
        for _ in range(rng.randint(3, 9)):
            yield from session(rng, who, rng.choice(residents), self._hour(day, *hours), writes=0.5)

    def _reception(self, who: Staff, day: datetime.date) -> Iterator[Entry]:
        if day.weekday() < 5:
            # She looks a name up to put a call through; her role opens no case.
            yield from self._searches(who, day, self.rng.randint(6, 16), follows=0)

    def _manager(self, who: Staff, day: datetime.date) -> Iterator[Entry]:
        rng = self.rng
        if day.weekday() >= 5 or who.role is roles.DataProtectionLead:
            return
        yield from self._first_page(who, day, 8.8)
        cases = (
            self.place.open_cases
            if who.role is roles.ServiceManager
            else self.place.residents[who.house or 0]
        )
        for _ in range(rng.randint(3, 9)):
            yield from session(rng, who, rng.choice(cases), self._hour(day, 9, 17.5), writes=0.3)
        if day.weekday() == 1:
            # Supervision: a worker's cases, one after the other.
            begins = at_time(day, 13 + rng.random())
            worker = rng.choice(self.place.of(roles.IDVA, roles.KeyWorker))
            if who.role is roles.RefugeManager:
                worker = rng.choice(
                    [one for one in self.place.of(roles.KeyWorker) if one.house == who.house]
                )
            for number, known in enumerate(
                rng.sample(worker.caseload, min(8, len(worker.caseload)))
            ):
                yield read(who, begins + 6 * MINUTE * number, "case.see", known)
        if who.role is roles.ServiceManager and rng.random() < 0.3:
            for known in rng.sample(self.place.closed_cases, 2):
                yield read(who, self._hour(day, 10, 16), "case.see", known)
        if day.weekday() == 3:
            yield from session(rng, who, rng.choice(cases), self._hour(day, 18, 21.5), writes=0.8)

    def _first_page(self, who: Staff, day: datetime.date, hour: float) -> Iterator[Entry]:
        named = [known.people[0] for known in who.caseload[:10]]
        yield Entry(who.user.pk, at_time(day, hour), "read", "home.see", named)

    def _searches(
        self, who: Staff, day: datetime.date, number: int, *, follows: float
    ) -> Iterator[Entry]:
        for _ in range(number):
            known = self.rng.choice(who.caseload or self.place.open_cases)
            at = self._hour(day, 9, 17)
            yield Entry(who.user.pk, at, "read", "search.show", known.named)
            if self.rng.random() < follows:
                yield read(who, at + MINUTE, "case.see", known)

    def _hour(self, day: datetime.date, begins: float, ends: float) -> datetime.datetime:
        return at_time(day, self.rng.uniform(begins, ends))
