# Remove an installation's data with whatever Python there is: .venv may be gone already.

for python in .venv/bin/python python3.14 python3.13 python3.12 python3.11 python3; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" -m setup.clean "${ROWAN_HOME:-$PWD/var}"
    fi
done
echo "rowan: no Python 3.11 or later was found to stop the database with." >&2
exit 1
