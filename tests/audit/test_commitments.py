"""What whoever controls the database puts back is found, although it opens."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.http import QueryDict

from accounts import roles
from accounts.models import Organisation
from accounts.rotating import rotate
from accounts.tenancy import enter
from accounts.unsaved import keep
from audit import commitments, events, sweeping
from audit.models import Event
from cases.models import Case, CasePerson, Person
from cases.services import change_person, change_summary
from encryption import transfer
from encryption.committing import encrypted_fields
from encryption.models import Rotation
from interchange.services import import_bundle
from tests.cast import Cast, hire
from tests.erasure.test_erasing import carried_out, confirmed, over, survivor
from tests.interchange.bundles import row, small, write

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
              pytest.mark.two_connections]  # fmt: skip


def faults(cast: Cast) -> list[str]:
    """What the sweep finds in Alder."""
    with sweeping.snapshot(), enter(cast.alder, by=None, using="owner"):
        return [str(fault) for fault in sweeping.faults()]


@contextmanager
def in_control(*tables: str) -> Iterator[Any]:
    """The tables in the hands of somebody who may do anything."""
    with connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        try:
            yield cursor
        finally:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def rename(cast: Cast, name: str = "Amy") -> UUID:
    """Give Amira another name, as people do; return her id."""
    with enter(cast.alder, by=cast.ines):
        amira = next(one for one in Person.objects.all() if one.known_as == "Mira")
        change_person(
            person=amira, changes={"given_name": name}, expected_version=amira.version, by=cast.ines
        )
        return amira.pk


def test_what_people_write_is_what_the_trail_says(cast: Cast) -> None:
    rename(cast)
    assert faults(cast) == []


def test_each_field_that_is_put_back_is_found_and_still_opens(cast: Cast) -> None:
    sealed = [field.attname for field in encrypted_fields(Person)]
    with in_control("cases_person") as cursor:
        cursor.execute("CREATE TABLE last_week AS SELECT * FROM cases_person")
    try:
        amira = rename(cast)
        with enter(cast.alder, by=None):
            person = Person.objects.get(pk=amira)
            events.write("test.write", by=None, subjects=[amira])
            for field in encrypted_fields(Person):
                # Set without having been read: sealed anew, the same value in new bytes.
                setattr(person, field.attname, getattr(Person.objects.get(pk=amira), field.attname))
            person.save()
        assert faults(cast) == []
        for column in sealed:
            with in_control("cases_person") as cursor:
                cursor.execute(f"CREATE TEMP TABLE now_{column} AS SELECT * FROM cases_person")
                cursor.execute(
                    f"UPDATE cases_person p SET {column} = o.{column} FROM last_week o"
                    " WHERE o.id = p.id AND p.id = %s", [amira],
                )  # fmt: skip
            (found,) = faults(cast)
            assert f"row {amira}" in found
            assert "it is that of number" in found
            with enter(cast.alder, by=None):
                getattr(Person.objects.get(pk=amira), column)
            with in_control("cases_person") as cursor:
                cursor.execute(
                    f"UPDATE cases_person p SET {column} = o.{column} FROM now_{column} o"
                    " WHERE o.id = p.id"
                )
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("DROP TABLE last_week")
    assert faults(cast) == []


def test_a_whole_row_of_last_week_is_found(cast: Cast) -> None:
    with in_control("cases_case") as cursor:
        cursor.execute("CREATE TEMP TABLE old_case AS SELECT * FROM cases_case")
    with enter(cast.alder, by=cast.ines):
        case = Case.objects.get(pk=cast.amira.pk)
        change_summary(case=case, summary="Moved", expected_version=case.version, by=cast.ines)
    columns = [field.attname for field in Case._meta.local_concrete_fields]
    with in_control("cases_case") as cursor:
        cursor.execute(
            f"UPDATE cases_case c SET ({', '.join(columns)})"
            f" = (SELECT {', '.join(columns)} FROM old_case o WHERE o.id = c.id) WHERE id = %s",
            [cast.amira.pk],
        )

    (found,) = faults(cast)
    assert found.startswith(f"cases_case, row {cast.amira.pk}, case.summary: not the value")
    with pytest.raises(CommandError, match="1 values are not"):
        call_command("audit_sweep")


def test_a_row_that_was_taken_out_is_found(cast: Cast) -> None:
    with in_control("cases_searchrecord") as cursor:
        cursor.execute("DELETE FROM cases_searchrecord WHERE id IN"
                       " (SELECT id FROM cases_searchrecord WHERE organisation_id = %s LIMIT 1)",
                       [cast.alder.pk])  # fmt: skip
    (found,) = faults(cast)
    assert "is gone" in found


def test_a_row_that_rowan_removed_and_somebody_put_back_is_found(cast: Cast) -> None:
    with in_control("cases_searchrecord") as cursor:
        cursor.execute("CREATE TEMP TABLE old_search AS SELECT * FROM cases_searchrecord")
    with enter(cast.alder, by=None):
        events.write("test.write", by=None, subjects=[])
        person = Person.objects.all()[0]
        person.search_record.delete()
    assert faults(cast) == []
    with in_control("cases_searchrecord") as cursor:
        cursor.execute("INSERT INTO cases_searchrecord SELECT * FROM old_search"
                       " WHERE person_id = %s", [person.pk])  # fmt: skip

    (found,) = faults(cast)
    assert "was removed by number" in found


def test_what_is_undone_is_not_told(cast: Cast) -> None:
    with pytest.raises(RuntimeError), enter(cast.alder, by=cast.ines):
        case = Case.objects.get(pk=cast.amira.pk)
        change_summary(case=case, summary="Moved", expected_version=case.version, by=cast.ines)
        raise RuntimeError
    assert faults(cast) == []


def test_what_an_import_writes_changes_and_removes_is_told(db: None, tmp_path: Path) -> None:
    import_bundle(write(small(), tmp_path / "a"), source="s", by=None)
    changed = small()
    changed["people"][0] |= row("given_name=Zara phone=")
    changed["support"] = changed["support"][:1]
    import_bundle(write(changed, tmp_path / "b"), source="s", by=None)

    call_command("audit_sweep")
    organisation = Organisation.objects.get()
    with enter(organisation, by=None):
        person = next(one for one in Person.objects.all() if one.given_name == "Zara")
    with in_control("cases_person") as cursor:
        cursor.execute(
            "UPDATE cases_person SET contact = set_byte(contact, 20, 1) WHERE id = %s", [person.pk]
        )
    with sweeping.snapshot(), enter(organisation, by=None, using="owner"):
        (found,) = sweeping.faults()
    assert (found.row_id, found.tag) == (person.pk, "person.contact")


def test_a_merge_that_moves_a_record_is_told(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        events.write("test.move", by=None, subjects=[cast.amira.pk])
        link = CasePerson.objects.filter(case=cast.amira).earliest("recorded_at")
        transfer.reencrypt(link, to_row=uuid4())
        CasePerson.objects.filter(case=cast.amira, person=link.person).delete()
        link.save()
    assert faults(cast) == []


def test_sealing_everything_anew_is_told(cast: Cast) -> None:
    rotate(Rotation.Kind.ORGANISATION, organisation_id=cast.alder.pk, say=lambda _: None)
    assert faults(cast) == []


def test_who_was_erased_leaves_nothing_to_find(cast: Cast) -> None:
    dara = hire("Dara", cast.alder, roles.DataProtectionLead)
    with enter(cast.alder, by=cast.mara):
        closed = over(cast.amira, cast.mara)
        carried_out(confirmed(closed, survivor(closed), cast, dara))
    assert faults(cast) == []


def test_it_is_of_one_moment_while_people_write(cast: Cast) -> None:
    over_now = threading.Event()

    def write_on() -> None:
        number = 0
        while not over_now.is_set():
            number += 1
            rename(cast, f"Name {number}")
        connections.close_all()

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        found = [fault for _ in range(8) for fault in faults(cast)]
    finally:
        over_now.set()
        writer.join()
    assert found == []


def test_unsaved_work_has_no_place_in_the_trail(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        before = Event.objects.filter(kind="commitment").count()
        keep(by=cast.ines, form="person", record=None, content=QueryDict("given_name=A"))
        assert Event.objects.filter(kind="commitment").count() == before
    assert faults(cast) == []


def test_records_from_before_are_begun_once_and_the_trail_says_so(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    with in_control("audit_event", "audit_seal") as cursor:
        cursor.execute("TRUNCATE audit_event, audit_seal")
    with pytest.raises(CommandError):
        call_command("audit_sweep")

    call_command("audit_sweep", "--begin")
    call_command("audit_sweep")

    assert "Every sealed value" in capsys.readouterr().out
    with enter(cast.alder, by=None):
        assert Event.objects.filter(verb="values.begin").count() == 1
    amira = rename(cast)
    with in_control("cases_person") as cursor:
        cursor.execute("UPDATE cases_person SET family_name = '\\x00' WHERE id = %s", [amira])
    # To begin again takes nothing that an event speaks of.
    with pytest.raises(CommandError, match="1 values"):
        call_command("audit_sweep", "--begin")


def test_an_event_that_was_changed_says_nothing(cast: Cast) -> None:
    with in_control("audit_event") as cursor:
        cursor.execute("UPDATE audit_event SET at = now() WHERE verb = %s", [commitments.WRITTEN])
    assert all("no event speaks of it" in fault for fault in faults(cast))
    assert faults(cast)


def test_how_much_was_sealed_is_counted_from_the_last_new_keys_on(cast: Cast) -> None:
    def sealed() -> int:
        with sweeping.snapshot(), enter(cast.alder, by=None, using="owner"):
            return sweeping.sealed_since_renewal()

    before = sealed()
    rename(cast)
    # Her name, and what she is found by.
    assert sealed() == before + 2
    rotate(Rotation.Kind.ORGANISATION, organisation_id=cast.alder.pk, say=lambda _: None)
    assert 0 < sealed() <= before
