"""The outbox and the last runs of periodic jobs.

Neither table has a tenant wall: one worker drains the jobs of every organisation, and both hold
identifiers, codes and times only (`jobs.arguments` refuses anything else).
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """Where a job is on its way."""

    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class JobQuerySet(models.QuerySet["Job"]):
    """Questions about the queue."""

    def to_take(self, now: dt.datetime) -> JobQuerySet:
        """Jobs that wait and are due, and running ones, whose worker may be dead."""
        due = Q(state=State.QUEUED, not_before__lte=now)
        return self.filter(due | Q(state=State.RUNNING)).order_by("queued_at", "id")

    def finished_before(self, moment: dt.datetime) -> JobQuerySet:
        """Jobs that are over, done or failed, since before this moment."""
        return self.filter(finished_at__lt=moment)


class Job(models.Model):
    """One piece of background work, queued in the transaction that asked for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField(null=True, blank=True)
    task = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by = models.UUIDField(null=True, blank=True)
    dedupe = models.CharField(max_length=100, blank=True, default="")
    failure = models.CharField(max_length=200, blank=True, default="")
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["queued_at"],
                condition=Q(state__in=[State.QUEUED, State.RUNNING]),
                name="job_open",
            ),
            models.Index(fields=["task", "-queued_at"], name="job_latest_of_task"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe"],
                # Only while it waits: a running job may already have read what has changed since.
                condition=Q(state=State.QUEUED) & ~Q(dedupe=""),
                name="job_waits_once",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=[State.DONE, State.FAILED], finished_at__isnull=False)
                | Q(state__in=[State.QUEUED, State.RUNNING], finished_at__isnull=True),
                name="job_finished_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING)
                | Q(started_at__isnull=False, lease_until__isnull=False),
                name="job_running_has_a_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.id}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to this job."""
        return self.state in (State.DONE, State.FAILED)

    @property
    def progress_percent(self) -> int:
        """How much is done, 0 to 100; 0 while the task has not said how much there is."""
        if self.state == State.DONE:
            return 100
        if not self.progress_total:
            return 0
        return min(100, 100 * self.progress_done // self.progress_total)


class PeriodicRun(models.Model):
    """When a periodic job was last put into the queue; the row is the lock of its claim."""

    code = models.CharField(max_length=100, primary_key=True)
    last_run_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code
