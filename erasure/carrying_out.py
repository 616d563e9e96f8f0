"""Carrying an erasure out, and carrying it out again in a database that is older.

The ledger comes first, on the disk; then one transaction. Killed between the two, the next start
of a process finds the line that is not carried out, and so does the job, which tries again.
"""

import datetime

from django.db import transaction

from accounts.models import UnsavedWork, User
from audit import events
from cases.models import CasePerson, Person
from encryption import erasing, ledger, tombstones
from encryption.ledger import Entry
from encryption.retirement import backups_gone_on
from erasure import leftovers, manifest, mentions, records, whom
from erasure.models import Erasure
from erasure.refusals import Blocked, NotYet
from erasure.whom import Whom


@transaction.atomic
def carry_out(
    *, erasure: Erasure, at: datetime.datetime, today: datetime.date, by: User | None
) -> Erasure:
    """Erase the person, all of it or nothing; done again it does no harm.

    Raises NotYet before its day or without a second person, and Blocked with every reason.
    Where the ledger cannot be written it raises LedgerRefused, and nothing is erased.
    """
    found = Erasure.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
    if found.carried_out_at:
        return found
    if found.withdrawn_at or found.due_at is None or found.due_at > at:
        raise NotYet
    who = whom.find(found.person, for_update=True)
    planned = manifest.of(who, today=today)
    if planned.blocks:
        raise Blocked(planned.blocks)
    # Rolled back with the rest, but for the ledger: there it is ids, and is found again.
    people = [found.asked_by_id, found.confirmed_by_id]
    named = [found.pk, *planned.subject_ids, *(one for one in people if one)]
    events.write("person.erase", by=by, subjects=named)
    mentions.record(found, who)
    entry = ledger.append(
        organisation_id=found.organisation_id,
        erasure_id=found.pk,
        subject_ids=planned.subject_ids,
        keys=tombstones.key_ids(planned.subject_ids),
        redacted=[one.place for one in found.mentions.filter(take_out=True).order_by("pk")],
        at=at.isoformat(),
    )
    _remove(entry, who)
    found.manifest = planned.as_stored()
    _mark(found, at=at, today=today)
    return found


@transaction.atomic
def carry_out_again(*, entry: Entry, at: datetime.datetime, today: datetime.date) -> None:
    """Carry out a line of the ledger in a database that does not know of it, or lost it again."""
    events.write("person.erase_again", by=None, subjects=[entry.erasure_id, *entry.subject_ids])
    person = Person.objects.filter(pk__in=entry.subject_ids).first()
    if person is None:
        erasing.erase(entry)
    else:
        _remove(entry, whom.find(person, for_update=True))
    erasure = Erasure.objects.filter(pk=entry.erasure_id, confirmed_at__isnull=False).first()
    if erasure is not None and erasure.carried_out_at is None and erasure.withdrawn_at is None:
        _mark(erasure, at=at, today=today)


def _remove(entry: Entry, who: Whom) -> None:
    """Take her names out of what stays while they can be read; then her keys, and the rest."""
    if not who.person.is_erased:
        mentions.take_out(who.person, entry.redacted)
        UnsavedWork.objects.filter(pk__in=mentions.unsaved_that_name(who.person)).delete()
    for part in CasePerson.objects.filter(person=who.person, case__in=who.shared):
        part.relationship = ""
        part.version += 1
        part.save(update_fields=["relationship", "version"])
    leftovers.remove(entry.organisation_id, records.ids_of(who))
    erasing.erase(entry)


def _mark(erasure: Erasure, *, at: datetime.datetime, today: datetime.date) -> None:
    erasure.carried_out_at = at
    erasure.backups_until = backups_gone_on(today)
    erasure.version += 1
    erasure.save(update_fields=["carried_out_at", "backups_until", "manifest", "version"])
    erasure.mentions.filter(take_out=True, taken_out_at=None).update(taken_out_at=at)
