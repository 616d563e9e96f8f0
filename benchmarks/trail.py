"""The trail: what it takes to verify a million events, and what a look adds to a page.

The events are made here with a key of their own, as a chain that no organisation has, and are taken
away afterwards. ``BENCH_VERIFIED`` (by default 100,000) says how many.
"""

import hashlib
import json
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections
from django.db.backends.utils import CursorWrapper

from accounts.models import Organisation
from accounts.tenancy import enter
from audit import checkpoints, codes, events, merkle, verification
from audit.checkpoints import Mark
from audit.content import EventContent
from benchmarks.looked import untriggered
from benchmarks.report import Report, program, timed

VERIFIED = int(os.environ.get("BENCH_VERIFIED", "100000"))
LOOKS = 300
NAMED = 4
_BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
_EVENT = f"""
    COPY audit_event ({", ".join(verification.EVENT_FIELDS)}, mac, transaction) FROM STDIN
"""
_SEAL = "COPY audit_seal (event_id, chain_id, sequence, previous, link) FROM STDIN"
_READ = """
    SELECT s.sequence, s.previous, s.link, e.* FROM audit_seal s
    JOIN audit_event e ON e.id = s.event_id WHERE s.chain_id = %s ORDER BY s.sequence
"""


def measure(report: Report) -> None:
    """Verify a long chain inside and outside, and time a look."""
    chain, key = uuid4(), os.urandom(32)
    with connections["owner"].cursor() as owner:
        try:
            with untriggered(owner):
                marks = _store(owner, chain, key)
            _verify(report, owner, chain, key, marks)
        finally:
            with untriggered(owner):
                owner.execute("DELETE FROM audit_event WHERE organisation_id = %s", [chain])
                owner.execute("DELETE FROM audit_seal WHERE chain_id = %s", [chain])
    _look(report)


def _store(owner: CursorWrapper, chain: UUID, key: bytes) -> list[Mark]:
    """Write the chain as the database would have, and return its checkpoints."""
    raw: Any = owner.cursor
    made = list(_chain(chain, key))
    with raw.copy(_EVENT) as copy:
        for content, code, _, _ in made:
            copy.write_row([*(getattr(content, one) for one in verification.EVENT_FIELDS), code, 0])
    marks, tree = [], merkle.Frontier()
    with raw.copy(_SEAL) as copy:
        for number, (content, _, previous, link) in enumerate(made, start=1):
            copy.write_row([content.id, chain, number, previous, link])
            tree.add(merkle.leaf(link, hashlib.sha256(content.canonical()).digest()))
            if number % checkpoints.AT_MOST_EVENTS == 0:
                marks.append(Mark(number, link, tree.root(), ()))
    owner.execute("ANALYZE audit_event, audit_seal")
    return marks


def _chain(chain: UUID, key: bytes) -> Iterator[tuple[EventContent, bytes, bytes, bytes]]:
    link = verification.first_link(chain)
    who = [uuid4() for _ in range(30)]
    for number in range(1, VERIFIED + 1):
        content = EventContent(
            id=uuid4(), organisation_id=chain, at=_BEGAN + timedelta(seconds=number), kind="read",
            actor_id=who[number % 30], verb="case.see", subjects=[uuid4() for _ in range(NAMED)],
            fields=["summary"], purpose="", source="192.0.2.7",
        )  # fmt: skip
        code, before = codes.make(content, 1, key), link
        link = verification.next_link(before, number, code)
        yield content, code, before, link


def _verify(
    report: Report, owner: CursorWrapper, chain: UUID, key: bytes, marks: list[Mark]
) -> None:
    with timed() as reading:
        owner.execute(_READ, [chain])
        while owner.fetchmany(2000):
            pass
    with timed() as watch:
        found = list(verification.faults(chain, {1: key}, marks))
    if found:
        raise RuntimeError(f"{found[0]}")
    report.add(
        f"{VERIFIED:,} events verified, with their codes", f"{watch.seconds:.1f} s",
        f"{_per_million(watch.seconds):.0f} s for a million; only read: {reading.seconds:.1f} s",
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        _verify_outside(report, chain, Path(folder))


def _verify_outside(report: Report, chain: UUID, folder: Path) -> None:
    export, none = folder / "export", folder / "checkpoints"
    none.touch()
    with timed() as writing, export.open("w", encoding="utf-8") as file:
        for row in verification.exported(chain):
            file.write(json.dumps(row) + "\n")
    script = str(Path(settings.BASE_DIR) / "deploy" / "verify_audit.py")
    run = program(script, str(export), str(none), checkpoints.public_key())
    if run.failed:
        raise RuntimeError(run.printed)
    report.add(
        f"{VERIFIED:,} events verified from outside", f"{run.seconds:.1f} s",
        f"{_per_million(run.seconds):.0f} s for a million; {run.megabytes} MB at most;"
        f" exported in {writing.seconds:.1f} s",
    )  # fmt: skip


def _per_million(seconds: float) -> float:
    return seconds * 1_000_000 / VERIFIED


def _look(report: Report) -> None:
    """Time a page's event beside a plain row that is committed on the same connection."""
    with connections["owner"].cursor() as owner:
        owner.execute("DROP TABLE IF EXISTS bench_row; CREATE TABLE bench_row (id uuid)")
        owner.execute("GRANT INSERT ON bench_row TO rowan_audit")

    def plain() -> None:
        with connections["audit"].cursor() as cursor:
            cursor.execute("INSERT INTO bench_row VALUES (gen_random_uuid())")

    def look() -> None:
        events.read("case.see", by=None, subjects=[uuid4() for _ in range(NAMED)])

    with enter(Organisation.objects.all()[0], by=None):
        baseline, seconds = _median(plain), _median(look)
    with connections["owner"].cursor() as owner:
        owner.execute("DROP TABLE bench_row")
    report.add(
        f"a look recorded and committed, median of {LOOKS}", f"{seconds * 1000:.2f} ms",
        f"a plain row committed: {baseline * 1000:.2f} ms",
    )  # fmt: skip


def _median(do: Callable[[], None]) -> float:
    taken = []
    for _ in range(LOOKS):
        with timed() as watch:
            do()
        taken.append(watch.seconds)
    return statistics.median(taken)
