# All checks, each run even when one before it failed; the status says whether all passed.

failed=""
run() {
    name="$1"
    shift
    echo "== $name"
    "$@" || failed="$failed $name"
}

bin=.venv/bin
run ruff $bin/ruff check .
run ruff-format $bin/ruff format --check .
run mypy $bin/mypy .
run lint-imports $bin/lint-imports
run djade sh -c "find . -path ./.venv -prune -o -path ./var -prune -o -path '*/templates/*' -name '*.html' -print0 | xargs -0 -r $bin/djade --check --target-version 5.2"
run bandit $bin/bandit --quiet --recursive --configfile pyproject.toml .

if [ -n "$failed" ]; then
    echo "rowan: these checks failed:$failed" >&2
    exit 1
fi
echo "All checks passed."
