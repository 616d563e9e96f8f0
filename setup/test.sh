# The whole suite on the PostgreSQL that Rowan brings, then the tests marked `database` on
# Debian's version 15 where it is installed. Tests have a home of their own beside the demo's.

home="${ROWAN_HOME:-$PWD/var}"
python=.venv/bin/python
postgres_15=/usr/lib/postgresql/15/bin
export ROWAN_FOR_TESTS=1

stop() { $python -m config.private_postgres stop "$1" > /dev/null; }

echo "== the whole suite, on the PostgreSQL that Rowan brings"
export ROWAN_HOME="$home/tests"
trap 'stop "$ROWAN_HOME"; exit 130' INT TERM
$python -m pytest -m "not soak" "$@"
status=$?
stop "$ROWAN_HOME"

echo "== the tests of the database, on PostgreSQL 15"
if [ -x "$postgres_15/postgres" ]; then
    export ROWAN_HOME="$home/tests-on-15" ROWAN_POSTGRES_BIN="$postgres_15"
    $python -m pytest -m "database and not soak" -q
    on_15=$?
    stop "$ROWAN_HOME"
    [ $on_15 -eq 0 ] || status=$on_15
elif [ "$REQUIRE_ALL" = 1 ]; then
    echo "FAILED: PostgreSQL 15 is not there; on Debian 12: apt-get install postgresql-15" >&2
    status=1
else
    echo "SKIPPED: PostgreSQL 15 is not there; on Debian 12: apt-get install postgresql-15"
fi
exit $status
