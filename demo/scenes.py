"""The scenes of the small demo, read from `scenes.toml`: the cases that are open today."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cache
from importlib import resources
from typing import Any

from cases.services import NewPerson
from contact.hours import ALWAYS, Hours
from contact.rules import Rule
from demo.england.diary import add_months

ORDINARY_ANSWERS = {
    "gender": "woman",
    "trans": "no",
    "disability": "no",
    "sexual_orientation": "straight",
    "mental_health_need": "no",
    "drug_need": "no",
    "alcohol_need": "no",
    "offending_history": "no",
    "recourse_to_public_funds": "yes",
    "interpreter_needed": "no",
}


@dataclass(frozen=True, kw_only=True)
class RiskScene:
    """An assessment: which items were answered yes or not known; the others were a no."""

    days_ago: int
    yes: list[int]
    not_known: list[int] = field(default_factory=list)
    judged: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class MeetingScene:
    """A referral to the `last` or the `next` meeting."""

    which: str
    criteria: list[str]
    basis: str
    days_ago: int
    reasons: str


@dataclass(frozen=True, kw_only=True)
class ContactScene:
    """What is safe on one channel. Hours are such as [["monday"], "09:30", "12:00"].

    `checked` is days ago; None where nobody asked yet.
    """

    channel: str
    checked: int | None = None
    allowed: bool = False
    safe: list[tuple[list[str], str, str]] = field(default_factory=list)
    blocked: list[tuple[list[str], str, str]] = field(default_factory=list)
    number: str = ""
    rule: dict[str, Any] = field(default_factory=dict)

    def as_rule(self) -> Rule:
        """What holds."""
        return Rule(
            allowed=self.allowed,
            safe=_hours(self.safe) if self.safe else (ALWAYS,),
            blocked=_hours(self.blocked),
            **self.rule,
        )


@dataclass(frozen=True, kw_only=True)
class CaseScene:
    """One open case. `opened` and `arrived` are days ago, `leaves` days ahead."""

    house: str
    workers: list[str]
    opened: int
    survivor: dict[str, Any]
    summary: str
    answers: dict[str, str]
    room: str = ""
    arrived: int | None = None
    leaves: int | None = None
    origin: str = ""
    children: list[dict[str, Any]] = field(default_factory=list)
    harm: dict[str, str] = field(default_factory=dict)
    support: list[str] = field(default_factory=list)
    contact: list[ContactScene] = field(default_factory=list)
    risk: RiskScene | None = None
    plan: dict[str, Any] = field(default_factory=dict)
    meetings: list[MeetingScene] = field(default_factory=list)

    @property
    def family(self) -> str:
        """The survivor's family name, by which other scenes speak of the case."""
        return str(self.survivor["family"])

    def new_survivor(self, today: date) -> NewPerson:
        """The main victim as she is first recorded."""
        told = self.survivor
        return NewPerson(
            given_name=told["given"],
            family_name=told["family"],
            known_as=told.get("called", ""),
            date_of_birth=_born(told["age"], told["given"], today),
            phone=told.get("phone", ""),
            postcode=told.get("postcode", ""),
            answers=ORDINARY_ANSWERS | self.answers,
        )

    def new_children(self, today: date) -> list[NewPerson]:
        """Her children."""
        return [
            NewPerson(
                given_name=told["given"],
                family_name=told.get("family", self.family),
                date_of_birth=_born(told["age"], told["given"], today),
                answers=self._child_answers(told),
                relationship="son" if told["gender"] == "man" else "daughter",
            )
            for told in self.children
        ]

    def _child_answers(self, told: dict[str, Any]) -> dict[str, str]:
        answers = ORDINARY_ANSWERS | {"gender": told["gender"]}
        return answers | {"ethnicity": self.answers.get("ethnicity", "")}


@dataclass(frozen=True, kw_only=True)
class ReferralScene:
    """A household that waits for an answer."""

    house: str
    days_ago: int
    source: str
    adults: int
    children: int
    asked: dict[str, Any] = field(default_factory=dict)
    story: str = ""


@dataclass(frozen=True, kw_only=True)
class ClosureScene:
    """A room out of use: `began` days ago, `ends` days ahead."""

    house: str
    room: str
    began: int
    ends: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ActionScene:
    """What an agency agreed to at the last meeting; `due` days ahead."""

    family: str
    agency: str
    text: str
    due: int
    state: str


@dataclass(frozen=True)
class Scenes:
    """Everything that is going on today."""

    cases: list[CaseScene]
    referrals: list[ReferralScene]
    closures: list[ClosureScene]
    actions: list[ActionScene]


@cache
def scenes() -> Scenes:
    """The scenes of the file."""
    told = tomllib.loads(resources.files("demo").joinpath("scenes.toml").read_text("utf-8"))
    return Scenes(
        cases=[_case(one) for one in told["case"]],
        referrals=[ReferralScene(**one) for one in told["referral"]],
        closures=[ClosureScene(**one) for one in told["closure"]],
        actions=[ActionScene(**one) for one in told["action"]],
    )


def _case(told: dict[str, Any]) -> CaseScene:
    risk = told.pop("risk", None)
    meetings = told.pop("meeting", [])
    contact = told.pop("contact", [])
    return CaseScene(
        **told,
        risk=RiskScene(**risk) if risk else None,
        contact=[ContactScene(**one) for one in contact],
        meetings=[MeetingScene(**one) for one in meetings],
    )


def _hours(told: list[tuple[list[str], str, str]]) -> tuple[Hours, ...]:
    return tuple(
        Hours(frozenset(days), time.fromisoformat(start), time.fromisoformat(until))
        for days, start, until in told
    )


def _born(age: int, name: str, today: date) -> date:
    """A birthday that makes somebody this old today, another one for each name."""
    days = sum(map(ord, name)) % 330
    return add_months(today, -12 * age) - timedelta(days=days)
