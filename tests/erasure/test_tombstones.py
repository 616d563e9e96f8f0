"""What was erased stays erased: also in a database that is older than the ledger."""

from collections.abc import Collection
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from audit import events
from cases.models import Person
from encryption import erasing, ledger, tombstones
from encryption.erasing import Holding
from encryption.ledger import Entry
from encryption.models import Tombstone
from encryption.tombstones import LedgerIncomplete, TombstonesUnapplied
from tests.cast import Cast


def survivor(cast: Cast) -> Person:
    """Amira."""
    return Person.objects.get(case_people__case=cast.amira, case_people__role="survivor")


def put_down(cast: Cast, *subject_ids: UUID) -> Entry:
    """Put an erasure down in the ledger."""
    return ledger.append(
        organisation_id=cast.alder.pk,
        erasure_id=uuid4(),
        subject_ids=subject_ids,
        keys=tombstones.key_ids(subject_ids),
        redacted=[],
        at="2026-11-25T12:00:00+00:00",
    )


def test_an_erased_person_reads_as_blank_and_as_erased(in_alder: Cast) -> None:
    person = survivor(in_alder)
    events.write("test.erase", by=None, subjects=[person.pk])

    erasing.erase(put_down(in_alder, person.pk))

    gone = Person.objects.get(pk=person.pk)
    assert gone.is_erased
    assert (gone.given_name, gone.contact, gone.date_of_birth) == ("", {}, None)


def test_a_process_does_not_start_before_the_ledger_is_carried_out(in_alder: Cast) -> None:
    person = survivor(in_alder)
    entry = put_down(in_alder, person.pk)

    with pytest.raises(TombstonesUnapplied, match="apply_tombstones"):
        tombstones.refuse()

    events.write("test.erase", by=None, subjects=[person.pk])
    erasing.erase(entry)
    tombstones.refuse()


def test_a_key_that_came_back_alone_is_noticed(in_alder: Cast) -> None:
    person = survivor(in_alder)
    entry = put_down(in_alder, person.pk)
    events.write("test.erase", by=None, subjects=[person.pk])

    tombstones.record(entry)

    assert tombstones.unapplied() == [entry]


def test_a_ledger_that_lost_its_last_line_is_refused(in_alder: Cast) -> None:
    events.write("test.erase", by=None, subjects=[])
    for _ in range(2):
        erasing.erase(put_down(in_alder, uuid4()))
    place = ledger.places()[0]
    place.write_bytes(place.read_bytes().splitlines(keepends=True)[0])

    with pytest.raises(LedgerIncomplete, match="lacks lines"):
        tombstones.refuse()


def test_what_apps_hold_goes_with_the_keys_and_memory_after_the_commit(
    in_alder: Cast,
    django_capture_on_commit_callbacks: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[tuple[str, Collection[UUID]]] = []
    monkeypatch.setattr(erasing, "_HOLDINGS", {})
    erasing.register(
        Holding(
            name="search",
            remove=lambda _organisation, ids: told.append(("removed", ids)),
            empty=lambda _organisation, ids: told.append(("emptied", ids)),
        )
    )
    subject_id = uuid4()
    events.write("test.erase", by=None, subjects=[subject_id])

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erasing.erase(put_down(in_alder, subject_id))
        assert told == [("removed", [subject_id])]

    assert told == [("removed", [subject_id]), ("emptied", [subject_id])]


@pytest.mark.parametrize("change", ["DELETE FROM", "TRUNCATE"])
def test_the_application_takes_no_tombstone_away(in_alder: Cast, change: str) -> None:
    events.write("test.erase", by=None, subjects=[])
    erasing.erase(put_down(in_alder, uuid4()))

    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{change} encryption_tombstone")

    assert Tombstone.objects.count() == 1
