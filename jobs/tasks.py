"""Background work about background work."""

import datetime as dt

from django.utils import timezone

from jobs.models import Job
from jobs.registry import task
from jobs.running import JobHandle

KEEP_FINISHED = dt.timedelta(days=90)


@task("jobs.forget_finished")
def forget_finished(job: JobHandle) -> None:
    """Remove jobs that have been over for ninety days."""
    Job.objects.finished_before(timezone.now() - KEEP_FINISHED).delete()
