# The whole suite on the PostgreSQL that Rowan brings, then the tests marked `database` on
# Debian's version 15 where it is installed; each on all processors. Tests have homes of their own
# beside the demo's, one for each processor. Arguments go to the first: `-n0` runs in one process.

home="${ROWAN_HOME:-$PWD/var}"
python=.venv/bin/python
postgres_15=/usr/lib/postgresql/15/bin
# Whoever is done early takes tests from whoever is not.
spread="-n auto --maxprocesses 8 --dist worksteal"
export ROWAN_FOR_TESTS=1

stop() {
    for started in "$1" "$1"/gw*; do
        $python -m config.private_postgres stop "$started" > /dev/null
    done
}

echo "== the whole suite, on the PostgreSQL that Rowan brings"
export ROWAN_HOME="$home/tests"
trap 'stop "$ROWAN_HOME"; exit 130' INT TERM
$python -m pytest $spread -m "not soak" "$@"
status=$?
stop "$ROWAN_HOME"

echo "== the tests of the database, on PostgreSQL 15"
if [ -x "$postgres_15/postgres" ]; then
    export ROWAN_HOME="$home/tests-on-15" ROWAN_POSTGRES_BIN="$postgres_15"
    $python -m pytest $spread -m "database and not soak" -q
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
