"""Background work of cases."""

from uuid import UUID

from django.utils import timezone

from accounts.models import Organisation
from accounts.tenancy import enter
from cases import asking
from cases.models import AccessRequest
from cases.unusual import raising
from encryption.keys import KeyClass
from jobs.registry import task
from jobs.running import JobHandle


@task(
    "cases.find_unusual",
    opens=(KeyClass.IDENTITY, KeyClass.LOCATION, KeyClass.PROFILE, KeyClass.NARRATIVE),
)
def find_unusual(job: JobHandle) -> None:
    """Look for unusual access on the days that are over, one organisation at a time."""
    organisations = list(Organisation.objects.order_by("pk"))
    for done, organisation in enumerate(organisations, start=1):
        now = timezone.now()
        with enter(organisation, by=None):
            raising.look_through_what_is_due(today=timezone.localdate(now), now=now)
        job.progress(done, len(organisations))


@task(asking.TASK, opens=(KeyClass.IDENTITY, KeyClass.NARRATIVE))
def pass_on_access_request(
    job: JobHandle, *, organisation_id: str = "", request_id: str = ""
) -> None:
    """Find out whether somebody may be told that access is asked for; without ids, do nothing."""
    if not organisation_id:
        return
    with enter(UUID(organisation_id), by=None):
        request = AccessRequest.objects.select_related("user").get(pk=request_id)
        asking.pass_on(request=request, at=timezone.now())
