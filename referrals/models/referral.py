"""Somebody who is put forward to a service, until there is a case or a reason for none."""

import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts import access
from accounts.models import Service, User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from accounts.permissions import Permission
from cases.models import Case
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass
from referrals.choices import ENDED, UNDECIDED, Consent, Decision, Priority, Reason, Route
from referrals.models.wall import ReferralWall


class CaseReferralQuerySet(TenantQuerySet["CaseReferral"]):
    """Referrals, in the words of the people who take them."""

    def visible_to(self, user: User) -> Self:
        """Keep those that a person may see: none without the role.

        Those of her services, while there is no case; from then on those whose case she sees. One
        of somebody she knows does not exist for her.
        """
        if not access.has_permission(user, Permission.INTAKE_WORK):
            return self.none()
        seen = Q(case__in=Case.objects.visible_to(user).values("pk"))
        return self.filter(Q(case=None) & _of_services(user) | seen)._without_walls_of(user)

    def behind(self, case: Case, *, seen_by: User) -> Self:
        """Keep those that led to a case which this person sees, as far as she may know of them."""
        if not access.has_permission(seen_by, Permission.INTAKE_WORK):
            return self.none()
        return self.filter(case=case)._without_walls_of(seen_by)

    def _without_walls_of(self, user: User) -> Self:
        return self.exclude(pk__in=ReferralWall.objects.standing().of(user).values("referral_id"))

    def undecided(self) -> Self:
        """Keep those for which somebody still waits for us."""
        return self.filter(decision__in=UNDECIDED)

    def in_order_of_time_left(self) -> Self:
        """Put first what is due first."""
        return self.order_by(F("contact_due_at").asc(nulls_last=True), "received_at", "pk")


def _of_services(user: User) -> Q:
    if access.holds_everywhere(user, Permission.INTAKE_WORK):
        return Q()
    return Q(service__in=access.services_with(user, Permission.INTAKE_WORK))


CaseReferralManager = models.Manager.from_queryset(CaseReferralQuerySet)


class CaseReferral(TenantModel):
    """Somebody put forward for community support; a place in a house is asked for elsewhere.

    A subject of its own: many who are referred never become a case. The person causing harm is
    named in no field of it; ``story`` may speak of them.
    """

    ENCRYPTION_SUBJECT = "id"

    service = TenantForeignKey(Service, related_name="case_referrals")
    reference = models.CharField(max_length=20)
    route = models.CharField(max_length=20, choices=Route.choices)
    received_at = models.DateTimeField()
    consent = models.CharField(max_length=20, choices=Consent.choices)
    source = EncryptedText(tag="case_referral.source", key_class=KeyClass.NARRATIVE)
    # Who referred, and how to reach them.
    referrer = EncryptedText(tag="case_referral.referrer", key_class=KeyClass.NARRATIVE)
    # {"given_name", "family_name", "known_as", "date_of_birth" (ISO), "email"}: texts.
    person = EncryptedRecord(tag="case_referral.person", key_class=KeyClass.IDENTITY)
    # {"phone", "safe" (a code of SafeToRing), "rule" (when, and what to say)}: texts.
    contact = EncryptedRecord(tag="case_referral.contact", key_class=KeyClass.IDENTITY)
    postcode = EncryptedText(tag="case_referral.postcode", key_class=KeyClass.LOCATION)
    story = EncryptedText(tag="case_referral.story", key_class=KeyClass.NARRATIVE)
    # {"children", "language", "interpreter", "access_needs"}: texts.
    details = EncryptedRecord(tag="case_referral.details", key_class=KeyClass.PROFILE)

    priority = models.CharField(max_length=20, choices=Priority.choices, blank=True, default="")
    review_due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    contact_due_at = models.DateTimeField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    worker = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # A manager's word after the attempts that reached nobody.
    attempts_reviewed_at = models.DateTimeField(null=True, blank=True)
    attempts_reviewed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    attempts_review = EncryptedText(
        tag="case_referral.attempts_review", key_class=KeyClass.NARRATIVE
    )

    decision = models.CharField(max_length=20, choices=Decision.choices, default=Decision.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=30, choices=Reason.choices, blank=True, default="")
    # Why, in words; and for one that was referred on, to whom.
    words = EncryptedText(tag="case_referral.words", key_class=KeyClass.NARRATIVE)
    referred_to = EncryptedText(tag="case_referral.referred_to", key_class=KeyClass.NARRATIVE)
    case = TenantForeignKey(Case, null=True, blank=True, related_name="case_referrals")
    keep_until = models.DateField(null=True, blank=True)
    erased_on = models.DateField(null=True, blank=True)
    # Earlier referrals that may be of the same person: compared in memory when it came.
    alike: "ArrayField[list[UUID], list[UUID]]" = ArrayField(
        models.UUIDField(), default=list, blank=True
    )

    objects: ClassVar[CaseReferralManager["CaseReferral"]] = CaseReferralManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"], name="referrals_reference_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(route__in=Route.values), name="referrals_route_is_known"
            ),
            models.CheckConstraint(
                condition=Q(consent__in=Consent.values), name="referrals_consent_is_known"
            ),
            models.CheckConstraint(
                condition=Q(priority__in=["", *Priority.values]),
                name="referrals_priority_is_known",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.OPEN, decided_at=None)
                | Q(decision__in=[one for one in Decision.values if one != Decision.OPEN])
                & Q(decided_at__isnull=False),
                name="referrals_decision_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.ACCEPTED, case__isnull=False)
                | ~Q(decision=Decision.ACCEPTED) & Q(case=None),
                name="referrals_accepted_into_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=ENDED) | Q(keep_until__isnull=False),
                name="referrals_ended_has_its_last_day",
            ),
            models.CheckConstraint(
                condition=Q(priority="", contact_due_at=None, reviewed_at=None)
                | ~Q(priority="") & Q(contact_due_at__isnull=False, reviewed_at__isnull=False),
                name="referrals_priority_has_its_clock",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "decision", "contact_due_at"], name="referrals_due"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_undecided(self) -> bool:
        """Say whether somebody still waits for us."""
        return self.decision in UNDECIDED

    @property
    def full_name(self) -> str:
        """Return the name as far as it is known."""
        person = self.person
        written = f"{person.get('given_name', '')} {person.get('family_name', '')}".strip()
        named = written or person.get("known_as", "")
        return named or ("Erased" if self.erased_on or self.is_erased else "Name not known yet")

    @property
    def born(self) -> datetime.date | None:
        """Return the date of birth, or None where it is not known."""
        written = self.person.get("date_of_birth", "")
        return datetime.date.fromisoformat(written) if written else None
