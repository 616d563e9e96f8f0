"""Background work of cases."""

from uuid import UUID

from django.utils import timezone

from accounts.tenancy import enter
from cases import asking
from cases.models import AccessRequest
from jobs.registry import task
from jobs.running import JobHandle


@task(asking.TASK)
def pass_on_access_request(
    job: JobHandle, *, organisation_id: str = "", request_id: str = ""
) -> None:
    """Find out whether somebody may be told that access is asked for; without ids, do nothing."""
    if not organisation_id:
        return
    with enter(UUID(organisation_id), by=None):
        request = AccessRequest.objects.select_related("user").get(pk=request_id)
        asking.pass_on(request=request, at=timezone.now())
