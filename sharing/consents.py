"""Writes to what somebody agreed to."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from audit import events
from cases.models import Case, Person
from cases.refusals import Refused
from sharing.choices import Answer, Ended, Mode, Purpose
from sharing.models import Consent


@transaction.atomic
def record(
    *,
    case: Case,
    person: Person,
    purpose: Purpose,
    answer: Answer,
    mode: Mode,
    details: Mapping[str, str],
    given_on: datetime.date,
    expires_on: datetime.date | None,
    by: User | None,
) -> Consent:
    """Record an answer; the one before about the same purpose no longer holds.

    Raises Refused where a later answer is recorded already.
    """
    consent = Consent(
        organisation_id=case.organisation_id, case=case, person=person, purpose=purpose,
        answer=answer, mode=mode, details={name: text for name, text in details.items() if text},
        given_on=given_on, expires_on=expires_on, recorded_by=by,
    )  # fmt: skip
    events.write("consent.record", by=by, subjects=[case.pk, person.pk, consent.pk])
    if purpose != Purpose.OTHER:
        before = Consent.objects.filter(case=case, person=person, purpose=purpose, ended_on=None)
        for held in before.select_for_update():
            if held.given_on > given_on:
                raise Refused("given_on", "They were asked again since: a later answer holds")
            _end(held, given_on, Ended.REPLACED, expected_version=held.version)
    consent.save(force_insert=True)
    return consent


@transaction.atomic
def withdraw(
    *, consent: Consent, ended_on: datetime.date, words: str, expected_version: int, by: User | None
) -> Consent:
    """Record that somebody takes their agreement back from a day on. Raises ChangedMeanwhile."""
    subjects = [consent.case_id, consent.person_id, consent.pk]
    events.write("consent.withdraw", by=by, subjects=subjects)
    consent.details = consent.details | ({"ended": words} if words else {})
    return _end(consent, ended_on, Ended.WITHDRAWN, expected_version=expected_version)


def _end(
    consent: Consent, ended_on: datetime.date, how: Ended, *, expected_version: int
) -> Consent:
    consent.ended_on, consent.ended = ended_on, how
    fields = ["ended_on", "ended", "details"]
    save_if_unchanged(consent, expected_version=expected_version, fields=fields)
    return consent
