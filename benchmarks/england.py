"""England of 2022-23: its import, its returns, and the same figures in plain SQL."""

import statistics
from decimal import Decimal
from typing import Any

import psycopg
from django.conf import settings

from accommodation.register import commissioned_authorities
from benchmarks.report import Report, command, timed
from config.private_postgres import ensure_running
from demo.england.housing import plan_england
from demo.england.records import write_provider
from returns import services
from tests.oracle.bundles import Bundle
from tests.oracle.derive import clear_rows

YEAR = "2022-23"
RUNS = 3


def measure(report: Report, *, scale: str) -> None:
    """Import England, derive it whole and in part, and count it in plain SQL."""
    _import(report, scale)
    plain = _plain_sql(report, scale)
    _all_returns(report, plain)
    _one_return(report)


def _import(report: Report, scale: str) -> None:
    """Bring England in through the ordinary import, in a process of its own."""
    if _authorities():
        report.add("import", "not measured", "England is here from an earlier run")
        return
    done = command("demo_england", "--scale", scale)
    if done.failed:
        raise RuntimeError("England was not imported.")
    report.add("import", done.printed.strip())
    report.add("memory of the import", f"{done.megabytes} MB", "in its largest process")


def _authorities() -> list[str]:
    period = services.as_period(YEAR)
    return list(commissioned_authorities(period.first, period.last))


def _all_returns(report: Report, plain: float) -> None:
    """Derive every authority's return by the command, less what an empty command takes.

    The best of the runs, as for the baseline.
    """
    empty = min(command("check").seconds for _ in range(RUNS))
    runs = [command("derive_return", "--all", "--year", YEAR) for _ in range(RUNS)]
    if any(run.failed for run in runs):
        raise RuntimeError("The returns were not derived.")
    seconds = min(run.seconds for run in runs) - empty
    report.add(
        "all returns", f"{seconds:.2f} s", f"{seconds / plain:.1f} times plain SQL ({plain:.2f} s)"
    )
    memory = max(run.megabytes for run in runs)
    report.add("memory of all returns", f"{memory} MB", "in the largest of its processes")


def _one_return(report: Report) -> None:
    """Derive the return of each authority alone; the median is a median authority's."""
    seconds = []
    for code in _authorities():
        with timed() as watch:
            services.derive(code, YEAR)
        seconds.append(watch.seconds)
    report.add(
        "one authority's return, median", f"{statistics.median(seconds):.3f} s",
        f"largest {max(seconds):.2f} s",
    )  # fmt: skip


def _plain_sql(report: Report, scale: str) -> float:
    """Count every cell over clear rows; return the best of the runs, in seconds."""
    whole = Bundle()
    england = plan_england(Decimal(scale))
    for provider in england.providers:
        for name, rows in write_provider(provider, england).items():
            whole.files.setdefault(name, []).extend(rows)
    server: dict[str, Any] = ensure_running(settings.ROWAN_HOME).as_role("rowan_owner")
    with psycopg.connect(**server) as owner, clear_rows(owner) as clear:
        clear.load(whole)
        # Without it the planner may take a few rows for one, and count for minutes.
        owner.execute("SET LOCAL enable_nestloop = off")
        times = []
        for _ in range(RUNS):
            with timed() as watch:
                clear.cells(YEAR)
            times.append(watch.seconds)
    report.add("baseline: the same figures, plain SQL, clear rows", f"{min(times):.2f} s")
    return min(times)
