"""Who looked, on a trail of ten million events: what it costs to ask.

The events are made in the database, without codes, in an organisation that nobody enters but this:
they are there to be searched, and are taken away afterwards. ``BENCH_EVENTS`` (by default 200,000)
makes the trail smaller or larger.
"""

import os
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from django.db import connection, connections, transaction
from django.db.backends.utils import CursorWrapper

import audit
from audit import context, looked
from benchmarks.report import Report, timed
from benchmarks.scale import part_of

EVENTS = int(os.environ.get("BENCH_EVENTS", part_of(200_000, step=20_000)))
PEOPLE = 300
CASES = max(500, EVENTS // 400)
AT_ONCE = 500_000
PAGE = 300
ASKED = 20

_POOL = """
    DROP TABLE IF EXISTS bench_pool;
    CREATE TABLE bench_pool AS
      SELECT n, gen_random_uuid() AS case_id, gen_random_uuid() AS survivor,
             gen_random_uuid() AS child
      FROM generate_series(0, %(cases)s - 1) n;
    CREATE UNIQUE INDEX ON bench_pool (n);
    DROP TABLE IF EXISTS bench_people;
    CREATE TABLE bench_people AS
      SELECT n, gen_random_uuid() AS id FROM generate_series(0, %(people)s - 1) n;
    CREATE UNIQUE INDEX ON bench_people (n);
"""
# Nine in ten are the page of a case, the tenth a list of fifty. One case in a hundred has a tenth
# of the looks.
_EVENTS = """
    INSERT INTO audit_event (id, organisation_id, at, kind, actor_id, verb, subjects, fields,
                             purpose, source, mac, transaction)
    SELECT gen_random_uuid(), %(organisation)s, now() - (%(all)s - s.n) * interval '6 seconds',
           'read', person.id, CASE WHEN s.n %% 10 = 0 THEN 'case.list' ELSE 'case.see' END,
           coalesce(listed.ids, ARRAY[one.case_id, one.survivor, one.child]),
           '{}', '', 'bench', ''::bytea, 0
    FROM (SELECT n, CASE WHEN n %% 11 = 0 THEN (n / 11) %% (%(cases)s / 100)
                         ELSE (n * 104729) %% %(cases)s END AS which
          FROM generate_series(%(first)s::bigint, %(last)s::bigint) n) s
    JOIN bench_people person ON person.n = (s.n * 7919) %% %(people)s
    JOIN bench_pool one ON one.n = s.which
    LEFT JOIN LATERAL (
      SELECT array_agg(u) AS ids
      FROM bench_pool p, unnest(ARRAY[p.case_id, p.survivor]) u
      WHERE p.n >= (s.n * 31) %% (%(cases)s - 50) AND p.n < (s.n * 31) %% (%(cases)s - 50) + 50
    ) listed ON s.n %% 10 = 0
"""
_SEALS = """
    INSERT INTO audit_seal (event_id, chain_id, sequence, previous, link)
    SELECT id, organisation_id, row_number() OVER (ORDER BY at), NULL, ''::bytea
    FROM audit_event WHERE organisation_id = %(organisation)s
"""
Ask = Callable[[], list[looked.Look]]

_INDEXES = ("audit_event_of_subjects", "audit_event_of_actor")
_TABLES = ("audit_event", "audit_seal")


def measure(report: Report) -> None:
    """Make the trail, ask about cases, people and colleagues, and show how it is found."""
    organisation = uuid4()
    with connections["owner"].cursor() as owner:
        try:
            with timed() as watch, untriggered(owner):
                _store(owner, organisation)
            report.add(f"{EVENTS:,} events made", f"{watch.seconds:.0f} s", _sizes(owner))
            _ask(report, owner, organisation)
        finally:
            with untriggered(owner):
                _take_away(owner, organisation)


@contextmanager
def untriggered(owner: CursorWrapper) -> Iterator[None]:
    """Let the owner write and remove events of no chain; the application waits meanwhile."""
    for table in _TABLES:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY")
    try:
        yield
    finally:
        for table in _TABLES:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER, FORCE ROW LEVEL SECURITY")


def _store(owner: CursorWrapper, organisation: UUID) -> None:
    given: dict[str, UUID | int] = {
        "organisation": organisation,
        "cases": CASES,
        "people": PEOPLE,
        "all": EVENTS,
    }
    owner.execute(_POOL, given)
    owner.execute(f"DROP INDEX IF EXISTS {', '.join(_INDEXES)}")
    for first in range(1, EVENTS + 1, AT_ONCE):
        last = min(EVENTS, first + AT_ONCE - 1)
        owner.execute(_EVENTS, given | {"first": first, "last": last})
    owner.execute(_SEALS, given)
    # Made when all is there, as the page of who looked tells the owner of a large trail to.
    owner.execute((Path(audit.__path__[0]) / "looked.sql").read_text(encoding="utf-8"))
    owner.execute("ANALYZE audit_event, audit_seal")


def _take_away(owner: CursorWrapper, organisation: UUID) -> None:
    owner.execute("DELETE FROM audit_seal WHERE chain_id = %s", [organisation])
    owner.execute("DELETE FROM audit_event WHERE organisation_id = %s", [organisation])
    owner.execute("DROP TABLE IF EXISTS bench_pool, bench_people")
    owner.execute("VACUUM FULL audit_event, audit_seal")


def _sizes(owner: CursorWrapper) -> str:
    names = [*_TABLES, *_INDEXES]
    sizes = []
    for name in names:
        owner.execute("SELECT pg_size_pretty(pg_relation_size(%s))", [name])
        sizes.append(f"{name} {owner.fetchone()[0]}")
    return ", ".join(sizes)


def _ask(report: Report, owner: CursorWrapper, organisation: UUID) -> None:
    """Ask as the application does, each question for other records, and once for its plan."""
    usual, often = (
        _pool(owner, numbers) for numbers in (_spread(100, CASES), _spread(0, CASES // 100))
    )
    owner.execute("SELECT id FROM bench_people ORDER BY n LIMIT %s", [ASKED])
    people = [row[0] for row in owner.fetchall()]
    questions: list[tuple[str, list[Ask]]] = [
        ("a case", [partial(looked.at_records, ids, most=PAGE) for ids in usual]),
        ("a case often looked at", [partial(looked.at_records, ids, most=PAGE) for ids in often]),
        ("a person", [partial(looked.at_records, ids[1:2], most=PAGE) for ids in often]),
        ("a colleague", [partial(looked.by_person, one, most=PAGE) for one in people]),
    ]
    with context.entered(organisation), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('rowan.organisation', %s, true)", [str(organisation)])
        for name, asked in questions:
            seconds = [_timed(one) for one in asked]
            report.add(
                f"who looked at {name}, median of {ASKED}",
                f"{statistics.median(seconds) * 1000:.0f} ms",
                f"longest {max(seconds) * 1000:.0f} ms",
            )  # fmt: skip
    for plan in (_plan(owner, organisation, often[0]), _plan(owner, organisation, people[0])):
        print("\n".join(plan), flush=True)


def _spread(first: int, end: int) -> list[int]:
    return [first + number * (end - first) // ASKED for number in range(ASKED)]


def _pool(owner: CursorWrapper, numbers: list[int]) -> list[list[UUID]]:
    owner.execute("SELECT case_id, survivor, child FROM bench_pool WHERE n = ANY(%s)", [numbers])
    return [list(row) for row in owner.fetchall()]


def _timed(ask: Ask) -> float:
    with timed() as watch:
        found = ask()
    if not found:
        raise RuntimeError("nobody looked")
    return watch.seconds


def _plan(owner: CursorWrapper, organisation: UUID, asked: list[UUID] | UUID) -> list[str]:
    """Return how the database finds it: the query that ``audit_looked`` puts together."""
    if isinstance(asked, UUID):
        condition, given = "e.actor_id = %s", str(asked)
    else:
        condition, given = "e.subjects && %s::uuid[]", f"{{{','.join(map(str, asked))}}}"
    owner.execute(
        "EXPLAIN (ANALYZE, BUFFERS) SELECT s.sequence, e.at, e.kind, e.actor_id, e.verb,"
        " e.subjects, e.purpose FROM audit_event e JOIN audit_seal s ON s.event_id = e.id"
        f" WHERE e.organisation_id = %s AND s.sequence IS NOT NULL AND {condition}"
        f" ORDER BY s.sequence DESC LIMIT {PAGE}",
        [organisation, given],
    )
    return [row[0] for row in owner.fetchall()]
