"""Checkpoints: signed, kept outside the database, held against the trail by two verifiers."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings as conf
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.tenancy import enter
from audit import anchors, checkpoints, events, merkle, verification
from audit.models import Seal
from tests.cast import Cast

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
VERIFIER = Path(conf.BASE_DIR) / "deploy" / "verify_audit.py"


def split_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + split_root(leaves[:half]) + split_root(leaves[half:])).digest()


@given(st.integers(min_value=1, max_value=200))
def test_a_tree_that_grew_leaf_by_leaf_has_the_root_of_the_definition(count: int) -> None:
    leaves = [merkle.leaf(bytes([number]), b"") for number in range(count)]
    tree = merkle.Frontier()
    for one in leaves:
        tree = merkle.Frontier(tree.count, tree.peaks)
        tree.add(one)
    assert tree.root() == split_root(leaves)


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.ROWAN_CHECKPOINTS = tmp_path / "audit" / "checkpoints"
    settings.ROWAN_ANCHOR_FOLDER = str(tmp_path / "elsewhere")
    settings.ROWAN_ANCHOR_EMAIL = "keeper@example.org"
    (tmp_path / "elsewhere").mkdir()
    return tmp_path


class TestAnchors:
    """Where copies go, and who hears when they do not."""

    pytestmark = pytest.mark.django_db

    def test_pages_that_ask_at_one_moment_do_not_stand_in_each_others_way(self, home: Path) -> None:
        """Every page of some roles asks, in every thread of every process."""
        state = home / "audit" / "anchored.json"
        with ThreadPoolExecutor(8) as pool:
            for _ in range(40):
                state.unlink(missing_ok=True)
                asked = [pool.submit(anchors.missed, now=NOW) for _ in range(8)]
                assert [page.result() for page in asked] == [[]] * 8

    def test_an_anchor_that_is_missed_is_told_within_25_hours(self, home: Path) -> None:
        checkpoints.make(now=NOW)
        anchors.to_folder(now=NOW)
        anchors.to_person(now=NOW)
        told = [hour for hour in range(26) if anchors.watch(now=NOW + timedelta(hours=hour))]
        assert told == [24, 25]
        assert "nothing reached: file, folder, e-mail" in mail.outbox[-1].body

    def test_anchors_that_never_worked_are_told_of_too(self, home: Path) -> None:
        assert anchors.missed(now=NOW) == []
        late = anchors.missed(now=NOW + timedelta(hours=24))
        assert late == ["file", "folder", "e-mail"]

    def test_the_message_holds_the_newest_line_and_nobody(self, home: Path) -> None:
        [one] = checkpoints.make(now=NOW)
        assert anchors.to_person(now=NOW)
        [message] = mail.outbox
        assert message.to == ["keeper@example.org"]
        assert one.line in message.body
        assert checkpoints.public_key() in message.body

    def test_the_folder_gets_every_line_and_is_never_overwritten(self, home: Path) -> None:
        for hour in range(3):
            checkpoints.make(now=NOW + timedelta(hours=hour))
            anchors.to_folder(now=NOW)
        copy = home / "elsewhere" / "rowan-checkpoints"
        assert list(checkpoints.all_lines(copy)) == list(checkpoints.all_lines())
        copy.write_bytes(copy.read_bytes()[:-2] + b"x\n")
        with pytest.raises(ValueError, match="is not the beginning"):
            anchors.to_folder(now=NOW)

    def test_a_line_cut_short_by_a_crash_is_dropped(self, home: Path) -> None:
        checkpoints.make(now=NOW)
        with checkpoints.path().open("a") as file:
            file.write("0badc0de {")
        checkpoints.make(now=NOW + timedelta(hours=1))
        assert len(list(checkpoints.all_lines())) == 2
        assert list(verification.checkpoint_faults(checkpoints.all_lines())) == []

    def test_nothing_new_needs_no_line_within_the_hour(self, home: Path) -> None:
        assert len(checkpoints.make(now=NOW)) == 1
        assert checkpoints.make(now=NOW + timedelta(minutes=59)) == []

    def test_a_changed_checkpoint_is_found(self, home: Path) -> None:
        checkpoints.make(now=NOW)
        checkpoints.make(now=NOW + timedelta(hours=1))
        first, second = checkpoints.all_lines()
        changed = first.replace("2026", "2025")
        found = [fault.what for fault in verification.checkpoint_faults([changed, second])]
        assert found == ["checkpoint 1 has no good signature",
                         "checkpoint 2 does not follow the one before"]  # fmt: skip


def as_owner(statement: str, *values: Any) -> None:
    """Do what only somebody who controls the database could do."""
    with connections["owner"].cursor() as cursor:
        for table in ("audit_event", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(statement, values or None)
        for table in ("audit_event", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def by_our_command() -> str:
    try:
        call_command("audit_verify")
    except CommandError as error:
        return str(error)
    return ""


def by_the_second(tmp_path: Path) -> tuple[int, str]:
    export = tmp_path / f"{uuid4()}.jsonl"
    call_command("audit_export", str(export))
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(export), str(checkpoints.path()),
         checkpoints.public_key()],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def recompute(chain_id: UUID) -> None:
    """Give a chain new links from what the database holds, as its administrator could."""
    link = verification.first_link(chain_id)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT s.event_id, e.mac FROM audit_seal s JOIN audit_event e"
                       " ON e.id = s.event_id WHERE s.chain_id = %s ORDER BY s.sequence",
                       [chain_id])  # fmt: skip
        rows = cursor.fetchall()
    as_owner("UPDATE audit_seal SET sequence = -sequence, previous = NULL WHERE chain_id = %s",
             chain_id)  # fmt: skip
    for sequence, (event_id, code) in enumerate(rows, start=1):
        new = verification.next_link(link, sequence, bytes(code))
        as_owner("UPDATE audit_seal SET sequence = %s, previous = %s, link = %s"
                 " WHERE event_id = %s", sequence, link, new, event_id)  # fmt: skip
        link = new


class TestVerifiers:
    """Both verifiers, on a trail under checkpoints."""

    pytestmark = [
        pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
        pytest.mark.two_connections,
    ]

    @pytest.fixture
    def chain(self, cast: Cast, home: Path) -> UUID:
        """An organisation's chain, in two checkpoints."""
        for hour in range(2):
            with enter(cast.alder, by=None):
                for _ in range(3):
                    events.read("page.read", by=None, subjects=[uuid4()], fields=["case.name"])
                events.session("sign_in", by=None)
            checkpoints.make(now=NOW + timedelta(hours=hour))
        return cast.alder.pk

    def test_both_say_that_an_unchanged_trail_holds(self, chain: UUID, tmp_path: Path) -> None:
        assert by_our_command() == ""
        status, said = by_the_second(tmp_path)
        assert (status, said.split(";")[0]) == (0, "0 faults")

    @pytest.mark.parametrize("change", [
        "UPDATE audit_event SET verb = 'other' WHERE id = %(event)s",
        "UPDATE audit_event SET subjects = '{}' WHERE id = %(event)s",
        "UPDATE audit_event SET source = 'elsewhere' WHERE id = %(event)s",
        "DELETE FROM audit_event WHERE id = %(event)s",
        "DELETE FROM audit_seal WHERE event_id = %(event)s",
        "DELETE FROM audit_seal WHERE chain_id = %(chain)s AND sequence > 2",
        "UPDATE audit_seal SET chain_id = %(other)s WHERE event_id = %(event)s",
    ])  # fmt: skip
    def test_a_change_is_found_by_both(self, chain: UUID, tmp_path: Path, change: str) -> None:
        with enter(chain, by=None):
            event = Seal.objects.get(sequence=2).event_id
        values = {"event": event, "chain": chain, "other": uuid4()}
        names = [part.split(")")[0] for part in change.split("%(")[1:]]
        for name in names:
            change = change.replace(f"%({name})s", "%s")
        as_owner(change, *(values[name] for name in names))
        assert "does not hold" in by_our_command()
        status, said = by_the_second(tmp_path)
        assert status == 1
        assert f"chain {chain}" in said

    def test_a_chain_that_was_computed_anew_is_found_by_both(
        self, chain: UUID, tmp_path: Path
    ) -> None:
        with enter(chain, by=None):
            second = Seal.objects.get(sequence=2).event_id
        as_owner("DELETE FROM audit_seal WHERE event_id = %s", second)
        as_owner("DELETE FROM audit_event WHERE id = %s", second)
        recompute(chain)
        assert "does not hold" in by_our_command()
        status, said = by_the_second(tmp_path)
        assert status == 1
        assert "numbers 1 to" in said

    def test_no_checkpoint_is_made_over_a_chain_that_became_shorter(self, chain: UUID) -> None:
        as_owner("DELETE FROM audit_seal WHERE chain_id = %s AND sequence > 2", chain)
        with pytest.raises(checkpoints.CheckpointRefused):
            checkpoints.make(now=NOW + timedelta(hours=3))

    def test_a_temporary_table_does_not_pass_for_the_trail(self, chain: UUID) -> None:
        with connections["default"].cursor() as cursor, enter(chain, by=None):
            cursor.execute("CREATE TEMP TABLE audit_seal (LIKE public.audit_seal) ON COMMIT DROP")
            cursor.execute("CREATE TEMP TABLE audit_event (LIKE public.audit_event)"
                           " ON COMMIT DROP")  # fmt: skip
            cursor.execute("SELECT count(*) FROM audit_heads()")
            assert cursor.fetchone()[0] > 0
