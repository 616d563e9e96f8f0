"""What of this app hangs on a service: whoever still waits for an answer from it."""

import datetime
from collections.abc import Iterator

from accounts.ending import Hanging, hangs_on_services
from accounts.models import Service
from referrals.models import CaseReferral, Handover


@hangs_on_services
def waiting(service: Service, after: datetime.date) -> Iterator[Hanging]:
    """Give the referrals that nobody has decided, and the cases that are offered to it."""
    undecided = CaseReferral.objects.undecided().filter(service=service).count()
    if undecided:
        yield Hanging(f"Referrals that are not decided: {undecided}")
    offered = Handover.objects.offered().filter(to_service=service).count()
    if offered:
        yield Hanging(f"Cases that are offered to it and not taken: {offered}")
