"""The wall between a member of staff and the referral of somebody they know."""

from typing import ClassVar

from django.db import models

from accounts.models.base import TenantForeignKey
from cases.models.conflict import Wall, WallQuerySet
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class ReferralWallQuerySet(WallQuerySet["ReferralWall"]):
    """Who must not know of which referral."""


ReferralWallManager = models.Manager.from_queryset(ReferralWallQuerySet)


class ReferralWall(Wall):
    """For this member of staff the referral does not exist."""

    ENCRYPTION_SUBJECT = "referral_id"

    referral = TenantForeignKey("referrals.CaseReferral", related_name="walls")
    reason = EncryptedText(tag="referral_wall.reason", key_class=KeyClass.NARRATIVE)
    lifted_because = EncryptedText(tag="referral_wall.lifted_because", key_class=KeyClass.NARRATIVE)

    objects: ClassVar[ReferralWallManager["ReferralWall"]] = ReferralWallManager()

    class Meta:
        indexes = [models.Index(fields=["user", "referral"], name="referrals_wall_of_user")]

    def __str__(self) -> str:
        return f"wall before {self.referral_id}"
