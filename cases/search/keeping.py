"""Keeping each person's search record as their own record stands, in the same transaction."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from uuid import UUID

from accounts.tenancy import as_system
from audit import context, events
from cases.models import Findable, Person, SearchRecord

_AT_ONCE = 2000


def keep(person_ids: Iterable[UUID]) -> None:
    """Write what these people can be found by. Called by each service that writes people.

    It follows Rowan's own rules, and so is nobody's reading; the event of the service covers it.
    """
    with as_system():
        for ids in _batches(person_ids):
            _keep(Person.objects.filter(pk__in=ids))


def _keep(people: Iterable[Person]) -> None:
    organisation_id = context.required_organisation()
    by_person = {
        person.pk: SearchRecord(
            organisation_id=organisation_id,
            person_id=person.pk,
            content=Findable.of(person).as_text(),
        )
        for person in people
        if not person.is_erased
    }
    for held in SearchRecord.objects.filter(person__in=by_person):
        # Sealed for the row that is there already.
        by_person[held.person_id].pk = held.pk
    SearchRecord.objects.bulk_create(
        by_person.values(),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["content"],
    )


def remove(organisation_id: UUID, person_ids: Collection[UUID]) -> None:
    """Remove the records of erased people, and with it every process's copy: see ``memory``."""
    SearchRecord.objects.filter(organisation_id=organisation_id, person__in=person_ids).delete()


def rebuild() -> int:
    """Write the search record of everybody in the organisation that is entered; return how many."""
    ids = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    events.write("search.rebuild", by=None, subjects=ids)
    keep(ids)
    return len(ids)


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    remaining = iter(ids)
    while batch := list(islice(remaining, _AT_ONCE)):
        yield batch
