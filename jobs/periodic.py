"""The periodic jobs, as a table; a row per job remembers when it was last queued.

Times of day are in UTC, so that no clock change skips a run or repeats it. Each process may ask;
the row's lock lets one of them queue the job.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from jobs import queue, registry
from jobs.models import PeriodicRun


@dataclass(frozen=True)
class Periodic:
    """A task that is queued by itself: every so often, or daily at a time (UTC)."""

    task: str
    every: dt.timedelta | None = None
    daily_at: dt.time | None = None

    def due_since(self, now: dt.datetime) -> dt.datetime:
        """The moment after which a last run is recent enough."""
        if self.every is not None:
            return now - self.every
        if self.daily_at is None:
            raise ValueError(f"{self.task} has neither an interval nor a time of day.")
        today = dt.datetime.combine(now.astimezone(dt.UTC).date(), self.daily_at, tzinfo=dt.UTC)
        return today if today <= now else today - dt.timedelta(days=1)

    def is_due(self, last_run_at: dt.datetime | None, now: dt.datetime) -> bool:
        """Whether the job has never run, or not since it last should have."""
        return last_run_at is None or last_run_at < self.due_since(now)


TABLE: tuple[Periodic, ...] = (
    Periodic("audit.checkpoint", every=dt.timedelta(seconds=60)),
    Periodic("audit.mail_checkpoint", daily_at=dt.time(4, 5)),
    Periodic("audit.watch_anchors", every=dt.timedelta(hours=1)),
    Periodic("audit.sweep", daily_at=dt.time(2, 45)),
    Periodic("returns.derive_all", daily_at=dt.time(2, 15)),
    Periodic("cases.find_unusual", daily_at=dt.time(3, 10)),
    Periodic("referrals.erase_over", daily_at=dt.time(3, 20)),
    Periodic("erasure.carry_out_due", every=dt.timedelta(hours=1)),
    Periodic("jobs.escalate_reviews", every=dt.timedelta(hours=1)),
    Periodic("jobs.send_digests", daily_at=dt.time(6, 30)),
    Periodic("jobs.forget_finished", daily_at=dt.time(3, 30)),
    Periodic("jobs.forget_once_keys", every=dt.timedelta(hours=1)),
    Periodic("jobs.forget_sessions", daily_at=dt.time(3, 40)),
    Periodic("jobs.forget_unsaved_work", daily_at=dt.time(3, 50)),
)


def enqueue_due(*, now: dt.datetime, table: tuple[Periodic, ...] = TABLE) -> list[str]:
    """Queue each periodic job that is due, once over all processes; the names of those queued."""
    last = dict(PeriodicRun.objects.values_list("code", "last_run_at"))
    due = [entry for entry in table if entry.is_due(last.get(entry.task), now)]
    return [
        entry.task for entry in due if registry.is_registered(entry.task) and _claim(entry, now)
    ]


def _claim(entry: Periodic, now: dt.datetime) -> bool:
    PeriodicRun.objects.bulk_create([PeriodicRun(code=entry.task)], ignore_conflicts=True)
    with transaction.atomic():
        rows = PeriodicRun.objects.select_for_update(skip_locked=True).filter(code=entry.task)
        row = rows.first()
        if row is None or not entry.is_due(row.last_run_at, now):
            return False
        row.last_run_at = now
        row.save(update_fields=["last_run_at"])
        queue.enqueue(
            entry.task,
            organisation_id=None,
            arguments={},
            by=None,
            dedupe=f"periodic:{entry.task}",
        )
    return True
