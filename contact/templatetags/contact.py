"""The box that stands first on a case: how to make contact safely."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.utils import timezone

from cases.models import Case
from cases.pages import Part
from cases.reaching import State
from contact.standing import Reached, Standing, of_people

register = template.Library()


@dataclass(frozen=True)
class SafeBox:
    """What the box says of a survivor."""

    case: Case
    person_id: object
    reach: Reached

    @property
    def best(self) -> Standing:
        """Return the channel that the heading speaks of."""
        return self.reach.best

    @property
    def next_at(self) -> object:
        """Return the next safe time after the one that holds now, or the first to come."""
        if self.best.state is State.SAFE and self.best.until:
            return self.best.rule.timetable.next_after(self.best.until)
        return self.best.next_at

    @property
    def to_do(self) -> Sequence[str]:
        """Return what to do: what holds on every channel once, the rest with its channel."""
        return _together([(one.label, one.to_do) for one in self.reach.ways if one.is_checked])

    @property
    def not_to_do(self) -> Sequence[str]:
        """Return what not to do, and the channels that are not to be used."""
        told = [(one.label, one.not_to_do) for one in self.reach.ways if one.is_checked]
        unsafe = [f"{one.label}: {one.words.lower()}" for one in self._not_to_use]
        return [*unsafe, *_together(told)]

    @property
    def _not_to_use(self) -> list[Standing]:
        unsafe = (State.NOT_SAFE, State.NOT_CHECKED)
        return [one for one in self.reach.ways if one.state in unsafe]

    @property
    def with_numbers(self) -> Sequence[Standing]:
        """Return the channels with a number, shown or covered."""
        return [one for one in self.reach.ways if one.number or one.is_covered]

    @property
    def checked(self) -> Sequence[Standing]:
        """Return the channels that were ever checked, the latest first."""
        held = [one for one in self.reach.ways if one.kept and one.kept.checked_on]
        return sorted(held, key=lambda one: str(one.kept and one.kept.checked_on), reverse=True)


def _together(told: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """Join lines that several channels share; name the channels of each."""
    channels: dict[str, list[str]] = defaultdict(list)
    for label, lines in told:
        for line in lines:
            channels[line].append(label)
    return [f"{', '.join(labels)}: {line}" for line, labels in channels.items()]


@register.simple_tag
def safe_box(case: Case, survivor: Part | None) -> SafeBox | None:
    """Return what the box says; None for a case without a survivor to reach."""
    if survivor is None or survivor.person.is_erased:
        return None
    person = survivor.person
    return SafeBox(case, person.pk, of_people([person], at=timezone.now())[person.pk])
