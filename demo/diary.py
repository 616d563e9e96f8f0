"""Some weeks of work on the community cases, for My day and the timeline of the demo."""

import tomllib
from datetime import date, datetime, time, timedelta
from importlib import resources
from typing import Any

from django.utils import timezone

from accommodation import support
from cases.choices import CaseRole
from cases.models import Case, Person
from demo.staging import Stage
from diary import appointments, contacts, notes, steps
from diary.choices import MODE_OF, AppointmentKind, Happened, Outcome

WRITER = "ines"


def keep_diary(stage: Stage, *, now: datetime) -> None:
    """Write what was done and what is next; what lies in the future of today is left out."""
    told = tomllib.loads(resources.files("demo").joinpath("diary.toml").read_text("utf-8"))
    for given in told["note"]:
        _note(given, stage, now)
    for given in told["step"]:
        _step(given, stage)
    for given in told["appointment"]:
        _appointment(given, stage)


def _note(given: dict[str, Any], stage: Stage, now: datetime) -> None:
    house, case = stage.cases[given["family"]]
    ines = stage.users[WRITER]
    at = min(_at(stage.day(given["days_ago"]), given["at"]), now)
    with stage.inside(house, ines):
        about = _child(case, given["about"]) if "about" in given else None
        note = None
        if given["text"]:
            note = notes.write(
                case=case,
                happened=Happened(given["happened"]),
                happened_at=at,
                text=given["text"],
                about=about,
                is_key=given.get("key", False),
                by=ines,
            )
        if "outcome" in given:
            contacts.record(
                case=case,
                at=at,
                mode=MODE_OF[Happened(given["happened"])],
                outcome=Outcome(given["outcome"]),
                minutes=given.get("minutes"),
                note=note,
                by=ines,
            )
        for kind in given.get("support", ()):
            support.deliver(
                case=case,
                person=about or _survivor(case),
                support_type=kind,
                delivered_on=timezone.localdate(at),
                minutes=given.get("minutes"),
                note=note,
                by=ines,
            )


def _survivor(case: Case) -> Person:
    part = case.case_people.select_related("person").get(role=CaseRole.SURVIVOR)
    person: Person = part.person
    return person


def _step(given: dict[str, Any], stage: Stage) -> None:
    house, case = stage.cases[given["family"]]
    ines = stage.users[WRITER]
    other = given.get("other", "")
    with stage.inside(house, ines):
        steps.add(
            case=case,
            text=given["text"],
            due_on=stage.today + timedelta(days=given["due"]),
            owner=None if other else ines,
            other=other,
            by=ines,
        )


def _appointment(given: dict[str, Any], stage: Stage) -> None:
    house, case = stage.cases[given["family"]]
    ines = stage.users[WRITER]
    day = stage.today + timedelta(days=given["days"])
    with stage.inside(house, ines):
        appointments.book(
            case=case,
            kind=AppointmentKind(given["kind"]),
            starts_at=_at(day, given["at"]),
            ends_at=_at(day, given["to"]),
            worker=ines,
            place=given["where"],
            with_whom=given["with"],
            interpreter={
                name: given[name] for name in ("language", "gender", "never") if name in given
            },
            check_in_by=_at(day, given["back_by"]) if "back_by" in given else None,
            by=ines,
        )


def _at(day: date, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def _child(case: Case, called: str) -> Person | None:
    parts = case.case_people.filter(role=CaseRole.CHILD).select_related("person")
    return next((part.person for part in parts if part.person.called == called), None)
