"""What whoever controls the database does to a trail, and who finds it."""

import importlib.util
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections, transaction

from accounts.tenancy import enter
from audit import checkpoints, events, verification
from audit.keys import every_key
from tests.cast import Cast

_SCRIPT = Path(settings.BASE_DIR) / "deploy" / "verify_audit.py"
_START = datetime(2026, 3, 2, 9, tzinfo=UTC)
CONTENT = {
    "verb": "'other'", "purpose": "'other'", "source": "'elsewhere'", "kind": "'session'",
    "actor_id": "gen_random_uuid()", "subjects": "array[gen_random_uuid()]",
    "fields": "array['other']", "at": "at + interval '1 microsecond'",
    "mac": "set_byte(mac, 3, get_byte(mac, 3) # 1)",
}  # fmt: skip


def grow(cast: Cast, count: int, *, every: int = 25) -> None:
    """Add so many read events to Alder's trail, with a checkpoint after every so many."""
    for number in range(1, count + 1):
        with enter(cast.alder, by=None):
            events.read("trail.grow", by=None, subjects=[uuid4()], fields=["name"], purpose="test")
        if number % every == 0:
            checkpoints.make(now=_START + timedelta(minutes=number))


def faults(cast: Cast) -> list[str]:
    """What the installation itself finds in Alder's trail."""
    with enter(cast.alder, by=None):
        keys = every_key(cast.alder.pk)
    marks = verification.marks_of(checkpoints.all_lines())[cast.alder.pk]
    return [str(fault) for fault in verification.faults(cast.alder.pk, keys, marks)]


def faults_from_outside(cast: Cast) -> list[str]:
    """What the other program finds in Alder's trail, from what an export and the file hold."""
    script = importlib.util.spec_from_file_location("verify_audit", _SCRIPT)
    assert script is not None
    assert script.loader is not None
    module: Any = importlib.util.module_from_spec(script)
    script.loader.exec_module(module)
    chain = str(cast.alder.pk)
    key = module.Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoints.public_key()))
    read = list(module.read_checkpoints(str(checkpoints.path()), key))
    marks = [one["chains"][chain] for _, one in read if chain in one["chains"]]
    found = module.chain_faults(chain, verification.exported(cast.alder.pk), marks)
    return [*(wrong for wrong, _ in read if wrong), *found]


@contextmanager
def in_control() -> Iterator[Any]:
    """The database in the hands of somebody who may do anything; all undone at the end."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in ("audit_event", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        yield cursor
        transaction.set_rollback(True, using="owner")


def names(faults: list[str], number: int) -> bool:
    """Whether some fault names this number, or a range that holds it."""
    for fault in faults:
        alone = [int(each) for each in re.findall(r"number (\d+)", fault)]
        ranges = re.findall(r"numbers (\d+) to (\d+)", fault)
        if number in alone or any(int(low) <= number <= int(high) for low, high in ranges):
            return True
    return False


class Mutation:
    """One change at one place of a chain of so many events, drawn at random."""

    KINDS = (
        *CONTENT, "organisation", "delete event", "delete both", "delete and recompute",
        "duplicate", "swap", "flip link", "flip previous", "truncate", "insert and recompute",
    )  # fmt: skip

    def __init__(self, chain: UUID, length: int, chance: random.Random, kind: str) -> None:
        self.chain, self.length, self.kind = chain, length, kind
        self.number = chance.randrange(2, length - 1)
        if kind == "truncate":
            self.number = length - chance.randrange(1, min(50, length - 2)) + 1

    def do(self, cursor: Any) -> None:
        """Make the change."""
        getattr(self, f"_{self.kind.replace(' ', '_')}", self._change_content)(cursor)

    def _change_content(self, cursor: Any) -> None:
        column = self.kind
        cursor.execute(
            f"UPDATE audit_event SET {column} = {CONTENT[column]} WHERE id = %s",
            [self._event(cursor)],
        )

    def _organisation(self, cursor: Any) -> None:
        cursor.execute(
            "UPDATE audit_event SET organisation_id = gen_random_uuid() WHERE id = %s",
            [self._event(cursor)],
        )

    def _delete_event(self, cursor: Any) -> None:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [self._event(cursor)])

    def _delete_both(self, cursor: Any) -> None:
        event = self._event(cursor)
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [event])
        cursor.execute("DELETE FROM audit_seal WHERE event_id = %s", [event])

    def _delete_and_recompute(self, cursor: Any) -> None:
        self._delete_both(cursor)
        self._recompute(cursor)

    def _insert_and_recompute(self, cursor: Any) -> None:
        self._duplicate(cursor)
        self._recompute(cursor)

    def _duplicate(self, cursor: Any) -> None:
        """Put a copy of an event, code and all, where another stood."""
        copy = uuid4()
        cursor.execute(
            "INSERT INTO audit_event SELECT (jsonb_populate_record(e, jsonb_build_object('id',"
            " %s::text))).* FROM audit_event e WHERE id = %s",
            [str(copy), self._event(cursor, self.number - 1)],
        )
        cursor.execute(
            "UPDATE audit_seal SET event_id = %s WHERE chain_id = %s AND sequence = %s",
            [copy, self.chain, self.number],
        )

    def _swap(self, cursor: Any) -> None:
        """Let two neighbours change places."""
        for old, new in ((self.number, -1), (self.number + 1, self.number), (-1, self.number + 1)):
            cursor.execute(
                "UPDATE audit_seal SET sequence = %s WHERE chain_id = %s AND sequence = %s",
                [new, self.chain, old],
            )

    def _flip_link(self, cursor: Any) -> None:
        self._flip(cursor, "link")

    def _flip_previous(self, cursor: Any) -> None:
        self._flip(cursor, "previous")

    def _flip(self, cursor: Any, column: str) -> None:
        cursor.execute(
            f"UPDATE audit_seal SET {column} = set_byte({column}, 9, get_byte({column}, 9) # 4)"
            " WHERE chain_id = %s AND sequence = %s",
            [self.chain, self.number],
        )

    def _truncate(self, cursor: Any) -> None:
        cursor.execute(
            "DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_seal"
            " WHERE chain_id = %s AND sequence >= %s)", [self.chain, self.number],
        )  # fmt: skip
        cursor.execute(
            "DELETE FROM audit_seal WHERE chain_id = %s AND sequence >= %s",
            [self.chain, self.number],
        )

    def _recompute(self, cursor: Any) -> None:
        """Number and link the whole chain anew, with what the database holds."""
        cursor.execute(
            "SELECT s.event_id, e.mac FROM audit_seal s JOIN audit_event e ON e.id = s.event_id"
            " WHERE s.chain_id = %s ORDER BY s.sequence", [self.chain],
        )  # fmt: skip
        rows = cursor.fetchall()
        cursor.execute(
            "UPDATE audit_seal SET sequence = -sequence, previous = previous || '\\x00'"
            " WHERE chain_id = %s", [self.chain],
        )  # fmt: skip
        link = verification.first_link(self.chain)
        for number, (event_id, code) in enumerate(rows, start=1):
            following = verification.next_link(link, number, bytes(code))
            cursor.execute(
                "UPDATE audit_seal SET sequence = %s, previous = %s, link = %s WHERE event_id = %s",
                [number, link, following, event_id],
            )
            link = following

    def _event(self, cursor: Any, number: int | None = None) -> UUID:
        cursor.execute(
            "SELECT event_id FROM audit_seal WHERE chain_id = %s AND sequence = %s",
            [self.chain, number or self.number],
        )
        event_id: UUID = cursor.fetchone()[0]
        return event_id
