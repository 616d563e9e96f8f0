"""Remove an installation's data: `python -m setup.clean HOME`, with no package installed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from config.home import BusyHomeError, only_one
from config.private_postgres import PrivatePostgresError, remove

# What tells a home of Rowan from any other folder that somebody may have named.
_SIGNS = ("database", "keys", "tests", "tests-on-15", "soak", "bench")
# Homes of a run of the tests on several processors, one for each; of benches smaller than whole.
_BY_THE_WAY = ("*/gw*", "bench/at-*")


def main(arguments: list[str]) -> int:
    """The status is 1, with one sentence, when something stands in the way."""
    home = Path(arguments[0]).absolute()
    if not home.exists():
        print(f"There is nothing in {home} to remove.")
        return 0
    if not any((home / sign).is_dir() for sign in _SIGNS):
        return _refuse(f"{home} does not look like a home of Rowan, so nothing was removed.")
    try:
        with only_one(home):
            for place in (home, *(home / name for name in _SIGNS), *_made_by_the_way(home)):
                remove(place)
            shutil.rmtree(home)
    except (PrivatePostgresError, BusyHomeError) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"{error.filename} could not be removed: {error.strerror}.")
    print(f"Removed the database, keys and files in {home}.")
    return 0


def _made_by_the_way(home: Path) -> list[Path]:
    return [place for pattern in _BY_THE_WAY for place in home.glob(pattern)]


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"rowan: {sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
