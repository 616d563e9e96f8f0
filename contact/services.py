"""Recording what is safe, checking it again, and opening a number all the same."""

import datetime as dt

from django.db import transaction

from accounts.lost_updates import ChangedMeanwhile, save_if_unchanged
from accounts.models import User
from accounts.settings import value_of
from audit import events
from cases.events import ContactChanged
from cases.models import Case, Person
from contact.choices import PART_ON, Channel
from contact.models import CoveredOpening, SafeContact
from contact.rules import Rule
from contact.settings import CHECK_AGAIN


@transaction.atomic
def record(
    *,
    person: Person,
    channel: Channel,
    rule: Rule,
    checked_on: dt.date | None,
    expected_version: int,
    by: User | None,
    number: str | None = None,
    place: str | None = None,
) -> SafeContact:
    """Record what is safe on one channel; ``checked_on`` is None where they were not asked.

    A number or a place that is None stays as it is. ``expected_version`` is 0 where no rule was
    shown. Raises ChangedMeanwhile when somebody else recorded one since.
    """
    kept = SafeContact.objects.filter(person=person, channel=channel).first()
    is_new = kept is None
    if kept is None:
        kept = SafeContact(organisation_id=person.organisation_id, person=person, channel=channel)
    elif expected_version == 0:
        raise ChangedMeanwhile(kept)
    events.write("contact.record", by=by, subjects=[person.pk, kept.pk])
    kept.rule_record = rule.as_record()
    if number is not None:
        kept.number = number
    if place is not None:
        kept.place = place
    _check(kept, checked_on, by)
    if is_new:
        kept.save(force_insert=True)
    else:
        fields = ["rule_record", "number", "place", *_CHECKED]
        save_if_unchanged(kept, expected_version=expected_version, fields=fields)
    return kept


@transaction.atomic
def check(
    *, kept: SafeContact, checked_on: dt.date, expected_version: int, by: User | None
) -> SafeContact:
    """Record that what is safe was asked again and still holds. Raises ChangedMeanwhile."""
    events.write("contact.check", by=by, subjects=[kept.person_id, kept.pk])
    _check(kept, checked_on, by)
    save_if_unchanged(kept, expected_version=expected_version, fields=_CHECKED)
    return kept


_CHECKED = ["checked_on", "checked_by", "check_again_by"]


def _check(kept: SafeContact, checked_on: dt.date | None, by: User | None) -> None:
    kept.checked_on, kept.checked_by = checked_on, by if checked_on else None
    kept.check_again_by = None
    if checked_on is not None:
        kept.check_again_by = checked_on + dt.timedelta(days=value_of(CHECK_AGAIN.key))


def ask_again(event: ContactChanged) -> None:
    """Let the rules of a number or an address that changed be checked anew before it is used."""
    channels = {channel for part in event.parts for channel in PART_ON.get(part, ())}
    checked = SafeContact.objects.filter(person=event.person_id, channel__in=channels)
    for kept in checked.exclude(checked_on=None):
        events.write("contact.ask_again", by=event.by, subjects=[event.person_id, kept.pk])
        _check(kept, None, None)
        kept.version += 1
        kept.save(update_fields=[*_CHECKED, "version"])


@transaction.atomic
def open_covered(
    *, case: Case, person: Person, channel: Channel, reason: str, at: dt.datetime, by: User
) -> CoveredOpening:
    """Record that somebody opens a number that is covered, before it is shown to her."""
    opening = CoveredOpening(
        organisation_id=case.organisation_id, case=case, person=person, channel=channel,
        opened_by=by, opened_at=at, reason=reason,
    )  # fmt: skip
    events.write("contact.open_covered", by=by, subjects=[case.pk, person.pk, opening.pk])
    opening.save(force_insert=True)
    return opening
