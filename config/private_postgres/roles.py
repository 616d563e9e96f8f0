"""The roles of Rowan and its database, made once in a new server.

The one module here that needs an installed package: the others serve `make clean` too, which
must work without any.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from config.private_postgres.connection import DATABASE, SUPERUSER, Connection
from config.private_postgres.errors import PrivatePostgresError

# rowan_owner makes databases because the tests need one; the real server of deploy/ differs.
_ROLES = {
    "rowan_owner": "LOGIN CREATEDB",
    "rowan_app": "LOGIN NOINHERIT",
    "rowan_audit": "LOGIN NOINHERIT",
    "rowan_report": "NOLOGIN",
    "rowan_backup": "LOGIN BYPASSRLS",
}
_NEVER = "NOSUPERUSER NOCREATEROLE NOREPLICATION"


def make(connection: Connection) -> None:
    """The roles, and the database with nothing open to PUBLIC."""
    try:
        _make_roles_and_database(connection)
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise PrivatePostgresError(f"The new database could not be set up: {reason}") from error


def _make_roles_and_database(connection: Connection) -> None:
    with _as_superuser(connection, "postgres") as server:
        for role, attributes in _ROLES.items():
            server.execute(_create_role(role, attributes, connection.passwords.get(role)))
        server.execute("GRANT rowan_report TO rowan_app")
        server.execute("GRANT pg_read_all_data TO rowan_backup")
        server.execute("ALTER ROLE rowan_backup SET default_transaction_read_only = on")
        database = sql.Identifier(DATABASE)
        server.execute(sql.SQL("CREATE DATABASE {} OWNER rowan_owner").format(database))
        for name in (DATABASE, "postgres", "template1"):
            server.execute(
                sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name))
            )
        # The owner connects to "postgres" to make and drop the tests' database.
        server.execute("GRANT CONNECT ON DATABASE postgres TO rowan_owner")
        server.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO rowan_app, rowan_audit, rowan_backup").format(
                database
            )
        )
    with _as_superuser(connection, DATABASE) as database_itself:
        database_itself.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _as_superuser(connection: Connection, database: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=connection.host,
        port=connection.port,
        dbname=database,
        user=SUPERUSER,
        password=connection.passwords[SUPERUSER],
        autocommit=True,
    )


def _create_role(role: str, attributes: str, password: str | None) -> sql.Composed:
    statement = sql.SQL("CREATE ROLE {} {} {}").format(
        sql.Identifier(role),
        sql.SQL(attributes),
        sql.SQL(_NEVER),
    )
    if password is None:
        return statement
    return statement + sql.SQL(" PASSWORD {}").format(sql.Literal(password))
