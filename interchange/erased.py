"""Rows of a bundle about somebody who was erased here: they are not brought back."""

from typing import Final
from uuid import UUID

from encryption import tombstones
from interchange.faults import Faults
from interchange.reading import Bundle
from interchange.references import References

# The files whose rows have keys of their own.
_OF_SUBJECTS: Final = ("people", "cases", "people_causing_harm", "referrals")
# The files whose rows have the keys of the person whom they name.
_OF_PEOPLE: Final = ("needs", "goals")
_TEXT: Final = "what this stands for was erased here and is not brought back; leave the row out"


def find_erased(
    bundle: Bundle, references: References, organisation_id: UUID, faults: Faults
) -> None:
    """Add a fault for each row about a subject that the entered organisation has erased."""
    erased = tombstones.erased_subjects(organisation_id)
    if not erased:
        return
    for name in _OF_SUBJECTS:
        table, ids = bundle[name], references.kind(name)
        key = table.file.key
        for reference, line in zip(table[key], table.lines, strict=True):
            if ids[reference] in erased:
                faults.add(f"{name}.csv", line, key, _TEXT)
    people = references.kind("people")
    for name in _OF_PEOPLE:
        table = bundle[name]
        for reference, line in zip(table["person_ref"], table.lines, strict=True):
            if people.get(reference) in erased:
                faults.add(f"{name}.csv", line, "person_ref", _TEXT)
