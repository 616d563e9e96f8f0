"""Whether somebody may be reached now: for one channel, for a person, for many cases at once.

Unknown is not safe: a channel without a rule, one that was not checked with them, and one whose
check is too old read "Not checked", and their numbers stay covered.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from accounts.field_classes import FieldClass
from accounts.models import User
from cases import sight
from cases.choices import CaseRole
from cases.models import Case, CasePerson, Person
from cases.reaching import CONTACT, Reach, State
from contact import numbers
from contact.choices import CALLS, PART_ON, TO_USE, WRITTEN, Channel
from contact.models import SafeContact
from contact.rules import Rule, label_of

_NO_RULE = Rule()
_A_WEEK = dt.timedelta(days=6)
# The first of these that somebody's channels come to is what a list says.
_BEST_FIRST = (State.SAFE, State.LATER, State.NOT_SAFE, State.NOT_CHECKED)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one channel stands at a moment."""

    person: Person
    channel: str
    at: dt.datetime
    kept: SafeContact | None = None

    @cached_property
    def rule(self) -> Rule:
        """Return what holds; nothing where none is recorded."""
        return self.kept.rule if self.kept else _NO_RULE

    @property
    def label(self) -> str:
        """Say which channel."""
        return label_of(self.channel)

    @property
    def is_checked(self) -> bool:
        """Say whether it was checked with them, and lately enough."""
        again = self.kept.check_again_by if self.kept else None
        return again is not None and timezone.localdate(self.at) <= again

    @cached_property
    def state(self) -> State:
        """Say whether it may be used now."""
        if not self.is_checked:
            return State.NOT_CHECKED
        if self.rule.timetable.holds_at(self.at):
            return State.SAFE
        return State.LATER if self.next_at else State.NOT_SAFE

    @cached_property
    def next_at(self) -> dt.datetime | None:
        """Return the next moment at which it is safe; None where there is none to count on."""
        opens = self.rule.timetable.next_after(self.at)
        again = self.kept.check_again_by if self.kept else None
        if opens is None or again is None or timezone.localdate(opens) > again:
            return None
        return opens

    @cached_property
    def until(self) -> dt.datetime | None:
        """Return until when it is safe now; None where it has no end."""
        return self.rule.timetable.end_after(self.at) if self.state is State.SAFE else None

    @property
    def chip(self) -> str:
        """Say it in a few words: for lists."""
        if self.state is State.SAFE:
            return f"Safe to {TO_USE[Channel(self.channel)]} now"
        if self.state is State.LATER and self.next_at:
            asked = "Not" if self.channel in CALLS else "Text not"
            return f"{asked} before {when(self.next_at, self.at)}"
        return _CHIPS[self.state]

    @property
    def words(self) -> str:
        """Say it in a sentence that begins with what is safe."""
        use = TO_USE[Channel(self.channel)]
        if self.state is State.SAFE:
            end = f", until {when(self.until, self.at)}" if self.until else ""
            return f"Safe to {use} now{end}"
        if self.state is State.LATER and self.next_at:
            return f"Safe to {use}, not before {when(self.next_at, self.at)}"
        return _WORDS[self.state]

    @property
    def is_written(self) -> bool:
        """Say whether something can be written this way."""
        return self.channel in WRITTEN

    @property
    def to_do(self) -> Sequence[str]:
        """Say what to do."""
        return self.rule.to_do(self.channel)

    @property
    def not_to_do(self) -> Sequence[str]:
        """Say what not to do."""
        return self.rule.not_to_do(self.channel)

    @cached_property
    def number(self) -> str:
        """Return the number where it may be used now, else nothing: it is not opened."""
        return numbers.number_of(self.person, self.kept, self.channel) if self._is_safe else ""

    @property
    def _is_safe(self) -> bool:
        return self.state is State.SAFE

    @property
    def is_covered(self) -> bool:
        """Say whether there is a number that does not show now."""
        return not self._is_safe and self.channel in numbers.channels_of(self.person, self.kept)


_CHIPS = {State.NOT_SAFE: "Not safe", State.NOT_CHECKED: "Not checked"}
_WORDS = {
    State.NOT_SAFE: "Not safe to use",
    State.NOT_CHECKED: "Not checked with them: treat it as not safe",
}


@dataclass(frozen=True)
class Reached:
    """How one person stands at a moment, channel by channel."""

    person: Person
    kept: Mapping[str, SafeContact]
    at: dt.datetime

    @cached_property
    def ways(self) -> Sequence[Standing]:
        """Return the channels of which anything is recorded, in the usual order."""
        return [one for one in self._every if one.kept or one.is_covered]

    @cached_property
    def _every(self) -> Sequence[Standing]:
        return [
            Standing(person=self.person, channel=one, at=self.at, kept=self.kept.get(one))
            for one in Channel.values
        ]

    @cached_property
    def best(self) -> Standing:
        """Return what a list speaks of: the best way to call, and a text where that is better."""
        asked = [one for one in self._every if one.kept and one.channel in (*CALLS, Channel.SMS)]
        return min(asked, key=_how_good, default=self._every[0])

    @property
    def covers(self) -> frozenset[str]:
        """Return which of their telephone and their address for mail do not show now."""
        safe = {one.channel for one in self._every if one.state is State.SAFE}
        return frozenset(
            part
            for part in CONTACT
            if not safe & set(PART_ON[part]) & set(numbers.channels_of(self.person))
        )

    @property
    def state(self) -> State:
        """Say whether they may be reached now."""
        return self.best.state

    @property
    def chip(self) -> str:
        """Say it in a few words."""
        return self.best.chip


def _how_good(standing: Standing) -> tuple[int, bool, float]:
    opens = standing.next_at.timestamp() if standing.next_at else 0.0
    return (_BEST_FIRST.index(standing.state), standing.channel not in CALLS, opens)


def when(moment: dt.datetime, now: dt.datetime) -> str:
    """Say a moment to come: 15:00, Thu 09:30, or Thu 26 Nov, 09:30."""
    local, today = timezone.localtime(moment), timezone.localdate(now)
    if local.date() == today:
        return f"{local:%H:%M}"
    if local.date() - today <= _A_WEEK:
        return f"{local:%a} {local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


def of_people(people: Iterable[Person], *, at: dt.datetime) -> dict[UUID, Reached]:
    """Return how each person stands at a moment, with one query."""
    asked = list(people)
    kept: dict[UUID, dict[str, SafeContact]] = defaultdict(dict)
    rows = SafeContact.objects.filter(person__in=[one.pk for one in asked])
    for row in rows.select_related("checked_by"):
        kept[row.person_id][row.channel] = row
    return {one.pk: Reached(one, kept.get(one.pk, {}), at) for one in asked}


def tell(people: Iterable[Person], at: dt.datetime) -> Mapping[UUID, Reach]:
    """Tell the pages of cases: see ``cases.reaching``."""
    return of_people(people, at=at)


def safe_now(cases: Iterable[Case], *, to: User, at: dt.datetime) -> dict[UUID, Reached]:
    """Return, for each case whose safe contact this person may see, how its survivor stands.

    Two queries, and two more where the cases do not come from ``with_reach``. A case that is
    missing is not shown to her role. The caller's event names the cases' survivors.
    """
    asked = list(cases)
    seen = sight.of_each(to, asked)
    shown = [pk for pk, one in seen.items() if one.shows(FieldClass.SAFE_CONTACT)]
    parts = CasePerson.objects.filter(case__in=shown, role=CaseRole.SURVIVOR)
    people = {part.case_id: part.person for part in parts.select_related("person")}
    reached = of_people(people.values(), at=at)
    return {case_id: reached[person.pk] for case_id, person in people.items()}
