"""Writing down what was shared, and having somebody else look where nobody had agreed."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts import reviews
from accounts.choices import ReviewKind
from accounts.lost_updates import ChangedMeanwhile, save_if_unchanged
from accounts.models import ReviewItem, User
from audit import events
from cases.choices import DisclosureBasis
from cases.events import CopyGiven
from cases.models import Case, Disclosure
from cases.refusals import Refused
from sharing.choices import Basis, Verdict
from sharing.models import Consent, Share
from sharing.reviewing import to_be_looked_at

_GROUNDS = {
    DisclosureBasis.CONSENT: Basis.CONSENT,
    DisclosureBasis.PUBLIC_TASK: Basis.SERIOUS_HARM,
}


@transaction.atomic
def record(
    *,
    case: Case,
    basis: Basis,
    details: Mapping[str, str],
    shared_at: datetime.datetime,
    by: User,
    consent: Consent | None = None,
    agreed_first: User | None = None,
) -> Share:
    """Record what was shared. Without consent somebody else is to look at it, in so many hours.

    Raises Refused for an agreement that did not hold on that day, or of another case.
    """
    if basis == Basis.CONSENT:
        day = timezone.localdate(shared_at)
        held = Consent.objects.agreed().holding_on(day).filter(case=case)
        if consent is None or not held.filter(pk=consent.pk).exists():
            raise Refused("consent", "No agreement held on that day. Choose why it was shared")
    return _record(
        Share(
            organisation_id=case.organisation_id, case=case, shared_at=shared_at, shared_by=by,
            basis=basis, consent=consent if basis == Basis.CONSENT else None,
            agreed_first=agreed_first, details={key: text for key, text in details.items() if text},
        ),
        by=by,
    )  # fmt: skip


def record_copy(event: CopyGiven) -> None:
    """Record the copy that another organisation was given within Rowan, on the ground it names."""
    copy = Disclosure.objects.select_related("case", "to_organisation").get(pk=event.disclosure_id)
    details = {"what": copy.get_what_display(), "whom": copy.to_organisation.name}
    _record(
        Share(
            organisation_id=copy.organisation_id, case=copy.case, shared_at=timezone.now(),
            shared_by=event.by, basis=_GROUNDS[DisclosureBasis(copy.basis)], details=details,
            copy=copy,
        ),
        by=event.by,
    )  # fmt: skip


def _record(share: Share, *, by: User | None) -> Share:
    if share.basis != Basis.CONSENT and by is not None:
        share.review = _ask_for_a_look(share, by)
    events.write("share.record", by=by, subjects=[share.case_id, share.pk])
    share.save(force_insert=True)
    return share


def _ask_for_a_look(share: Share, by: User) -> ReviewItem:
    """Put it into the queue: the words say the ground, and nothing of what was shared."""
    reason = f"Shared without consent: {Basis(share.basis).label}."
    return to_be_looked_at(ReviewKind.SHARING, share.case_id, reason, at=share.shared_at, by=by)


@transaction.atomic
def review(
    *,
    share: Share,
    verdict: Verdict,
    words: str,
    at: datetime.datetime,
    expected_version: int,
    by: User,
) -> Share:
    """Record what a senior found of something shared without consent.

    Raises reviews.NotTheirs for what one shared oneself, ChangedMeanwhile for what a colleague
    looked at meanwhile.
    """
    if share.review is None or share.review.closed_at is not None:
        raise ChangedMeanwhile(share)
    events.write("share.review", by=by, subjects=[share.case_id, share.pk], fields=["verdict"])
    share.verdict = verdict
    save_if_unchanged(share, expected_version=expected_version, fields=["verdict"])
    outcome = f"{verdict.label}. {words}"
    reviews.settle(item=share.review, outcome=outcome, closed_at=at, by=by)
    return share
