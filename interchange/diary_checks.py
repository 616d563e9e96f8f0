"""Checks what a bundle tells of the work on cases: notes, contacts, next steps, appointments."""

from typing import Final

from interchange.comparing import check_order, differ
from interchange.facts import Facts, rows_with_lines
from interchange.faults import Faults

OTHER_ORGANISATION: Final = "this belongs to another organisation than the case"


def check_diary(facts: Facts, faults: Faults) -> None:
    """Whom a row is about belongs to the case's organisation; what ended says when."""
    for file in ("notes", "contacts"):
        for line, case, person in rows_with_lines(facts.bundle, file, "case_ref", "person_ref"):
            if person and differ(
                facts.person_organisation.get(person, ""), facts.case_organisation.get(case, "")
            ):
                faults.add(f"{file}.csv", line, "person_ref", OTHER_ORGANISATION)
    for file in ("other_support", "needs", "goals"):
        _check_is_of_the_case(facts, file, faults)
    _check_goals(facts, faults)
    _check_corrections(facts, faults)
    _check_steps(facts, faults)
    check_order(facts, "appointments", "starts_at", "ends_at", faults)


def _check_is_of_the_case(facts: Facts, file: str, faults: Faults) -> None:
    """Support, a need and a goal are those of somebody in the case."""
    cells = rows_with_lines(facts.bundle, file, "case_ref", "person_ref")
    for line, case, person in cells:
        if case and person and person not in facts.roles.get(case, {}):
            text = f"{person} is not in case {case}; correct the reference"
            faults.add(f"{file}.csv", line, "person_ref", text)


def _check_goals(facts: Facts, faults: Faults) -> None:
    """A goal that ended says on which day; one that goes on does not."""
    for line, state, ended in rows_with_lines(facts.bundle, "goals", "state", "ended_on"):
        if state and (state == "open") == bool(ended):
            text = "a goal that ended has a day, one that is open has none; correct one of the two"
            faults.add("goals.csv", line, "ended_on", text)


def _check_corrections(facts: Facts, faults: Faults) -> None:
    """A note is corrected once, and never by itself."""
    corrected: dict[str, int] = {}
    cells = rows_with_lines(facts.bundle, "notes", "note_ref", "corrects")
    for line, reference, corrects in cells:
        if not corrects:
            continue
        if corrects == reference or corrected.setdefault(corrects, line) != line:
            text = "a note is corrected once, by another one; correct the reference"
            faults.add("notes.csv", line, "corrects", text)


def _check_steps(facts: Facts, faults: Faults) -> None:
    """A step that ended says when; one that is to do does not."""
    for line, state, ended in rows_with_lines(facts.bundle, "next_steps", "state", "ended_at"):
        if state and (state == "open") == bool(ended):
            text = "a step that ended has a time, one that is open has none; correct one of the two"
            faults.add("next_steps.csv", line, "ended_at", text)
