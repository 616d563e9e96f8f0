"""How what is being recorded will count in the annual return, in one line.

What counts is decided by the app that derives the return, above this one: it registers its answers
when it starts, so that the line and the figure come from one piece of code.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from accommodation.models import Episode, PlacementReferral, Provision
from cases.choices import CaseRole
from cases.models import Case, Profile


@dataclass(frozen=True, kw_only=True)
class AsReferral:
    """A referral as it would be counted."""

    provision: Provision
    kind: str
    received_on: datetime.date
    decision: str
    decided_on: datetime.date | None
    reasons: Sequence[str]
    unmet_needs: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class OfTheHousehold:
    """One person who comes along: role, day of birth, and what was answered."""

    role: str
    born: datetime.date | None
    answers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class AsEpisode:
    """A household's support as it would be counted on a day."""

    provision: Provision
    origin: str
    started_on: datetime.date
    on: datetime.date
    people: Sequence[OfTheHousehold]
    ended_on: datetime.date | None = None
    ending: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Foretelling:
    """Who says how a referral and an episode count."""

    referral: Callable[[AsReferral], str]
    episode: Callable[[AsEpisode], str]
    # The answers that decide in which rows somebody is counted.
    questions: Sequence[str] = ()


_BY: list[Foretelling] = []


def register(foretelling: Foretelling) -> None:
    """Let an app above say how things count."""
    _BY[:] = [foretelling]


def referral_in_words(
    referral: PlacementReferral,
    *,
    on: datetime.date,
    decision: str = "",
    reasons: Sequence[str] = (),
    unmet_needs: Sequence[str] = (),
) -> str:
    """Say how a referral counts as it is or, with a decision, as it would be answered on a day."""
    told = AsReferral(
        provision=referral.provision,
        kind=referral.kind,
        received_on=referral.received_on or on,
        decision=decision or referral.decision,
        decided_on=on if decision else referral.decided_on,
        reasons=tuple(reasons) if decision else tuple(referral.reasons),
        unmet_needs=tuple(unmet_needs) if decision else tuple(referral.needs.get("unmet", [])),
    )
    return next((by.referral(told) for by in _BY), "")


def arrival_in_words(
    *, case: Case, provision: Provision, origin: str, started_on: datetime.date
) -> str:
    """Say how a household counts from its arrival on."""
    told = AsEpisode(
        provision=provision,
        origin=origin,
        started_on=started_on,
        on=started_on,
        people=_household(case),
    )
    return next((by.episode(told) for by in _BY), "")


def ending_in_words(episode: Episode, *, ended_on: datetime.date, ending: Mapping[str, str]) -> str:
    """Say how the end of an episode counts."""
    told = AsEpisode(
        provision=episode.provision,
        origin=episode.origin,
        started_on=episode.started_on,
        on=ended_on,
        people=(),
        ended_on=ended_on,
        ending=ending,
    )
    return next((by.episode(told) for by in _BY), "")


def _household(case: Case) -> list[OfTheHousehold]:
    """Return everybody of a case with what decides in which rows they are counted."""
    parts = case.case_people.select_related("person").exclude(role="").order_by("recorded_at")
    profiles = {
        one.person_id: one
        for one in Profile.objects.filter(person__in=[part.person_id for part in parts])
    }
    questions = _BY[0].questions if _BY else ()
    return [
        OfTheHousehold(
            role=str(CaseRole(part.role).value),
            born=part.person.date_of_birth,
            answers={
                name: profiles[part.person_id].answer(name)
                for name in questions
                if part.person_id in profiles
            },
        )
        for part in parts
    ]
