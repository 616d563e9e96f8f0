"""System checks: permanent tags, and what an encrypted field must never be part of."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import models
from django.db.models.constants import LOOKUP_SEP

from encryption.fields import EncryptedField
from encryption.models import EncryptedModel, EncryptedQuerySet

TAGS = Path(__file__).parent / "tags.txt"
RETIRED = " retired"


def register() -> None:
    """Register the checks with Django."""
    checks.register(check_tags)
    checks.register(check_models)


def encrypted_fields() -> list[EncryptedField]:
    """Every encrypted field of every model."""
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedField)
    ]


def listed_tags() -> list[str]:
    """The lines of tags.txt: a tag, or a tag and the word retired."""
    lines = TAGS.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def tag_faults(tags: Iterable[str], listed: list[str]) -> Iterator[str]:
    """What is wrong between the tags in use and the committed list."""
    in_use = Counter(tags)
    names = Counter(line.removesuffix(RETIRED) for line in listed)
    retired = {line.removesuffix(RETIRED) for line in listed if line.endswith(RETIRED)}
    for tag in sorted(in_use | names):
        if in_use[tag] > 1:
            yield f"{tag} is the tag of {in_use[tag]} fields."
        if names[tag] > 1:
            yield f"{tag} stands twice in tags.txt."
        if in_use[tag] and tag in retired:
            yield f"{tag} is retired and must not be used again."
        if in_use[tag] and not names[tag]:
            yield f"{tag} is not in tags.txt: add a line."
        if not in_use[tag] and tag not in retired:
            yield f"{tag} is in tags.txt but no field has it: write 'retired' behind it."


def check_tags(**kwargs: Any) -> list[checks.CheckMessage]:
    """A tag is part of what its values are bound to, so it is listed for ever."""
    tags = [field.tag for field in encrypted_fields()]
    return [checks.Error(fault, id="encryption.E001") for fault in tag_faults(tags, listed_tags())]


def check_models(**kwargs: Any) -> list[checks.CheckMessage]:
    """Each model with encrypted fields names its subject, and sorts or indexes by none of them."""
    found = {field.model for field in encrypted_fields()}
    return [
        checks.Error(fault, obj=model, id="encryption.E002")
        for model in sorted(found, key=lambda model: model._meta.label)
        for fault in model_faults(model)
    ]


def model_faults(model: type[models.Model]) -> Iterator[str]:
    """What is wrong with a model that has encrypted fields."""
    if not issubclass(model, EncryptedModel):
        yield f"{model._meta.label} has encrypted fields and is no EncryptedModel."
    elif not hasattr(model, model.ENCRYPTION_SUBJECT):
        yield f"{model._meta.label} does not name its ENCRYPTION_SUBJECT."
    if not isinstance(model._default_manager.get_queryset(), EncryptedQuerySet):
        yield f"{model._meta.label} has a manager that is not of an EncryptedQuerySet."
    if model.__repr__ is not EncryptedModel.__repr__:
        yield f"{model._meta.label} has a __repr__ of its own, which could show a value."
    for field in model._meta.local_concrete_fields:
        if isinstance(field, EncryptedField):
            for part in parts_that_use(model, field.name):
                yield f"{model._meta.label}.{field.name} is encrypted and stands in {part}."


def parts_that_use(model: type[models.Model], name: str) -> Iterator[str]:
    """The index, constraint, ordering or unique set that names a field."""
    meta = model._meta
    if name in _names_in_expressions(list(meta.ordering or ())):
        yield "the ordering"
    if any(name in each for each in meta.unique_together):
        yield "unique_together"
    if meta.get_latest_by and name in meta.get_latest_by:
        yield "get_latest_by"
    for part in (*meta.indexes, *meta.constraints):
        if name in _names_in(part):
            yield f"{part.name}"


def _names_in(part: Any) -> set[str]:
    """Every field name that an index or a constraint mentions, expressions included."""
    # An exclusion constraint pairs each expression with an operator.
    expressions = [
        each[0] if isinstance(each, tuple) else each for each in getattr(part, "expressions", ())
    ]
    named = (*getattr(part, "fields", ()), *(getattr(part, "include", None) or ()))
    return _names_in_expressions([*named, *expressions, getattr(part, "condition", None)])


def _names_in_expressions(pending: list[Any]) -> set[str]:
    names: set[str] = set()
    while pending:
        found = pending.pop()
        if isinstance(found, str):
            names.add(found.lstrip("-"))
        elif isinstance(found, models.Q):
            pending.extend(found.children)
        elif isinstance(found, tuple):
            # A condition: the looked-up name, then the value, which may be an expression.
            names.add(found[0].split(LOOKUP_SEP)[0])
            pending.extend(each for each in found[1:] if not isinstance(each, str))
        elif isinstance(found, models.F):
            names.add(str(vars(found)["name"]).split(LOOKUP_SEP)[0])
        elif hasattr(found, "get_source_expressions"):
            pending.extend(found.get_source_expressions())
    return names
