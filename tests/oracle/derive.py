"""The return derived a second time: plain SQL over a clear copy of a bundle.

Nothing here knows the product. The rules stand in `cells.sql`, the tables in `schema.sql`; this
module loads rows and reads figures. What it makes lives in a schema of its own and in one
transaction, which is rolled back: nothing remains on the server.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, cast

import psycopg
from psycopg import sql

from tests.oracle.authorities import listed
from tests.oracle.bundles import Bundle, Row

Cells = dict[str, int | None]
Connection = psycopg.Connection[tuple[Any, ...]]

HERE = Path(__file__).parent
SCHEMA = "clear_rows"
TABLES_SQL = (HERE / "schema.sql").read_text(encoding="utf-8")
CELLS = (HERE / "cells.sql").read_text(encoding="utf-8")

# The columns of each table that the return reads; those named after `/` are dates or numbers,
# blank in a bundle and NULL in the table.
COLUMNS_READ = {
    "services": "service_ref specialist_groups by_and_for_groups /",
    "provision": "provision_ref service_ref accommodation_type authority_code continues"
    " / bedspaces commissioned_from commissioned_to",
    "people": "person_ref gender trans ethnicity disability sexual_orientation mental_health_need"
    " drug_need alcohol_need offending_history / date_of_birth",
    "case_people": "case_ref person_ref role /",
    "referrals": "referral_ref provision_ref kind decision reasons unmet_needs"
    " / received_on decided_on",
    "episodes": "episode_ref case_ref provision_ref origin_code planned asked_to_leave next_place"
    " / started_on ended_on",
    "episode_people": "episode_ref person_ref / from to",
    "support": "support_ref episode_ref person_ref support_type / delivered_on",
}


def year_days(year: str) -> tuple[date, date]:
    """First and last day of a year written "2022-23"."""
    begins = int(year[:4])
    return date(begins, 4, 1), date(begins + 1, 3, 31)


class ClearRows:
    """A bundle's rows in clear tables, ready to be counted for any year."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def load(self, bundle: Bundle) -> None:
        """Replace what the tables hold with the rows of a bundle."""
        for table, columns in COLUMNS_READ.items():
            self.connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            self._copy(table, columns, bundle.rows(table))
            self.connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))

    def load_authorities(self) -> None:
        columns = "gss_code tier1_code successors other_codes / tier valid_from valid_to"
        self._copy("authorities", columns, list(listed().values()))
        self.connection.execute("ANALYZE authorities")

    def cells(
        self, year: str, *, wanted: tuple[str, ...] = (), statement: str = CELLS
    ) -> dict[str, Cells]:
        """Every cell of every authority with provision commissioned in the year, and of those
        wanted besides."""
        self.connection.execute("DELETE FROM period")
        self.connection.execute("DELETE FROM wanted")
        self.connection.execute("INSERT INTO period VALUES (%s, %s)", year_days(year))
        # Without it the planner takes the one row for thousands, and joins accordingly.
        self.connection.execute("ANALYZE period")
        for code in wanted:
            self.connection.execute("INSERT INTO wanted VALUES (%s)", (code,))
        returns: dict[str, Cells] = {}
        for authority, cell, figure in self.connection.execute(cast("Any", statement)):
            returns.setdefault(authority, {})[cell] = figure
        return returns

    def _copy(self, table: str, columns: str, rows: list[Row]) -> None:
        texts, _, dates = (part.split() for part in columns.partition("/"))
        names = [*texts, *dates]
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
        )
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(
                    [*(row.get(name, "") for name in texts), *(row[name] or None for name in dates)]
                )


@contextmanager
def clear_rows(connection: Connection) -> Iterator[ClearRows]:
    """Empty clear tables for as long as the block lasts."""
    with connection.transaction(force_rollback=True):
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))
        connection.execute(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(SCHEMA)))
        connection.execute(cast("Any", TABLES_SQL))
        rows = ClearRows(connection)
        rows.load_authorities()
        yield rows


def oracle_cells(connection: Connection, bundle: Bundle, authority: str, year: str) -> Cells:
    """Every cell of one authority's return; G is None."""
    with clear_rows(connection) as rows:
        rows.load(bundle)
        return rows.cells(year, wanted=(authority,))[authority]


def oracle_all(connection: Connection, bundle: Bundle, year: str) -> dict[str, Cells]:
    """Every cell of each authority with provision commissioned in the year."""
    with clear_rows(connection) as rows:
        rows.load(bundle)
        return rows.cells(year)
