"""Putting work into the queue, and asking how it is getting on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from jobs import dispatch, registry
from jobs.arguments import clean
from jobs.models import Job, State


class Actor(Protocol):
    """Whoever asked for the work."""

    @property
    def pk(self) -> uuid.UUID: ...


def enqueue(
    task: str,
    *,
    organisation_id: uuid.UUID | None,
    arguments: Mapping[str, object],
    by: Actor | None,
    dedupe: str = "",
) -> Job:
    """Queue a task in the caller's transaction: rolled back with it, started after its commit.

    `by` is None for the installation itself. While a job with the same `dedupe` still waits, that
    job is returned and nothing is added. Raises UnknownTask, or ArgumentRefused for free text.
    """
    registry.find(task)
    now = timezone.now()
    job = Job(
        organisation_id=organisation_id,
        task=task,
        arguments=clean(arguments),
        requested_by=by.pk if by is not None else None,
        dedupe=dedupe,
        queued_at=now,
        not_before=now,
    )
    job = _insert_or_join(job) if dedupe else _insert(job)
    job_id = job.id
    transaction.on_commit(lambda: dispatch.announce(job_id))
    return job


def _insert(job: Job) -> Job:
    job.save(force_insert=True)
    return job


def _insert_or_join(job: Job) -> Job:
    """Insert the job, or return the equal one that waits, kept from starting until we commit.

    Were it to start earlier, it would not see what our transaction has changed.
    """
    with transaction.atomic():
        while True:
            Job.objects.bulk_create([job], ignore_conflicts=True)
            waiting = Job.objects.select_for_update().filter(dedupe=job.dedupe, state=State.QUEUED)
            found = waiting.first()
            if found is not None:
                return found


def latest(task: str, arguments: Mapping[str, object]) -> Job | None:
    """The job that was queued last for this task and these arguments, for its progress."""
    same = Job.objects.filter(task=task, arguments=clean(arguments))
    return same.order_by("-queued_at").first()
