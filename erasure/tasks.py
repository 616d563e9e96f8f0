"""Background work of erasing: each erasure on its day."""

import logging
from uuid import UUID

from django.utils import timezone

from accounts.models import Organisation
from accounts.tenancy import enter
from encryption.keys import KeyClass
from encryption.ledger import LedgerRefused
from erasure.carrying_out import carry_out
from erasure.models import Erasure
from erasure.refusals import Blocked, NotYet
from jobs.registry import task
from jobs.running import JobHandle

TASK = "erasure.carry_out_due"
_log = logging.getLogger(__name__)


@task(TASK, opens=frozenset(KeyClass))
def carry_out_due(job: JobHandle) -> None:
    """Carry out what is due, one organisation and one erasure at a time; what is blocked waits."""
    organisations = list(Organisation.objects.order_by("pk"))
    for done, organisation in enumerate(organisations, start=1):
        with enter(organisation, by=None):
            due = Erasure.objects.confirmed().filter(due_at__lte=timezone.now())
            waiting = list(due.values_list("pk", flat=True))
        for erasure_id in waiting:
            _carry_out_one(organisation, erasure_id)
        job.progress(done, len(organisations))


def _carry_out_one(organisation: Organisation, erasure_id: UUID) -> None:
    now = timezone.now()
    try:
        with enter(organisation, by=None):
            erasure = Erasure.objects.get(pk=erasure_id)
            carry_out(erasure=erasure, at=now, today=timezone.localdate(now), by=None)
    except (Blocked, NotYet):
        # The page says what stands in the way; the next round tries again.
        _log.info("erasure %s waits", erasure_id)
    except LedgerRefused:
        _log.exception("erasure %s: the ledger cannot be written", erasure_id)
