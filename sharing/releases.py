"""Asking that a place may leave once, agreeing to it, and using it up."""

import datetime

from django.db import transaction

from accounts import reviews
from accounts.choices import ReviewKind
from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from accounts.reviews import NotTheirs
from audit import events
from cases.models import Case
from cases.names.folding import folded
from sharing.models import Artefact, Release
from sharing.reviewing import to_be_looked_at

_ASKED = "Asked that a place may leave once. For whom, what and why stands with it."


@transaction.atomic
def ask(
    *,
    case: Case,
    what: str,
    to: str,
    why: str,
    expires_on: datetime.date,
    at: datetime.datetime,
    by: User,
) -> Release:
    """Ask that these words may leave, for one recipient. Nothing leaves by it yet."""
    release = Release(
        organisation_id=case.organisation_id, case=case, what=what, asked_by=by, asked_at=at,
        details={"to": to, "why": why}, expires_on=expires_on,
    )  # fmt: skip
    release.review = to_be_looked_at(ReviewKind.RELEASE, case.pk, _ASKED, at=at, by=by)
    events.write("release.ask", by=by, subjects=[case.pk, release.pk])
    release.save(force_insert=True)
    return release


@transaction.atomic
def answer(
    *,
    release: Release,
    agreed: bool,
    words: str,
    at: datetime.datetime,
    expected_version: int,
    by: User,
) -> Release:
    """Agree, or say why not. Raises NotTheirs for one's own, ChangedMeanwhile for one answered."""
    if by.pk == release.asked_by_id:
        raise NotTheirs
    verb = "release.agree" if agreed else "release.refuse"
    events.write(verb, by=by, subjects=[release.case_id, release.pk])
    release.answered_by, release.answered_at, release.agreed = by, at, agreed
    if words:
        release.details = release.details | {"answer": words}
    fields = ["answered_by", "answered_at", "agreed", "details"]
    save_if_unchanged(release, expected_version=expected_version, fields=fields)
    if release.review is not None:
        outcome = "Agreed: once, to that recipient." if agreed else f"Not agreed. {words}"
        reviews.settle(item=release.review, outcome=outcome, closed_at=at, by=by)
    return release


def usable_for(case: Case, to: str, *, on: datetime.date) -> list[Release]:
    """Return the releases that let something leave to this recipient on a day."""
    found = Release.objects.usable_on(on).filter(case=case).order_by("asked_at", "pk")
    return [release for release in found if folded(release.to) == folded(to)]


def use(release: Release, artefact: Artefact, *, by: User) -> None:
    """Use a release up, in the transaction that records what was made; once and never again."""
    events.write("release.use", by=by, subjects=[release.case_id, release.pk, artefact.pk])
    release.used_in = artefact
    save_if_unchanged(release, expected_version=release.version, fields=["used_in"])
