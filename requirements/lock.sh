# Lock what pyproject.toml asks for; --upgrade takes the newest versions that it allows.

lock() {
    uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@" > /dev/null
}

cd "$(dirname "$0")/.." || exit 1
lock -o requirements/base.txt "$@" &&
    lock --group dev --constraints requirements/base.txt -o requirements/dev.txt "$@" &&
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-annotate --no-emit-index-url --no-emit-find-links \
        --group build -o requirements/build.txt "$@" > /dev/null || exit 1

if grep -nE '://|^--(index|extra|find)|^-[if]' requirements/*.txt; then
    echo "rowan: the lines above hold an address: take them out." >&2
    exit 1
fi
