# The long tests in full, in a home of their own.

home="${ROWAN_HOME:-$PWD/var}/soak"
export ROWAN_HOME="$home"
.venv/bin/python -m pytest -m soak "$@"
status=$?
.venv/bin/python -m config.private_postgres stop "$home" > /dev/null
# pytest's 5: no test is marked, which is no failure of the tests there are.
[ $status -eq 5 ] && echo "No test is marked soak." && exit 0
exit $status
