"""Where other records name the person: found while her names can still be read.

Every encrypted text of the organisation is looked at, whatever model it is in, by nobody and
shown to nobody: what is kept is where it stands.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps

from accounts.models import UnsavedWork
from accounts.models.base import TenantModel
from accounts.tenancy import as_system
from audit import events
from cases.models import Case, Declaration, Person
from encryption.fields import EncryptedDate
from erasure import names, parts, records
from erasure.models import Erasure, Mention
from erasure.records import Model
from erasure.whom import Whom

_AT_ONCE = 2000
# What somebody else is called is theirs, though it be the same. A worker's own declaration of
# whom she knows is left as it is: a change in it would tell her who was here.
_OF_OTHERS = frozenset(
    {"cases.Person", "cases.SearchRecord", "accounts.Service", "accommodation.Unit"}
)
_NEVER = _OF_OTHERS | {Declaration._meta.label, UnsavedWork._meta.label}
_NAMES_OF_OTHERS = frozenset({"given_name", "family_name", "known_as", "sent"})


@dataclass(frozen=True)
class Found:
    """A field of a record in which the person is named."""

    label: str
    record_id: UUID
    field: str
    case_id: UUID | None
    on_hold: bool


def find(whom: Whom) -> list[Found]:
    """Return every place in records that stay; the event names none of those looked at."""
    events.read("person.look_for_mentions", by=None, subjects=[whom.person.pk])
    with as_system():
        person = Person.objects.get(pk=whom.person.pk)
        near, far = names.near(person), names.far(person)
        gone = records.ids_of(whom)
        return [found for model in _models() for found in _in_model(model, whom, near, far, gone)]


def unsaved_that_name(person: Person) -> list[UUID]:
    """Return the work, not saved yet, of whomever, in which the person is named."""
    with as_system():
        far = names.far(Person.objects.get(pk=person.pk))
        kept = UnsavedWork.objects.all().iterator(_AT_ONCE)
        return [work.pk for work in kept if far.stand_in(work.content)]


def record(erasure: Erasure, whom: Whom) -> None:
    """Note the places that were not known yet; the caller names the event."""
    listed_only = frozenset[str]().union(*(part.listed_only for part in parts.every()))
    for found in find(whom):
        Mention.objects.get_or_create(
            erasure=erasure,
            record=found.label,
            record_id=found.record_id,
            field=found.field,
            defaults={
                "organisation_id": erasure.organisation_id,
                "case_id": found.case_id,
                "take_out": not found.on_hold and found.label not in listed_only,
            },
        )


def take_out(person: Person, places: Collection[str]) -> None:
    """Replace her names in these places, each "model:record:field"; her keys are still there.

    What an older database has of them is put right in the same way.
    """
    with as_system():
        # The whole of her names: a place is not always in a case of hers any more.
        near = names.near(Person.objects.get(pk=person.pk))
        for place in places:
            label, record_id, field = place.split(":")
            model: type[TenantModel] = apps.get_model(label)
            row = model._default_manager.filter(pk=record_id).first()
            if row is None:
                continue
            before = getattr(row, field)
            after = near.taken_out_of(before)
            if after != before:
                setattr(row, field, after)
                row.version += 1
                row.save(update_fields=[field, "version"])


def _models() -> Iterator[Model]:
    """Every model with words in it, the erasures' own included."""
    every: list[Model] = [*records.tenant_models(), Erasure]
    for model in every:
        if model._meta.label not in _NEVER and records.encrypted_fields_of(model):
            yield model


def _in_model(
    model: Model, whom: Whom, near: names.Names, far: names.Names, gone: Collection[UUID]
) -> Iterator[Found]:
    shared = set(records.of_case(model, whom.shared_ids).values_list("pk", flat=True))
    way = records.ways_to(Case).get(model)
    rows = model._default_manager.all()
    case_of = dict(rows.values_list("pk", way)) if way else {}
    fields = [
        field
        for field in records.encrypted_fields_of(model)
        if not isinstance(field, EncryptedDate) and field.name not in _NAMES_OF_OTHERS
    ]
    for row in rows.iterator(_AT_ONCE):
        if row.pk in gone:
            continue
        asked = near if row.pk in shared or model is Erasure else far
        for field in fields:
            if asked.stand_in(getattr(row, field.attname)):
                yield Found(
                    model._meta.label, row.pk, field.name, case_of.get(row.pk), row.legal_hold
                )
