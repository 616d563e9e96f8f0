"""Misuse as it happened elsewhere, told as stories. What finds it is not read here.

Each story is one person's doing on one day or some, with what somebody would say it was.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from uuid import UUID

from accounts import roles
from accounts.models import Membership
from audit import events
from benchmarks.unusual.ordinary import MINUTE, Entry, at_time, read
from benchmarks.unusual.service import Known, Staff, Workplace
from cases.choices import GrantKind
from cases.models import Case, Grant, Person


@dataclass(frozen=True)
class Story:
    """What was done: which kind of misuse, by whom, to which case where it is one, when."""

    kind: str
    user_id: UUID
    case_id: UUID | None
    days: tuple[datetime.date, ...]
    entries: tuple[Entry, ...]


class Teller:
    """Makes up stories in one workplace. What a story needs of the registers is written first."""

    def __init__(self, workplace: Workplace, seed: int) -> None:
        self.place = workplace
        self.rng = Random(f"misuse {seed}")
        self._taken: set[UUID] = set()

    def tell(self, kind: str, day: datetime.date) -> Story:
        """Tell one story of a kind, on a working day."""
        told: Callable[[datetime.date], Story] = getattr(self, f"_{kind}")
        return told(day)

    def _worker(self) -> Staff:
        return self.rng.choice(self.place.of(roles.IDVA))

    def _case_of_another(self, who: Staff, cases: list[Known] | None = None) -> Known:
        """Return a case that is not theirs, and in no other story."""
        mine = {known.case.pk for known in who.caseload}
        free = [
            known
            for known in cases or self.place.open_cases
            if known.case.pk not in mine | self._taken
        ]
        chosen = self.rng.choice(free)
        self._taken.add(chosen.case.pk)
        return chosen

    def _by_day(self, day: datetime.date) -> datetime.datetime:
        return at_time(day, self.rng.uniform(10, 16))

    def _look(self, who: Staff, known: Known, at: datetime.datetime, pages: int) -> list[Entry]:
        verbs = ("case.see", "risk.see", "case.see_people", "plan.see")
        return [read(who, at + 2 * MINUTE * n, verbs[n % 4], known) for n in range(pages)]

    def _story(
        self, kind: str, who: Staff, known: Known | None, day: datetime.date, entries: list[Entry]
    ) -> Story:
        case_id = known.case.pk if known else None
        return Story(kind, who.user.pk, case_id, (day,), tuple(entries))

    def _rename(self, known: Known, given: str | None, family: str) -> None:
        person = Person.objects.get(pk=known.people[0])
        events.write("person.change", by=None, subjects=[person.pk])
        person.given_name, person.family_name = given or person.given_name, family
        person.save(update_fields=["given_name", "family_name"])

    def _same_name(self, day: datetime.date) -> Story:
        """She is the sister of the man who did it; the survivor still has his name."""
        who = self._worker()
        known = self._case_of_another(who)
        self._rename(known, None, who.user.full_name.split()[-1])
        return self._story(
            "same_name", who, known, day, self._look(who, known, self._by_day(day), 2)
        )

    def _colleague(self, day: datetime.date) -> Story:
        """A colleague was once helped here; somebody reads her record over lunch."""
        who, other = self.rng.sample(self.place.of(roles.IDVA, roles.KeyWorker), 2)
        known = self._case_of_another(who, self.place.closed_cases)
        given, family = other.user.full_name.split()[0], other.user.full_name.split()[-1]
        self._rename(known, given, family)
        return self._story(
            "colleague", who, known, day, self._look(who, known, at_time(day, 12.6), 3)
        )

    def _own(self, day: datetime.date) -> Story:
        """She was helped here herself, years ago, and reads what was written of her."""
        who = self._worker()
        known = self._case_of_another(who, self.place.closed_cases)
        self._rename(known, who.user.full_name.split()[0], who.user.full_name.split()[-1])
        return self._story("own", who, known, day, self._look(who, known, self._by_day(day), 2))

    def _no_tie(self, day: datetime.date) -> Story:
        """The case was in the newspaper; he wants to know how it really was."""
        who = self._worker()
        known = self._case_of_another(who, self.place.open_cases[: 20 * 13])
        return self._story(
            "no_tie",
            who,
            known,
            day,
            self._look(who, known, self._by_day(day), self.rng.randint(1, 4)),
        )

    def _restricted(self, day: datetime.date) -> Story:
        """A councillor's case. He was named for it when he led the team, and looks once more."""
        who = self._worker()
        known = self._case_of_another(who)
        events.write("case.restrict", by=None, subjects=[known.case.pk])
        Case.objects.filter(pk=known.case.pk).update(restricted=True)
        Grant.objects.create(
            organisation_id=known.case.organisation_id, case=known.case, user=who.user,
            kind=GrantKind.NAMED, starts_at=at_time(day, 9) - datetime.timedelta(days=120),
            ends_at=None, reason="Led the team",
        )  # fmt: skip
        return self._story(
            "restricted", who, known, day, self._look(who, known, self._by_day(day), 2)
        )

    def _burst(self, day: datetime.date) -> Story:
        """Somebody pays for addresses: as many as she can before the meeting, or by number."""
        who = self._worker()
        begins = at_time(day, self.rng.uniform(11, 15))
        if self.rng.random() < 0.5:
            cases = self.rng.sample(self.place.open_cases, self.rng.randint(8, 35))
            entries = [
                read(who, begins + MINUTE * n * 1.4, "case.see", one) for n, one in enumerate(cases)
            ]
        else:
            others = [one for one in self.place.of(roles.IDVA) if one is not who]
            cases = self.rng.choice(others).caseload[: self.rng.randint(4, 12)]
            entries = [
                read(who, begins + MINUTE * n * 2, "case.see", one) for n, one in enumerate(cases)
            ]
        return self._story("burst", who, None, day, entries)

    def _fishing(self, day: datetime.date) -> Story:
        """He tries her name in every spelling, and the children's; she is not there."""
        who = self._worker()
        begins = at_time(day, self.rng.uniform(11, 15))
        entries = []
        for number in range(self.rng.randint(4, 14)):
            found = self.rng.choice(self.place.open_cases).named if self.rng.random() < 0.4 else []
            at = begins + MINUTE * number * self.rng.uniform(1, 3)
            entries.append(Entry(who.user.pk, at, "read", "search.show", list(found)))
        return self._story("fishing", who, None, day, entries)

    def _hours(self, day: datetime.date) -> Story:
        """From home, in the night, he reads about the woman next door."""
        who = self._worker()
        known = (
            self._case_of_another(who) if self.rng.random() < 0.6 else self.rng.choice(who.caseload)
        )
        hour = self.rng.choice((23.2, 1.5, 2.5, 3.4, 5.2))
        return self._story("hours", who, known, day, self._look(who, known, at_time(day, hour), 3))

    def _leaver(self, day: datetime.date) -> Story:
        """Her last week: she copies what she will need for her own practice."""
        who = next(one for one in self.place.of(roles.IDVA) if one.user.pk not in self._taken)
        self._taken.add(who.user.pk)
        events.write("membership.end", by=None, subjects=[who.user.pk])
        last = day + datetime.timedelta(days=self.rng.randint(0, 6))
        Membership.objects.filter(user=who.user).update(ends_on=last)
        begins = at_time(day, self.rng.uniform(9, 11))
        entries = [
            read(who, begins + MINUTE * n * self.rng.uniform(6, 9), "case.see", known)
            for n, known in enumerate(who.caseload)
        ]
        return self._story("leaver", who, None, day, entries)

    def _closed(self, day: datetime.date) -> Story:
        """A case closed long ago: his cousin asked where she went."""
        who = self._worker()
        free = self.place.closed_cases
        known = self._case_of_another(who, [one for one in free if not _was_theirs(who, one)])
        return self._story("closed", who, known, day, self._look(who, known, self._by_day(day), 2))

    def _audience(self, day: datetime.date) -> Story:
        """It was on the news: within days everybody has had a look."""
        known = self._case_of_another(self._worker())
        lookers = self.rng.sample(self.place.of(roles.IDVA), self.rng.randint(6, 12))
        entries: list[Entry] = []
        days = sorted({day + datetime.timedelta(days=n % 4) for n in range(len(lookers))})
        for number, who in enumerate(lookers):
            entries += self._look(who, known, self._by_day(days[number % len(days)]), 1)
        return Story("audience", lookers[-1].user.pk, known.case.pk, tuple(days), tuple(entries))


def _was_theirs(who: Staff, known: Known) -> bool:
    return bool(known.case.allocations.filter(worker=who.user).exists())


KINDS = (
    "same_name", "colleague", "no_tie", "own", "restricted", "burst", "fishing", "hours", "leaver",
    "closed", "audience",
)  # fmt: skip


def stories(
    workplace: Workplace, seed: int, days: list[datetime.date], each: int
) -> Iterator[Story]:
    """Tell so many stories of each kind, on days of the month; two of somebody who leaves."""
    teller = Teller(workplace, seed)
    working = [day for day in days if day.weekday() < 5]
    for kind in KINDS:
        for number in range(min(each, 2) if kind == "leaver" else each):
            late = kind == "leaver"
            yield teller.tell(
                kind, working[-3 - number] if late else teller.rng.choice(working[:-4])
            )
