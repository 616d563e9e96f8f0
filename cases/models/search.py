"""What a person can be found by, as one sealed text."""

import datetime
from dataclasses import dataclass
from typing import Self

from django.db import models

from accounts.models.base import TenantModel, TenantOneToOneField
from cases.models.person import Person
from encryption.fields import EncryptedText
from encryption.keys import KeyClass

_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Findable:
    """What a person can be found by, as it was written. Blank means not recorded."""

    given_name: str
    family_name: str
    known_as: str
    date_of_birth: datetime.date | None
    phone: str
    postcode: str

    def as_text(self) -> str:
        """Return it as one text, the parts separated."""
        born = self.date_of_birth.isoformat() if self.date_of_birth else ""
        parts = (
            self.given_name, self.family_name, self.known_as, born, self.phone, self.postcode,
        )  # fmt: skip
        return _BETWEEN.join(part.replace(_BETWEEN, " ") for part in parts)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read it again."""
        given, family, called, born, phone, postcode = text.split(_BETWEEN)
        day = datetime.date.fromisoformat(born) if born else None
        return cls(given, family, called, day, phone, postcode)

    @classmethod
    def of(cls, person: Person) -> Self:
        """Return what a person can be found by."""
        return cls(
            person.given_name,
            person.family_name,
            person.known_as,
            person.date_of_birth,
            str(person.contact.get("phone", "")),
            person.postcode,
        )


class SearchRecord(TenantModel):
    """What a person can be found by, under a key that opens nothing else of them.

    ``changed_in`` is the transaction that wrote the row last; the database sets it. Nearly every
    text has one length.
    """

    ENCRYPTION_SUBJECT = "person_id"

    person = TenantOneToOneField(Person, related_name="search_record")
    content = EncryptedText(tag="search_record.content", key_class=KeyClass.SEARCH, floor=256)
    changed_in = models.BigIntegerField(default=0, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "changed_in"], name="cases_searchrecord_changed")
        ]

    def __str__(self) -> str:
        return f"search record of {self.person_id}"


class SearchVersion(TenantModel):
    """When somebody last went from an organisation's search: the database sets it.

    A process that holds a copy from before then drops it whole.
    """

    gone_in = models.BigIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="cases_searchversion_is_one")
        ]

    def __str__(self) -> str:
        return f"version of the search of {self.organisation_id}"
