"""What of a family must not leave: gathered by Rowan itself, in memory alone, shown to nobody.

Every field under the keys of places counts, whichever app keeps it, so a new one needs no line
here. An app above adds what is a secret in this use alone: the house in which they stay.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models

from accounts.models.base import TenantModel
from accounts.tenancy import as_system
from audit import events
from cases.models import Case, Person
from contact.models import SafeContact
from encryption.fields import EncryptedField
from encryption.keys import KeyClass


class Kind(StrEnum):
    """What sort of secret."""

    NUMBER = "number"
    EMAIL = "email"
    POSTCODE = "postcode"
    PLACE = "place"

    @property
    def words(self) -> str:
        """Say what it is."""
        return _WORDS[self]

    @property
    def is_place(self) -> bool:
        """Say whether it leads to where somebody can be found: that never leaves."""
        return self in (Kind.POSTCODE, Kind.PLACE)


_WORDS = {
    Kind.NUMBER: "a telephone number of the family",
    Kind.EMAIL: "an email address of the family",
    Kind.POSTCODE: "a postcode of the family",
    Kind.PLACE: "where the family lives, stays or goes to school",
}


@dataclass(frozen=True)
class Secret:
    """Something that must not leave, as it is recorded."""

    kind: Kind
    text: str


Gatherer = Callable[[Case], Iterable[str]]

_GATHERERS: list[Gatherer] = []
# Models whose places hang on no case and no person: a gatherer gives those of the family.
_GATHERED: set[type[TenantModel]] = set()

_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")
_LINE = re.compile(r"[,;\n]")
_NUMBER = re.compile(r"\+?\d[\d\s().-]{6,}\d")


def register(gatherer: Gatherer, *, of: Iterable[type[TenantModel]] = ()) -> None:
    """Ask an app above for the places where a family stays, from now on; it answers for ``of``."""
    if gatherer not in _GATHERERS:
        _GATHERERS.append(gatherer)
    _GATHERED.update(of)


def secrets_of(case: Case) -> frozenset[Secret]:
    """Return what must not leave of a case's family, and leave an event that it was compared."""
    events.read("outgoing.compare", by=None, subjects=[case.pk])
    with as_system():
        people = list(Person.objects.filter(case_people__case=case))
        found = {*_of_people(people), *_of_places(case, people)}
        for gatherer in _GATHERERS:
            found.update(secret for text in gatherer(case) for secret in _of_text(text))
    return frozenset(secret for secret in found if secret.text.strip())


def _of_people(people: list[Person]) -> Iterator[Secret]:
    for person in people:
        yield Secret(Kind.NUMBER, str(person.contact.get("phone", "")))
        yield Secret(Kind.EMAIL, str(person.contact.get("email", "")))
    for kept in SafeContact.objects.filter(person__in=people):
        yield Secret(Kind.NUMBER, str(kept.number))
        yield from (Secret(Kind.EMAIL, one) for one in _EMAIL.findall(str(kept.number)))


def _of_places(case: Case, people: list[Person]) -> Iterator[Secret]:
    """Give every text under the keys of places that hangs on the case or on one of its people."""
    for model, fields in _models():
        for record in _records(model, case, people):
            for field in fields:
                for text in _texts(getattr(record, field.attname)):
                    yield from _of_text(text)


def _models() -> Iterator[tuple[type[TenantModel], list[EncryptedField]]]:
    for model in apps.get_models():
        if issubclass(model, TenantModel) and model not in _GATHERED:
            fields = [
                field
                for field in model._meta.concrete_fields
                if isinstance(field, EncryptedField) and field.key_class == KeyClass.LOCATION
            ]
            if fields:
                yield model, fields


def _records(
    model: type[TenantModel], case: Case, people: list[Person]
) -> "models.QuerySet[Any, Any] | list[Person]":
    """Return the records of a model that belong to the family; raises for one that cannot be asked.

    A new model with a place that hangs on neither is a fault that must be seen.
    """
    if model is Person:
        return people
    links = {field.name for field in model._meta.get_fields() if isinstance(field, models.Field)}
    if not links & {"case", "person"}:
        raise TypeError(f"{model._meta.label} holds places of nobody")
    wanted: dict[str, Any] = {"case": case} if "case" in links else {"person__in": people}
    return model._default_manager.filter(**wanted)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _texts(held)


def _of_text(text: str) -> Iterator[Secret]:
    """Give an address line by line, with its postcode and any number that stands in it."""
    postcodes = _POSTCODE.findall(text.upper())
    yield from (Secret(Kind.POSTCODE, one) for one in postcodes)
    for line in _LINE.split(text):
        if _NUMBER.fullmatch(line.strip()):
            yield Secret(Kind.NUMBER, line)
        elif line.strip().upper() not in postcodes:
            yield _in_place(_without(line, postcodes))


def _without(line: str, postcodes: list[str]) -> str:
    for one in postcodes:
        line = re.sub(re.escape(one), "", line, flags=re.IGNORECASE)
    return line


def _in_place(text: str) -> Secret:
    return Secret(Kind.PLACE, text)
