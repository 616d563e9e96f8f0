"""A case that one worker offers to another, until it is taken or comes back."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Service, User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from cases.models import Case
from encryption.fields import EncryptedText
from encryption.keys import KeyClass
from referrals.choices import HandoverState


class HandoverQuerySet(TenantQuerySet["Handover"]):
    """Cases that are offered."""

    def offered(self) -> Self:
        """Keep those that wait for an answer."""
        return self.filter(state=HandoverState.OFFERED)

    def visible_to(self, user: User) -> Self:
        """Keep what a person offered, or is offered, of cases that they may be told of."""
        theirs = Q(offered_by=user) | Q(to=user)
        return self.filter(theirs, case__in=Case.objects.named_to(user).values("pk"))


HandoverManager = models.Manager.from_queryset(HandoverQuerySet)


class Handover(TenantModel):
    """An offer of a case: whoever worked on it goes on until it is accepted."""

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey(Case, related_name="handovers")
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_worker = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Where the case moves to another service, such as from the community to a house.
    to_service = TenantForeignKey(Service, null=True, blank=True, related_name="+")
    offered_at = models.DateTimeField()
    # What whoever takes the case must know of the danger.
    recap = EncryptedText(tag="handover.recap", key_class=KeyClass.NARRATIVE)
    # On which day it was last checked with the survivor how contact is safe.
    contact_checked_on = models.DateField()
    state = models.CharField(
        max_length=20, choices=HandoverState.choices, default=HandoverState.OFFERED
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    # Why it came back.
    answer = EncryptedText(tag="handover.answer", key_class=KeyClass.NARRATIVE)

    objects: ClassVar[HandoverManager["Handover"]] = HandoverManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=HandoverState.values), name="referrals_handover_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=HandoverState.OFFERED, answered_at=None)
                | ~Q(state=HandoverState.OFFERED) & Q(answered_at__isnull=False),
                name="referrals_handover_answer_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["case", "to"],
                condition=Q(state=HandoverState.OFFERED),
                name="referrals_handover_offered_once",
            ),
        ]

    def __str__(self) -> str:
        return f"handover of {self.case_id}"
