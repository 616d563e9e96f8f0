"""The trail: named writes, sealed at commit, checked whole."""

import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, connections, transaction

from accounts.management.commands import migrate
from accounts.models import Team
from accounts.services import create_team
from accounts.tenancy import enter
from audit import events, guards, verification
from audit.errors import NoOrganisationEntered
from audit.keys import every_key
from audit.models import Event, Seal
from tests.cast import Cast

real = [pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
        pytest.mark.two_connections]  # fmt: skip


def as_owner(statement: str, *values: Any) -> None:
    """Do what only somebody who controls the database could do."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)


def faults_of(cast: Cast) -> list[str]:
    with enter(cast.alder, by=None):
        keys = every_key(cast.alder.pk)
    return [fault.what for fault in verification.faults(cast.alder.pk, keys)]


def test_a_write_without_an_event_is_refused_by_the_database(in_alder: Cast) -> None:
    with pytest.raises(Error, match="needs an audit event"), transaction.atomic():
        Team(organisation=in_alder.alder, service=in_alder.house, name="Nights").save()


def test_an_event_named_in_another_organisation_does_not_count(in_alder: Cast) -> None:
    events.write("test.write", by=None, subjects=[uuid4()])
    with enter(in_alder.birch, by=None), pytest.raises(Error), transaction.atomic():
        Team(organisation=in_alder.birch, service=in_alder.birch_house, name="Nights").save()


def test_an_event_rolled_back_with_its_savepoint_does_not_count(in_alder: Cast) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        events.write("test.write", by=None, subjects=[uuid4()])
        raise RuntimeError
    with pytest.raises(Error), transaction.atomic():
        Team(organisation=in_alder.alder, service=in_alder.house, name="Nights").save()


def test_a_read_event_does_not_allow_a_write(in_alder: Cast) -> None:
    events.read("test.read", by=None, subjects=[uuid4()])
    with pytest.raises(Error), transaction.atomic():
        Team(organisation=in_alder.alder, service=in_alder.house, name="Nights").save()


def test_a_long_list_is_told_in_events_of_a_thousand(in_alder: Cast) -> None:
    events.read("test.long", by=None, subjects=[uuid4() for _ in range(2500)])
    sizes = [len(event.subjects) for event in Event.objects.filter(verb="test.long")]
    assert sorted(sizes) == [500, 1000, 1000]


def test_nothing_is_named_outside_an_organisation(db: None) -> None:
    with pytest.raises(NoOrganisationEntered):
        events.write("test.write", by=None, subjects=[])
    with pytest.raises(NoOrganisationEntered):
        events.read("test.read", by=None, subjects=[])


@pytest.mark.parametrize("statement", [
    "UPDATE audit_event SET verb = 'other'", "DELETE FROM audit_event",
    "TRUNCATE audit_event", "UPDATE audit_seal SET link = 'x'", "DELETE FROM audit_seal",
    "INSERT INTO audit_event TABLE audit_event ON CONFLICT (id) DO UPDATE SET verb = 'x'",
    "INSERT INTO audit_seal SELECT * FROM audit_seal",
    "CREATE RULE none AS ON INSERT TO audit_event DO INSTEAD NOTHING",
    "CREATE TRIGGER other AFTER INSERT ON audit_event EXECUTE FUNCTION audit_refuse_change()",
    "ALTER TABLE audit_event DISABLE TRIGGER USER",
    "DROP TRIGGER audit_refuse_change ON audit_seal",
    "ALTER TABLE audit_event DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE audit_event OWNER TO rowan_app",
    "CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql"
    " AS 'BEGIN RETURN NEW; END'",
    "SET session_replication_role = replica", "SET ROLE rowan_owner",
])  # fmt: skip
def test_the_application_cannot_change_the_trail(in_alder: Cast, statement: str) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(databases=["default", "owner"])
class TestGuards:
    """What the owner of the tables can take down is found to be down."""

    def test_all_of_them_stand(self) -> None:
        assert list(guards.down()) == []

    @pytest.mark.parametrize(("taken_down", "told"), [
        ("ALTER TABLE audit_event DISABLE TRIGGER audit_refuse_change", "_refuse_change is off"),
        ("ALTER TABLE audit_seal DISABLE TRIGGER USER", "audit_give_seal is off"),
        ("DROP TRIGGER audit_event_named ON audit_event", "audit_event_named is off or gone"),
        ("CREATE TRIGGER other AFTER INSERT ON audit_seal EXECUTE FUNCTION audit_refuse_change()",
         "the trigger other is none of Rowan's"),
        ("ALTER TABLE audit_event NO FORCE ROW LEVEL SECURITY", "is not forced"),
        ("CREATE RULE quiet AS ON DELETE TO audit_event DO INSTEAD NOTHING", "the rule quiet"),
        ("ALTER TABLE audit_seal ADD FOREIGN KEY (event_id) REFERENCES audit_event"
         " ON DELETE CASCADE", "ties the trail to another table"),
        ("GRANT UPDATE ON audit_event TO rowan_app", "rowan_app has the right to UPDATE"),
        ("ALTER TABLE cases_case DISABLE TRIGGER audit_require_event", "without an event"),
    ])  # fmt: skip
    def test_one_that_is_down_is_told(self, taken_down: str, told: str) -> None:
        as_owner(taken_down)
        assert any(told in one for one in guards.down())


class TestSealing:
    """What happens at COMMIT, with real commits."""

    pytestmark = real

    def test_every_event_is_sealed_in_one_order_without_gaps(self, cast: Cast) -> None:
        with enter(cast.alder, by=None):
            sequences = list(Seal.objects.order_by("sequence").values_list("sequence", flat=True))
            assert sequences == list(range(1, Event.objects.count() + 1))
        assert faults_of(cast) == []

    def test_a_read_is_kept_when_the_page_fails_afterwards(self, cast: Cast) -> None:
        with pytest.raises(RuntimeError), enter(cast.alder, by=None):
            events.read("page.read", by=None, subjects=[cast.amira.pk])
            raise RuntimeError
        with enter(cast.alder, by=None):
            assert Event.objects.filter(verb="page.read").count() == 1

    def test_a_write_and_its_event_are_kept_or_lost_together(self, cast: Cast) -> None:
        with pytest.raises(RuntimeError), enter(cast.alder, by=None):
            create_team(service=cast.house, name="Nights", by=None)
            raise RuntimeError
        with enter(cast.alder, by=None):
            assert not Team.objects.exists()
            assert not Event.objects.filter(verb="team.create").exists()

    def test_writing_then_reading_from_many_threads_neither_forks_nor_deadlocks(
        self, cast: Cast
    ) -> None:
        failures: list[BaseException] = []

        def work() -> None:
            try:
                for _ in range(5):
                    with enter(cast.alder, by=None):
                        create_team(service=cast.house, name="Nights", by=None)
                        events.read("page.read", by=None, subjects=[cast.amira.pk])
            except BaseException as error:  # noqa: BLE001 - reported by the test itself
                failures.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        with enter(cast.alder, by=None):
            assert Event.objects.filter(verb="page.read").count() == 160
        assert faults_of(cast) == []

    @pytest.mark.parametrize(("change", "fault"), [
        ("UPDATE audit_event SET verb = 'other' WHERE id = %s", "the event was changed"),
        ("UPDATE audit_event SET at = at + interval '1 second' WHERE id = %s",
         "the event was changed"),
        ("UPDATE audit_event SET subjects = '{}' WHERE id = %s", "the event was changed"),
        ("UPDATE audit_event SET actor_id = gen_random_uuid() WHERE id = %s",
         "the event was changed"),
        ("UPDATE audit_event SET purpose = 'other' WHERE id = %s", "the event was changed"),
        ("UPDATE audit_event SET mac = '\\x00' WHERE id = %s", "the event was changed"),
        ("DELETE FROM audit_event WHERE id = %s", "the event is gone"),
        ("UPDATE audit_seal SET link = '\\x00' WHERE event_id = %s", "the link was changed"),
        ("DELETE FROM audit_seal WHERE event_id = %s", "number 2 is missing"),
    ])  # fmt: skip
    def test_a_change_by_whoever_controls_the_database_is_found(
        self, cast: Cast, change: str, fault: str
    ) -> None:
        with enter(cast.alder, by=None):
            second = Seal.objects.get(sequence=2).event_id
        for table in ("audit_event", "audit_seal"):
            as_owner(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            as_owner(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        as_owner(change, second)
        for table in ("audit_event", "audit_seal"):
            as_owner(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            as_owner(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        assert fault in faults_of(cast)
        with pytest.raises(CommandError, match="does not hold"):
            call_command("audit_verify")

    def test_the_command_says_that_an_unchanged_trail_holds(
        self, cast: Cast, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("audit_verify")
        assert "The trail holds" in capsys.readouterr().out


class TestWorkAsTheOwner:
    pytestmark = real

    @pytest.mark.parametrize("command", ["audit_verify", "audit_sweep", "audit_export", "migrate"])
    def test_it_leaves_an_event_with_the_command(
        self, cast: Cast, command: str, tmp_path: Path
    ) -> None:
        if command == "migrate":
            migrate.Command().run_from_argv(["manage.py", "migrate", "--plan"])
        else:
            call_command(command, *([str(tmp_path / "out")] if command == "audit_export" else []))

        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT source FROM audit_event WHERE verb = 'owner.use'")
            ((source,),) = cursor.fetchall()
        assert source.startswith(f"command {command} by ")
        call_command("audit_verify")
