"""Taking a referral, and what is added to it later. Each is one transaction with its event."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from django.db import connection, transaction

from accounts.lost_updates import save_if_unchanged
from accounts.models import Service, User
from audit import context, events
from encryption import subjects
from referrals import clock, repeats, walls
from referrals.models import CaseReferral


@dataclass(frozen=True, kw_only=True)
class Received:
    """What is known when a referral comes. Blank means not known; no name is needed."""

    route: str
    consent: str
    source: str = ""
    referrer: str = ""
    person: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)
    postcode: str = ""
    story: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def take(
    *, service: Service, received: Received, received_at: datetime.datetime, by: User | None
) -> CaseReferral:
    """Take a referral for a service: its clock begins.

    It is compared at once with whom staff are kept from, and with the referrals before it.
    """
    referral = CaseReferral(
        id=uuid4(),
        organisation_id=context.required_organisation(),
        service=service,
        route=received.route,
        consent=received.consent,
        received_at=received_at,
        review_due_at=clock.review_due(received_at),
        source=received.source,
        referrer=received.referrer,
        person=_told(received.person),
        contact=_told(received.contact),
        postcode=received.postcode,
        story=received.story,
        details=_told(received.details),
    )
    events.write("case_referral.take", by=by, subjects=[referral.pk])
    subjects.create(
        organisation_id=referral.organisation_id, kind="referral", subject_ids=[referral.pk]
    )
    referral.reference = _next_reference()
    referral.save(force_insert=True)
    repeats.look_for(referral)
    walls.match_referral(referral)
    return referral


def _told(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _next_reference() -> str:
    """Take the next reference of the organisation that is entered, such as I-1042.

    A lock held to the end of the transaction keeps two people from taking the same one.
    """
    organisation_id = context.required_organisation()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"rowan-intake:{organisation_id}"],
        )
        cursor.execute(
            r"SELECT max(substring(reference FROM '^I-(\d+)$')::bigint) FROM"
            " referrals_casereferral WHERE organisation_id = %s",
            [organisation_id],
        )
        last = cursor.fetchone()[0] or 1000
    return f"I-{last + 1}"


@transaction.atomic
def change(
    *, referral: CaseReferral, changes: Mapping[str, object], expected_version: int, by: User | None
) -> CaseReferral:
    """Change what is known of a referral. Raises ChangedMeanwhile.

    ``changes`` maps names of fields to new values. Who it is about is compared anew.
    """
    events.write("case_referral.change", by=by, subjects=[referral.pk], fields=sorted(changes))
    for name, value in changes.items():
        setattr(referral, name, value)
    save_if_unchanged(referral, expected_version=expected_version, fields=sorted(changes))
    if {"person", "contact", "postcode"} & changes.keys():
        repeats.look_for(referral)
        walls.match_referral(referral)
    return referral
