"""The private server: made once, used again, recovered after every rude ending."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from config.private_postgres import Connection, ensure_running, is_running, remove, stop
from config.private_postgres.connection import ROLES_THAT_SIGN_IN
from tests.setup.conftest import pid_of, place_of, rows

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("role", ROLES_THAT_SIGN_IN)
def test_each_role_signs_in_with_its_password(server: Connection, role: str) -> None:
    assert rows(server, role, "SELECT current_user") == [(role,)]


def test_only_the_administrator_is_a_superuser_and_only_backup_passes_row_security(
    server: Connection,
) -> None:
    found = rows(
        server,
        "rowan_app",
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'rowan%'"
        " AND (rolsuper OR rolbypassrls) ORDER BY 1",
    )
    assert found == [("rowan_admin",), ("rowan_backup",)]


def test_the_application_may_take_on_reporting_and_inherits_nothing_of_it(
    server: Connection,
) -> None:
    rows(server, "rowan_owner", "CREATE TABLE figures AS SELECT 8 AS counted")
    rows(server, "rowan_owner", "GRANT SELECT ON figures TO rowan_report")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(server, "rowan_app", "SELECT counted FROM figures")
    with psycopg.connect(**server.as_role("rowan_app")) as opened:  # type: ignore[arg-type]
        opened.execute("SET LOCAL ROLE rowan_report")
        assert opened.execute("SELECT counted FROM figures").fetchone() == (8,)


def test_backup_reads_everything_and_writes_nothing(server: Connection) -> None:
    rows(server, "rowan_owner", "CREATE TABLE kept AS SELECT 1 AS one")
    assert rows(server, "rowan_backup", "SELECT one FROM kept") == [(1,)]
    with pytest.raises(psycopg.Error):
        rows(server, "rowan_backup", "DELETE FROM kept")


def test_nobody_but_the_owner_may_make_tables(server: Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(server, "rowan_app", "CREATE TABLE mine (id int)")


def test_a_wrong_password_is_refused(server: Connection) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**{**server.as_role("rowan_admin"), "password": "guess"})  # type: ignore[arg-type]


def test_text_is_utf8_time_is_utc_and_no_address_is_listened_on(server: Connection) -> None:
    asked = "SELECT current_setting('{}')"
    names = ("server_encoding", "TimeZone", "listen_addresses", "password_encryption")
    found = [rows(server, "rowan_app", asked.format(name))[0][0] for name in names]
    assert found == ["UTF8", "UTC", "", "scram-sha-256"]


def test_a_failing_statement_leaves_no_value_in_the_log(
    server: Connection, shared_home: Path
) -> None:
    with pytest.raises(psycopg.Error):
        rows(server, "rowan_app", "SELECT 'Marigold Way 7'::int")
    assert "Marigold" not in (place_of(shared_home) / "log").read_text()


def test_a_running_server_is_used_again(shared_home: Path) -> None:
    before = pid_of(shared_home)
    ensure_running(shared_home)
    assert pid_of(shared_home) == before


def test_data_outlives_a_stop_and_stopping_twice_is_no_error(home: Path) -> None:
    rows(ensure_running(home, for_tests=True), "rowan_owner", "CREATE TABLE kept (id int)")
    assert stop(home)
    assert not stop(home)
    assert not is_running(home)
    assert rows(ensure_running(home), "rowan_owner", "SELECT count(*) FROM kept") == [(0,)]


def test_after_kill_9_the_next_start_recovers(home: Path) -> None:
    rows(ensure_running(home, for_tests=False), "rowan_owner", "CREATE TABLE kept (id int)")
    os.kill(pid_of(home), signal.SIGKILL)
    while is_running(home):
        time.sleep(0.01)
    assert rows(ensure_running(home), "rowan_owner", "SELECT count(*) FROM kept") == [(0,)]


def test_a_note_that_names_a_process_of_somebody_else_does_not_block(home: Path) -> None:
    ensure_running(home, for_tests=True)
    stop(home)
    (place_of(home) / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert rows(ensure_running(home), "rowan_app", "SELECT 1") == [(1,)]


def test_a_server_that_was_half_made_is_made_anew(home: Path) -> None:
    ensure_running(home, for_tests=True)
    first = place_of(home)
    (first / "complete").unlink()
    assert rows(ensure_running(home, for_tests=True), "rowan_app", "SELECT 1") == [(1,)]
    assert (place_of(home) / "complete").exists()


def test_a_lost_socket_is_made_again(home: Path) -> None:
    host = Path(ensure_running(home, for_tests=True).host)
    for left in host.iterdir():
        left.unlink()
    assert rows(ensure_running(home), "rowan_app", "SELECT 1") == [(1,)]


def test_two_starters_at_once_get_one_server(home: Path) -> None:
    command = [sys.executable, "-m", "config.private_postgres", "start", str(home)]
    starters = [subprocess.Popen(command, cwd=CHECKOUT) for _ in range(3)]
    assert [starter.wait(timeout=60) for starter in starters] == [0, 0, 0]
    assert rows(ensure_running(home), "rowan_app", "SELECT 1") == [(1,)]


def test_a_long_path_is_no_obstacle(tmp_path: Path) -> None:
    home = tmp_path / ("h" * 120) / "var"
    try:
        assert rows(ensure_running(home, for_tests=True), "rowan_app", "SELECT 1") == [(1,)]
    finally:
        remove(home)


def test_a_server_keeps_its_data_safe_unless_it_was_made_for_tests(home: Path) -> None:
    connection = ensure_running(home, for_tests=False)
    assert rows(connection, "rowan_app", "SHOW fsync") == [("on",)]


def test_removing_leaves_nothing_behind(home: Path) -> None:
    host = Path(ensure_running(home, for_tests=True).host)
    place = place_of(home)
    remove(home)
    assert not place.exists()
    assert not host.exists()
    assert list(home.iterdir()) == []


def test_what_holds_passwords_data_and_socket_is_closed_to_others(shared_home: Path) -> None:
    place = place_of(shared_home)
    host = Path(ensure_running(shared_home).host)
    secret = [shared_home / "database" / "connection.json", place / "data", place / "log", host]
    assert [path for path in secret if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
