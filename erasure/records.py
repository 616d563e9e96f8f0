"""What hangs on a person and on a case, read from the models: it grows by itself with them."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps

from accounts.models.base import TenantForeignKey, TenantModel, TenantOneToOneField
from cases.models import Case, Person
from encryption.fields import EncryptedField
from erasure.whom import Whom

Model = type[TenantModel]
_OWN = "erasure"


def tenant_models() -> list[Model]:
    """Return every model with records of an organisation but those of this app, by label."""
    found = [each for each in apps.get_models() if issubclass(each, TenantModel)]
    return sorted(
        (each for each in found if each._meta.app_label != _OWN), key=lambda one: one._meta.label
    )


@cache
def ways_to(target: Model) -> dict[Model, str]:
    """Return each model whose rows lead to a row of the target, with the way there."""
    ways: dict[Model, str] = {target: "pk"}
    while True:
        further = {
            model: field.name if way == "pk" else f"{field.name}__{way}"
            for model in tenant_models()
            if model not in ways
            for field in _links(model)
            if (way := ways.get(_target(field)))
        }
        if not further:
            return ways
        ways |= further


def _links(model: Model) -> Iterator[TenantForeignKey | TenantOneToOneField]:
    for field in model._meta.local_fields:
        if isinstance(field, TenantForeignKey | TenantOneToOneField):
            yield field


def _target(field: Any) -> Model:
    target: Model = field.related_model
    return target


def encrypted_fields_of(model: Model) -> list[EncryptedField]:
    """Return the encrypted fields of a model."""
    fields = model._meta.local_concrete_fields
    return [field for field in fields if isinstance(field, EncryptedField)]


def of_case(model: Model, case_ids: Iterable[UUID]) -> Any:
    """Return the rows of a model that hang on these cases; none where none do."""
    way = ways_to(Case).get(model)
    found = model._default_manager.all()
    return found.filter(**{f"{way}__in": list(case_ids)}) if way else found.none()


def of_person(model: Model, person: Person) -> Any:
    """Return the rows of a model that hang on a person; none where none do."""
    way = ways_to(Person).get(model)
    found = model._default_manager.all()
    return found.filter(**{way: person.pk}) if way else found.none()


def sealed_under(model: Model, subject_ids: Collection[UUID]) -> Any:
    """Return the rows of a model that are sealed under the keys of these subjects."""
    found = model._default_manager.all()
    columns = {field.attname for field in model._meta.local_concrete_fields}
    if model.ENCRYPTION_SUBJECT not in columns:
        return found.none()
    return found.filter(**{f"{model.ENCRYPTION_SUBJECT}__in": subject_ids})


def held(whom: Whom) -> bool:
    """Say whether anything of hers, or of a case of hers, is kept by a legal hold."""
    case_ids = [case.pk for case in whom.cases]
    for model in {**ways_to(Case), **ways_to(Person)}:
        rows = (of_case(model, case_ids), of_person(model, whom.person))
        if any(found.filter(legal_hold=True).exists() for found in rows):
            return True
    return False


def subjects_with_keys_of_their_own(whom: Whom) -> Iterator[UUID]:
    """Yield the ids of rows below cases that are hers alone, sealed under keys of their own."""
    for model in ways_to(Case):
        if model.ENCRYPTION_SUBJECT == "id":
            yield from of_case(model, whom.alone_ids).values_list("pk", flat=True)


def ids_of(whom: Whom) -> set[UUID]:
    """Return the ids of everything that goes with her: herself, her cases alone, what is in them.

    Work that was not saved yet, and work in the queue, names what it is about by these.
    """
    found: set[UUID] = {whom.person.pk}
    for model in {**ways_to(Case), **ways_to(Person)}:
        for rows in (of_case(model, whom.alone_ids), of_person(model, whom.person)):
            found.update(rows.values_list("pk", flat=True))
    return found
