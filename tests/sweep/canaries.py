"""Words that must be found nowhere: accents, right to left, long, and each with a number."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DatabaseError, transaction

from accounts.models import Organisation
from accounts.tenancy import enter
from audit import events
from encryption.errors import SubjectErased
from encryption.fields import EncryptedDate, EncryptedField, EncryptedRecord, EncryptedText
from encryption.models import EncryptedModel

LONG_EVERY = 7
# Birthdays that nobody living has, and that are in no other file: one for each run.
_FIRST_DAY, _LAST_DAY = datetime.date(1000, 1, 1), datetime.date(1890, 1, 1)
# In a record of codes, a key that no page reads.
PLANTED = "canary"


@dataclass
class Canaries:
    """The words of one run. All begin with `mark`, and their numbers say where each was put."""

    mark: str
    birthday: datetime.date
    numbers: Iterator[int] = field(default_factory=lambda: count(10_000))

    def word(self) -> str:
        """Return a word that was not given before."""
        number = next(self.numbers)
        one = f"{self.mark}{number}x Łucja Ñandú שלום مرحبا"
        return f"{one} {one} " * 30 if number % LONG_EVERY == 0 else one

    def number_at(self, text: str, start: int) -> int | None:
        """Return the number of the word that starts here."""
        digits = text[start + len(self.mark) : start + len(self.mark) + 5]
        return int(digits) if len(digits) == 5 and digits.isdecimal() else None


def new() -> Canaries:
    """Return the words of a new run: what an earlier one left in the same files is not theirs."""
    letters = random.SystemRandom()
    mark = "Zq" + "".join(letters.choices("bcdfghjklmnprstvwz", k=10))
    days = letters.randrange((_LAST_DAY - _FIRST_DAY).days)
    return Canaries(mark, _FIRST_DAY + datetime.timedelta(days=days))


def sealed_fields() -> list[tuple[type[EncryptedModel], EncryptedField]]:
    """Return every encrypted field of every model, as the registry of models knows them."""
    return [
        (model, one)
        for model in apps.get_models()
        if issubclass(model, EncryptedModel)
        for one in model._meta.local_concrete_fields
        if isinstance(one, EncryptedField)
    ]


def plant(canaries: Canaries) -> dict[str, set[str]]:
    """Put a word into every sealed field that holds none; return what each field's tag holds.

    A field that no record on the stage has is in the result with nothing.
    """
    found: dict[str, set[str]] = {one.tag: set() for _, one in sealed_fields()}
    for organisation in Organisation.objects.all():
        with enter(organisation, by=None):
            for model, one in sealed_fields():
                for record in model._default_manager.all():
                    found[one.tag] |= _planted(canaries, record, one)
    return found


def _planted(canaries: Canaries, record: EncryptedModel, one: EncryptedField) -> set[str]:
    value = getattr(record, one.attname)
    if isinstance(one, EncryptedDate):
        return {canaries.birthday.isoformat()} if _saved(record, one, canaries.birthday) else set()
    held = _words(canaries, value)
    if held:
        return held
    word = canaries.word()
    if isinstance(one, EncryptedText):
        filled: Any = word
    elif isinstance(one, EncryptedRecord):
        filled = {**value, PLANTED: word}
    else:
        raise TypeError(f"{one.tag}: tests/sweep/canaries.py cannot fill a {type(one).__name__}")
    return _words(canaries, word) if _saved(record, one, filled) else set()


def _words(canaries: Canaries, value: Any) -> set[str]:
    text = str(value)
    starts = [at for at in range(len(text)) if text.startswith(canaries.mark, at)]
    return {str(number) for at in starts if (number := canaries.number_at(text, at)) is not None}


def _saved(record: EncryptedModel, one: EncryptedField, value: Any) -> bool:
    """Save a value; say whether it was taken: not in what is signed, nor of who was erased."""
    subject: UUID = getattr(record, record.ENCRYPTION_SUBJECT)
    events.write("sweep.plant", by=None, subjects=[subject], fields=[one.tag])
    setattr(record, one.attname, value)
    try:
        with transaction.atomic():
            record.save(update_fields=[one.name])
    except (DatabaseError, SubjectErased):
        return False
    return True
