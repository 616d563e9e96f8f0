"""Appointments: when and where a worker is, and with whom."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from diary.choices import AppointmentKind
from diary.models.entry import Entry, EntryQuerySet
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass


class AppointmentQuerySet(EntryQuerySet["Appointment"]):
    """Appointments of cases."""

    def between(self, start: datetime.datetime, end: datetime.datetime) -> Self:
        """Keep those that begin in this time and were not called off, the first on top."""
        held = self.filter(cancelled_at=None, starts_at__gte=start, starts_at__lt=end)
        return held.order_by("starts_at", "pk")

    def missed_check_in_at(self, moment: datetime.datetime) -> Self:
        """Keep those whose worker was expected back and has not said that all is well."""
        waiting = self.filter(cancelled_at=None, checked_in_at=None)
        return waiting.filter(check_in_by__lt=moment).order_by("check_in_by", "pk")


AppointmentManager = models.Manager.from_queryset(AppointmentQuerySet)


class Appointment(Entry):
    """One appointment of one worker on one case.

    ``interpreter`` holds ``language``, ``dialect``, ``gender``, ``who`` (who interprets) and
    ``never`` (who must not), each text, absent where not recorded. Whoever goes alone says until
    when she expects to be back (``check_in_by``).
    """

    ENCRYPTION_SUBJECT = "case_id"

    kind = models.CharField(max_length=20, choices=AppointmentKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    # Nobody, where it was brought in from another system.
    worker = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = EncryptedText(tag="appointment.place", key_class=KeyClass.NARRATIVE)
    with_whom = EncryptedText(tag="appointment.with_whom", key_class=KeyClass.NARRATIVE)
    interpreter = EncryptedRecord(tag="appointment.interpreter", key_class=KeyClass.NARRATIVE)
    check_in_by = models.DateTimeField(null=True, blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[AppointmentManager["Appointment"]] = AppointmentManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AppointmentKind.values),
                name="diary_appointment_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="diary_appointment_ends_after_it_starts",
                violation_error_message="An appointment ends after it begins.",
            ),
            models.CheckConstraint(
                condition=Q(check_in_by=None) | Q(check_in_by__gte=F("starts_at")),
                name="diary_appointment_check_in_after_it_starts",
                violation_error_message="The check-in comes after the beginning.",
            ),
        ]
        indexes = [
            models.Index(fields=["worker", "starts_at"], name="diary_appointment_of_a_worker"),
            models.Index(fields=["case", "starts_at"], name="diary_appointment_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"appointment at {self.starts_at.isoformat()}"
