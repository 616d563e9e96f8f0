"""`make bench`: England's import and returns beside plain SQL, and pages beside an empty one.

It works in an installation of its own, below the home of this one, and leaves it there: a second
run does not import again, and says so. ``BENCH_SCALE`` (by default 1) makes everything smaller, in
an installation for that scale; ``BENCH_EVENTS`` a larger trail of who looked, ``BENCH_VERIFIED``
a longer one to verify.
"""

import os
from pathlib import Path

from benchmarks.scale import SCALE, WHOLE

_AT_SCALE = "" if SCALE == WHOLE else f"at-{SCALE}"
HOME = Path(os.environ.get("ROWAN_HOME", "var")).absolute() / "bench" / _AT_SCALE
os.environ["ROWAN_HOME"] = str(HOME)
os.environ["ROWAN_DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # noqa: E402 - the home must be named before the settings are read

django.setup()

from benchmarks import access, day, england, looked, pages, rooms, search, trail  # noqa: E402
from benchmarks.report import Report  # noqa: E402
from config.installation import say_on_stderr, set_up  # noqa: E402
from config.private_postgres import stop  # noqa: E402


def main() -> None:
    """Measure, and print what was measured."""
    report = Report()
    set_up(HOME, say_on_stderr)
    try:
        england.measure(report, scale=str(SCALE))
        pages.measure(report)
        access.measure(report)
        day.measure(report)
        rooms.measure(report)
        looked.measure(report)
        trail.measure(report)
        search.measure(report)
    finally:
        stop(HOME)
    print(report.text())


if __name__ == "__main__":
    main()
