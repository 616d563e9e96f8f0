"""How somebody may be reached safely, channel by channel, and who opened a number all the same."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.models.base import TenantForeignKey, TenantModel
from cases.models import Case, Person
from contact.choices import WRITTEN, Channel, Handed, MessageKind
from contact.rules import Rule
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass


class SafeContact(TenantModel):
    """What holds for one person on one channel.

    A channel without a row, and a row that was not checked with them (``checked_on`` is None) or
    not lately enough, are not safe.
    """

    ENCRYPTION_SUBJECT = "person_id"

    person = TenantForeignKey(Person, related_name="safe_contacts")
    channel = models.CharField(max_length=20, choices=Channel.choices)
    rule_record = EncryptedRecord(tag="safe_contact.rule", key_class=KeyClass.IDENTITY)
    # A number, a name in an app, or who passes things on; telephone and email stand at the person.
    number = EncryptedText(tag="safe_contact.number", key_class=KeyClass.IDENTITY)
    # Where post goes, or where to meet: opened with the keys of places.
    place = EncryptedText(tag="safe_contact.place", key_class=KeyClass.LOCATION)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    check_again_by = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "channel"], name="contact_one_rule_for_a_channel"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="contact_channel_is_known"
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None, check_again_by=None)
                | Q(
                    checked_on__isnull=False,
                    check_again_by__isnull=False,
                    check_again_by__gte=F("checked_on"),
                ),
                name="contact_checked_means_checked_again",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "check_again_by"], name="contact_check_again")
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.person_id}"

    @property
    def rule(self) -> Rule:
        """Return what holds."""
        return Rule.from_record(self.rule_record)


class CoveredOpening(TenantModel):
    """A number that somebody opened outside its hours or without a check, and why."""

    ENCRYPTION_SUBJECT = "person_id"

    case = TenantForeignKey(Case, related_name="covered_openings")
    person = TenantForeignKey(Person, related_name="covered_openings")
    channel = models.CharField(max_length=20, choices=Channel.choices)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    reason = EncryptedText(tag="covered_opening.reason", key_class=KeyClass.IDENTITY)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="contact_opened_channel_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"opening of {self.channel} of {self.person_id}"


class Message(TenantModel):
    """One text that went to one person, or was shown to be copied; never who it went to."""

    ENCRYPTION_SUBJECT = "case_id"

    case = TenantForeignKey(Case, related_name="messages")
    person = TenantForeignKey(Person, related_name="messages")
    channel = models.CharField(max_length=20, choices=Channel.choices)
    kind = models.CharField(max_length=20, choices=MessageKind.choices)
    handed = models.CharField(max_length=20, choices=Handed.choices)
    text = EncryptedText(tag="message.text", key_class=KeyClass.NARRATIVE)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=WRITTEN), name="contact_message_is_written"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MessageKind.values), name="contact_message_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(handed=Handed.SHOWN) | Q(handed=Handed.SENT, channel=Channel.EMAIL),
                name="contact_email_alone_is_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}"
