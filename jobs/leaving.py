"""Nothing more is done in the name of somebody who has left."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from accounts.sign_in.leaving import left
from audit import context
from jobs.models import Job, State

WORDS = "Whoever asked for this has left."


@receiver(left)
def refuse_what_waits(sender: Any, user: User, **kwargs: Any) -> None:
    """End the jobs that wait in the person's name, in the organisation that they leave."""
    waiting = Job.objects.filter(
        requested_by=user.pk,
        organisation_id=context.required_organisation(),
        state=State.QUEUED,
    )
    waiting.update(state=State.FAILED, failure=WORDS, finished_at=timezone.now())


def has_left(job: Job) -> bool:
    """Whether the person in whose name a job was asked for may not sign in any more."""
    asked = job.requested_by
    return asked is not None and not User.objects.filter(pk=asked, is_active=True).exists()
