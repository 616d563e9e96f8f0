"""What lies about of somebody beside her records: work not saved yet, and work in the queue."""

from collections.abc import Collection
from uuid import UUID

from accounts.models import UnsavedWork
from encryption.erasing import Holding
from jobs.models import Job, State


def remove(organisation_id: UUID, subject_ids: Collection[UUID]) -> None:
    """Remove work about these ids, in the organisation that is entered."""
    UnsavedWork.objects.filter(record__in=subject_ids).delete()
    Job.objects.filter(pk__in=queued_about(organisation_id, subject_ids)).delete()


def queued_about(organisation_id: UUID, ids: Collection[UUID]) -> list[UUID]:
    """Return the jobs of an organisation that name one of these ids and do not run right now."""
    wanted = {str(each) for each in ids}
    jobs = Job.objects.filter(organisation_id=organisation_id).exclude(state=State.RUNNING)
    return [
        pk
        for pk, arguments in jobs.values_list("pk", "arguments")
        if wanted & {str(value) for value in arguments.values()}
    ]


LEFTOVERS = Holding(name="work", remove=remove)
