"""The end of an episode."""

from django.db import models

from accommodation.models import Episode
from accounts.models.base import TenantForeignKey, TenantModel, TenantOneToOneField
from cases.models import Case
from encryption.fields import EncryptedRecord
from encryption.keys import KeyClass


class Ending(TenantModel):
    """When and how a household's support in one place ended.

    In a sanctuary scheme this is when support ends, not when the equipment is removed.
    ``details`` holds ``planned``, ``asked_to_leave``, ``next_place`` and ``sanctuary_ending``
    (codes of ``moveon.choices``); each is absent where it is not recorded.
    """

    ENCRYPTION_SUBJECT = "case_id"

    episode = TenantOneToOneField(Episode, related_name="ending")
    # The episode's own case: the ending is sealed under the case's keys.
    case = TenantForeignKey(Case, related_name="endings")
    ended_on = models.DateField()
    details = EncryptedRecord(tag="ending.details", key_class=KeyClass.PROFILE)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "ended_on"], name="moveon_ending_day"),
        ]

    def __str__(self) -> str:
        return f"ending on {self.ended_on}"

    def detail(self, question: str) -> str:
        """Return what is recorded, or the empty text."""
        return str(self.details.get(question, ""))

    @property
    def is_unsafe(self) -> bool:
        """Say whether they left without a plan, had to leave, or went back to who harms them."""
        return (
            self.detail("planned") == "no"
            or self.detail("asked_to_leave") == "yes"
            or self.detail("next_place") == "with_perpetrator"
            or self.detail("sanctuary_ending") == "perpetrator_returned"
        )
