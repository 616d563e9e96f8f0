"""Survivors, children and other adults of a household."""

import datetime

from accounts.models.base import TenantModel, TenantOneToOneField
from encryption.fields import EncryptedDate, EncryptedRecord, EncryptedText
from encryption.keys import KeyClass


class Person(TenantModel):
    """A survivor, a child, or another adult of the household; never a person causing harm."""

    ENCRYPTION_SUBJECT = "id"

    given_name = EncryptedText(tag="person.given_name", key_class=KeyClass.IDENTITY)
    family_name = EncryptedText(tag="person.family_name", key_class=KeyClass.IDENTITY)
    known_as = EncryptedText(tag="person.known_as", key_class=KeyClass.IDENTITY)
    # A telephone number ("phone") and an address for mail ("email"), each text.
    contact = EncryptedRecord(tag="person.contact", key_class=KeyClass.IDENTITY)
    postcode = EncryptedText(tag="person.postcode", key_class=KeyClass.LOCATION)
    # Under the profile's key, so that the return can be counted without the key to any name.
    date_of_birth = EncryptedDate(tag="person.date_of_birth", key_class=KeyClass.PROFILE)

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def full_name(self) -> str:
        """Return the name as it is written, or what the person likes to be called."""
        written = f"{self.given_name} {self.family_name}".strip() or self.known_as
        return written or ("Erased" if self.is_erased else "Name not recorded")

    @property
    def called(self) -> str:
        """Return what to call this person."""
        return self.known_as or self.given_name or self.full_name

    def age_on(self, day: datetime.date) -> int | None:
        """Return the age in whole years, or None without a date of birth.

        Someone born on 29 February has their birthday on 1 March in other years.
        """
        born: datetime.date | None = self.date_of_birth
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Profile(TenantModel):
    """What a person has told about themselves, each answer with its day and its source.

    ``answers`` maps a question of ``choices.PROFILE_QUESTIONS`` to ``{"value", "on", "source"}``.
    A question that is missing has not been recorded; the four no-answers are answers.
    """

    ENCRYPTION_SUBJECT = "person_id"

    person = TenantOneToOneField(Person, related_name="profile")
    answers = EncryptedRecord(tag="profile.answers", key_class=KeyClass.PROFILE)
    immigration = EncryptedRecord(tag="profile.immigration", key_class=KeyClass.PROFILE)

    def __str__(self) -> str:
        return f"profile of {self.person_id}"

    def answer(self, question: str) -> str:
        """Return the latest answer held, or the empty text where none is recorded."""
        held = self.answers.get(question) or self.immigration.get(question) or {}
        value = held.get("value", "")
        return str(value)
