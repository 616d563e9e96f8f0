"""Background work of the return."""

from django.utils import timezone

from jobs.registry import task
from jobs.running import JobHandle
from returns import services
from returns.loading import OPENS
from returns.period import years_in_hand


@task("returns.derive_all", opens=OPENS)
def derive_all(job: JobHandle, *, year: str = "") -> None:
    """Derive and keep the returns of all authorities, telling of each provider done.

    Without a year: the year that runs and the one before it, which is being signed off.
    """
    years = [year] if year else [each.name for each in years_in_hand(timezone.localdate())]
    for each in years:
        services.derive_all(year=each, progress=job.progress)
