"""Organisations, their services and teams, and who works in them as what."""

import datetime
import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import DateField, ExpressionWrapper, F, Q
from django.utils import timezone
from django.utils.text import get_text_list

from accounts.choices import OrganisationKind, ServiceKind, SpecialistGroup
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class Organisation(models.Model):
    """A provider, an authority, or an agency that meets with them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=30, choices=OrganisationKind.choices)
    # The Tier 1 authority that this organisation is, where it is one.
    authority_code = models.CharField(max_length=9, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values),
                name="accounts_organisation_kind_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ServiceQuerySet(TenantQuerySet["Service"]):
    """Services."""

    def running_on(self, day: datetime.date) -> Self:
        """Keep those that run on a day; the last day is included."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))


ServiceManager = models.Manager.from_queryset(ServiceQuerySet)


class Service(TenantModel):
    """Something that an organisation offers: a community team, a house, a sanctuary scheme."""

    ENCRYPTION_SUBJECT = "id"

    name = EncryptedText(tag="service.name", key_class=KeyClass.IDENTITY)
    kind = models.CharField(
        max_length=20, choices=ServiceKind.choices, default=ServiceKind.ACCOMMODATION
    )
    specialist_groups = ArrayField(
        models.CharField(max_length=30, choices=SpecialistGroup.choices), default=list, blank=True
    )
    by_and_for_groups = ArrayField(
        models.CharField(max_length=30, choices=SpecialistGroup.choices), default=list, blank=True
    )
    in_house_frontline = models.CharField(max_length=20, blank=True)
    quality_standards = models.TextField(blank=True)
    # From the day after it is chosen for nothing any more: see accounts.ending.
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar[ServiceManager["Service"]] = ServiceManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(specialist_groups__contains=F("by_and_for_groups")),
                name="accounts_service_by_and_for_is_among_its_groups",
                violation_error_message="A group served by-and-for is also a group served.",
            )
        ]

    def __str__(self) -> str:
        return f"service {self.pk}"

    @property
    def specialist_words(self) -> str:
        """The groups it is for; '' where it is for everybody."""
        return get_text_list(
            [SpecialistGroup(group).label.lower() for group in self.specialist_groups], "and"
        )


class TeamQuerySet(TenantQuerySet["Team"]):
    """Teams."""

    def running_on(self, day: datetime.date) -> Self:
        """Keep those that run on a day, as does their service; the last day is included."""
        services = Service.objects.running_on(day).values("pk")
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), service__in=services)


TeamManager = models.Manager.from_queryset(TeamQuerySet)


class Team(TenantModel):
    """People of one service who share their cases."""

    service = TenantForeignKey(Service, related_name="teams")
    name = models.CharField(max_length=200)
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar[TeamManager["Team"]] = TeamManager()

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(TenantQuerySet["Membership"]):
    """Who works where, as what, when."""

    def live_on(self, day: datetime.date) -> Self:
        """Keep memberships that hold on a day; the last day is included.

        One that is given for hours holds while they run, whatever day is asked about.
        """
        hours = Q(ends_at=None) | Q(ends_at__gt=timezone.now())
        return self.filter(hours, starts_on__lte=day).not_over_on(day)

    def not_over_on(self, day: datetime.date) -> Self:
        """Keep memberships that hold on a day or are still to begin."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))


MembershipManager = models.Manager.from_queryset(MembershipQuerySet)


class Membership(TenantModel):
    """A person's role in an organisation, for a time, perhaps in one service or team."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="memberships")
    service = TenantForeignKey(Service, null=True, blank=True, related_name="memberships")
    team = TenantForeignKey(Team, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # For a role that is given for hours: see accounts.support.
    ends_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[MembershipManager["Membership"]] = MembershipManager()

    class Meta:
        constraints = [
            # One that was taken back before it held ends on the day before its first.
            models.CheckConstraint(
                condition=Q(ends_on=None)
                | Q(
                    ends_on__gte=ExpressionWrapper(
                        F("starts_on") - datetime.timedelta(days=1), output_field=DateField()
                    )
                ),
                name="accounts_membership_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(role="support") | Q(ends_at__isnull=False),
                name="accounts_membership_of_support_is_for_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} from {self.starts_on}"
