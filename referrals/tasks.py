"""Background work of referrals."""

import logging

from django.utils import timezone

from accounts.models import Organisation
from accounts.tenancy import enter
from encryption.ledger import LedgerRefused
from jobs.registry import task
from jobs.running import JobHandle
from referrals import retention

_log = logging.getLogger(__name__)


@task("referrals.erase_over", opens=())
def erase_over(job: JobHandle) -> None:
    """Erase what is over, one organisation at a time; what does not fit waits for the next day."""
    organisations = list(Organisation.objects.order_by("pk"))
    now = timezone.now()
    for done, organisation in enumerate(organisations, start=1):
        try:
            with enter(organisation, by=None):
                retention.erase_what_is_over(today=timezone.localdate(now), at=now)
        except LedgerRefused:
            _log.exception("referrals: the ledger cannot be written")
        job.progress(done, len(organisations))
