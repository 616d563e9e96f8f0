"""Ways to a home of her own, what was offered, and where she must not live."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from cases.models import Case
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass
from moveon.choices import DUTY, OfferAnswer, OptionKind, OptionState


class HousingOptionQuerySet(TenantQuerySet["HousingOption"]):
    """Ways to a home, in the words of those who look for one."""

    def pursued(self) -> Self:
        """Keep those that may still lead somewhere."""
        return self.filter(state__in=PURSUED)


PURSUED = (OptionState.CONSIDERED, OptionState.APPLIED)

HousingOptionManager = models.Manager.from_queryset(HousingOptionQuerySet)


class HousingOption(TenantModel):
    """One way to a home that is considered or pursued: an application, a tenancy, going back."""

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey(Case, related_name="housing_options")
    kind = models.CharField(max_length=20, choices=OptionKind.choices)
    state = models.CharField(
        max_length=20, choices=OptionState.choices, default=OptionState.CONSIDERED
    )
    applied_on = models.DateField(null=True, blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    # Which authority, landlord or house: it says where she is going to live.
    where = EncryptedText(tag="housing_option.where", key_class=KeyClass.LOCATION)
    # "reference", "band", "duty" (a code of ``moveon.choices``), "words": each text.
    details = EncryptedRecord(tag="housing_option.details", key_class=KeyClass.NARRATIVE)

    objects: ClassVar[HousingOptionManager["HousingOption"]] = HousingOptionManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OptionKind.values), name="moveon_option_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OptionState.values), name="moveon_option_state_is_known"
            ),
        ]
        indexes = [models.Index(fields=["case", "look_again_on"], name="moveon_option_again")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"

    @property
    def is_pursued(self) -> bool:
        """Say whether it may still lead somewhere."""
        return self.state in PURSUED

    @property
    def duty(self) -> str:
        """Say which duty the council has accepted."""
        return DUTY.get(self.details.get("duty", ""), "")


class Offer(TenantModel):
    """One home that was offered, and what she answered."""

    ENCRYPTION_SUBJECT = "case_id"

    option = TenantForeignKey(HousingOption, related_name="offers")
    # The option's own case: the offer is sealed under its keys.
    case = TenantForeignKey(Case, related_name="+")
    made_on = models.DateField()
    view_on = models.DateField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    answer = models.CharField(
        max_length=20, choices=OfferAnswer.choices, default=OfferAnswer.WAITING
    )
    answered_on = models.DateField(null=True, blank=True)
    place = EncryptedText(tag="offer.place", key_class=KeyClass.LOCATION)
    words = EncryptedText(tag="offer.words", key_class=KeyClass.NARRATIVE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=OfferAnswer.WAITING, answered_on=None)
                | Q(
                    answer__in=[one for one in OfferAnswer.values if one != OfferAnswer.WAITING],
                    answered_on__isnull=False,
                    answered_on__gte=F("made_on"),
                ),
                name="moveon_answered_offer_has_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case", "answer_by"],
                condition=Q(answer=OfferAnswer.WAITING),
                name="moveon_offer_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"offer of {self.made_on}"


class AvoidedArea(TenantModel):
    """Somewhere she must not live, and why."""

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey(Case, related_name="avoided_areas")
    area = EncryptedText(tag="avoided_area.area", key_class=KeyClass.LOCATION)
    why = EncryptedText(tag="avoided_area.why", key_class=KeyClass.NARRATIVE)
    ended_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"area that {self.case_id} avoids"
