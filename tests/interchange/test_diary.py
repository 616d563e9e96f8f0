"""What was done on a case goes out and comes in; a note that came once is never changed."""

from pathlib import Path

import pytest

from accounts.models import Organisation
from accounts.tenancy import enter
from diary.models import Appointment, ContactMade, NextStep, Note
from interchange.faults import BundleRefused
from interchange.services import import_bundle
from support.models import Goal, GoalStep, Need
from tests.interchange.bundles import small, write

pytestmark = pytest.mark.django_db


def bring_in(folder: Path, **changed: dict[str, str]) -> None:
    rows = small()
    for file, cells in changed.items():
        rows[file][0] |= cells
    import_bundle(write(rows, folder), by=None)


def test_what_was_done_on_a_case_comes_in(tmp_path: Path) -> None:
    bring_in(tmp_path / "one")

    with enter(Organisation.objects.get(name="Alder"), by=None):
        note, contact = Note.objects.get(), ContactMade.objects.get()
        step, held = NextStep.objects.get(), Appointment.objects.get()
        assert (note.text, note.is_key) == ("He rang-canary the school", True)
        assert (contact.note_id, contact.spoken_to) == (note.pk, True)
        assert (step.other, step.state) == ("Solicitor", "not_needed")
        assert held.interpreter == {
            "language": "Gujarati", "gender": "woman", "never": "A cousin"
        }  # fmt: skip


def test_a_note_that_came_once_stays_as_it_was(tmp_path: Path) -> None:
    bring_in(tmp_path / "one")
    bring_in(tmp_path / "two", notes={"text": "Something else"}, next_steps={"who": "The council"})

    with enter(Organisation.objects.get(name="Alder"), by=None):
        assert Note.objects.get().text == "He rang-canary the school"
        assert NextStep.objects.get().other == "The council"


@pytest.mark.parametrize(
    ("file", "cells", "said"),
    [
        ("notes", {"happened_at": "2022-05-02 09:30"}, "not a time in UTC"),
        ("notes", {"corrects": "n1"}, "corrected once, by another one"),
        ("next_steps", {"ended_at": ""}, "a step that ended has a time"),
        ("contacts", {"note_ref": "n9"}, "leads to no row of notes.csv"),
        ("goals", {"ended_on": ""}, "a goal that ended has a day"),
        ("needs", {"level": "lots"}, "needs.csv:2:level"),
    ],
)
def test_faults_are_named(tmp_path: Path, file: str, cells: dict[str, str], said: str) -> None:
    with pytest.raises(BundleRefused) as refused:
        bring_in(tmp_path / "one", **{file: cells})
    assert said in str(list(refused.value.faults.lines()))


def test_needs_goals_and_their_steps_come_in_and_a_need_lies_with_its_person(
    tmp_path: Path,
) -> None:
    bring_in(tmp_path / "one")

    with enter(Organisation.objects.get(name="Alder"), by=None):
        need, goal = Need.objects.get(), Goal.objects.get()
        assert (need.said("domain"), need.said("words")) == ("housing", "Nowhere-canary")
        assert (goal.words, goal.outcome, goal.state) == ("A flat-canary", "Keys", "met")
        assert GoalStep.objects.get().step == NextStep.objects.get()
