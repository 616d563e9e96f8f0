"""Areas, meetings, referrals and actions, all in the organisation that hosts the meetings.

A referral is a copy, disclosed to the host under the host's own keys; it is never a window into
the case that it came from.
"""

import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts import access
from accounts.models import Organisation, User
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from accounts.permissions import Permission
from accounts.settings import value_of
from cases.choices import ConflictSource, DisclosureBasis
from cases.models import Case, Disclosure
from cases.models.conflict import Wall, WallQuerySet
from encryption.fields import EncryptedRecord, EncryptedText
from encryption.keys import KeyClass
from marac.choices import ActionState, Criterion

M = TypeVar("M", bound=models.Model, covariant=True)


AREA_RULES = {
    "name": "name",
    "threshold": "threshold",
    "repeat_months": "months of a repeat",
}


class MaracArea(TenantModel):
    """An area with meetings of its own, and its local thresholds."""

    # Agencies that refer find the area before they share anything with it.
    IN_REGISTER = True

    name = models.CharField(max_length=200)
    threshold = models.PositiveIntegerField(default=14)
    # A further incident within this many months of the last referral makes a repeat.
    repeat_months = models.PositiveIntegerField(default=12)

    def __str__(self) -> str:
        return self.name


class AreaChange(TenantModel):
    """One rule of an area that was changed: from what, to what, by whom, when.

    The application may add rows and neither change nor remove one.
    """

    APPEND_ONLY: ClassVar[bool] = True

    area = TenantForeignKey(MaracArea, related_name="+")
    field = models.CharField(max_length=20)
    before = models.CharField(max_length=200)
    after = models.CharField(max_length=200)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.field} of {self.area_id} changed"

    @property
    def rule(self) -> str:
        """What was changed, in words."""
        return AREA_RULES[self.field]


class HostQuerySet(TenantQuerySet[M]):
    """What the entered organisation holds as a host of meetings."""

    # The way from a record to its meeting.
    MEETING: ClassVar[str]

    def visible_to(self, user: User, *, at: datetime.datetime | None = None) -> Self:
        """Keep what a person may see: nothing without the role.

        Coordinators and chairs see all that is hosted; whoever attends a meeting, what it hears,
        from the closing of its list until some days after it.
        """
        if not access.has_permission(user, Permission.MEETING_SEE):
            return self.none()
        if access.has_permission(user, Permission.MEETINGS_OF_THE_HOST):
            return self
        day = timezone.localdate(at or timezone.now())
        return self._of_attended(Meeting.objects.attended_by(user, on=day), day)

    def _of_attended(self, meetings: "MeetingQuerySet", day: datetime.date) -> Self:
        closed = meetings.filter(list_closes_on__lte=day)
        return self.filter(**{f"{self.MEETING}__in": closed.values("pk")})


class MeetingQuerySet(HostQuerySet["Meeting"]):
    """Meetings of an area."""

    MEETING = "pk"

    def attended_by(self, user: User, *, on: datetime.date) -> Self:
        """Keep the meetings for which somebody is put down, until some days after each."""
        put_down = Attendance.objects.filter(user=user, ended_at=None).values("meeting_id")
        oldest = on - datetime.timedelta(days=value_of("meeting_days_after"))
        return self.filter(pk__in=put_down, held_on__gte=oldest)

    def _of_attended(self, meetings: "MeetingQuerySet", day: datetime.date) -> Self:
        """Keep the meetings themselves: their day is known before the list closes."""
        return self.filter(pk__in=meetings.values("pk"))

    def before(self, day: datetime.date) -> Self:
        """Keep meetings before a day, the latest first."""
        return self.filter(held_on__lt=day).order_by("-held_on", "pk")

    def from_day(self, day: datetime.date) -> Self:
        """Keep meetings on or after a day, the next one first."""
        return self.filter(held_on__gte=day).order_by("held_on", "pk")


MeetingManager = models.Manager.from_queryset(MeetingQuerySet)


class Meeting(TenantModel):
    """One meeting of an area."""

    area = TenantForeignKey(MaracArea, related_name="meetings")
    held_on = models.DateField()
    list_closes_on = models.DateField()

    objects: ClassVar[MeetingManager["Meeting"]] = MeetingManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "held_on"], name="marac_meeting_once_a_day"),
            models.CheckConstraint(
                condition=Q(list_closes_on__lte=F("held_on")),
                name="marac_meeting_list_closes_before_it",
                violation_error_message="The list closes on or before the day of the meeting.",
            ),
        ]

    def __str__(self) -> str:
        return f"meeting of {self.held_on}"


class Attendance(TenantModel):
    """Somebody who attends a meeting of the host's, until she is taken off it."""

    meeting = TenantForeignKey(Meeting, related_name="attendances")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"],
                condition=Q(ended_at=None),
                name="marac_attendance_once",
                violation_error_message="This person is put down for the meeting already.",
            )
        ]

    def __str__(self) -> str:
        return f"attendance of {self.meeting_id}"


class MaracReferralQuerySet(HostQuerySet["MaracReferral"]):
    """Cases put to the meetings."""

    MEETING = "meeting"

    def visible_to(self, user: User, *, at: datetime.datetime | None = None) -> Self:
        """Keep those that a person who takes part may see; none that is kept from them."""
        return super().visible_to(user, at=at).without_recusals_of(user)

    def without_recusals_of(self, user: User) -> Self:
        """Leave out what this person must not know of."""
        for kept in _kept_from(user):
            self = self.exclude(pk__in=kept)
        return self

    def waiting_for_a_list(self) -> Self:
        """Keep referrals that no meeting has on its list yet, the longest waiting first."""
        return self.filter(meeting=None).order_by("referred_on", "pk")


MaracReferralManager = models.Manager.from_queryset(MaracReferralQuerySet)


class MaracReferral(TenantModel):
    """A case put to an area's meeting, as a copy of what was disclosed.

    ``copy`` holds ``survivor`` and ``people_causing_harm`` (each ``name``, ``date_of_birth``),
    ``children`` (names and dates of birth), ``risk`` (score, band) and ``reasons``.
    """

    ENCRYPTION_SUBJECT = "id"

    area = TenantForeignKey(MaracArea, related_name="referrals")
    meeting = TenantForeignKey(Meeting, null=True, blank=True, related_name="referrals")
    referred_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    referred_on = models.DateField()
    criteria = ArrayField(models.CharField(max_length=20, choices=Criterion.choices))
    basis = models.CharField(max_length=20, choices=DisclosureBasis.choices)
    is_repeat = models.BooleanField(default=False)
    copy = EncryptedRecord(tag="marac_referral.copy", key_class=KeyClass.NARRATIVE)

    objects: ClassVar[MaracReferralManager["MaracReferral"]] = MaracReferralManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=DisclosureBasis.values), name="marac_referral_basis_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(criteria=[]),
                name="marac_referral_has_a_criterion",
                violation_error_message="Say why the case is put to the meeting.",
            ),
        ]

    def __str__(self) -> str:
        return f"referral of {self.referred_on}"

    @property
    def has_children(self) -> bool:
        """Say whether the copy names children: their cases are heard first."""
        return bool(self.copy.get("children"))


def _kept_from(user: User) -> "tuple[QuerySet[Any, Any], QuerySet[Any, Any]]":
    """Return the referrals of a person's recusals, and the copies of own cases kept from them."""
    own = Disclosure.objects.filter(case__in=Case.objects.kept_from(user).values("pk"))
    return Recusal.objects.standing().of(user).values("referral_id"), own.values("copy_id")


class RecusalQuerySet(WallQuerySet["Recusal"]):
    """Who takes no part in which referral."""


RecusalManager = models.Manager.from_queryset(RecusalQuerySet)


class Recusal(Wall):
    """Somebody who takes part in the meetings, and for whom this referral does not exist."""

    ENCRYPTION_SUBJECT = "referral_id"

    referral = TenantForeignKey(MaracReferral, related_name="recusals")
    reason = EncryptedText(tag="marac_recusal.reason", key_class=KeyClass.NARRATIVE)
    lifted_because = EncryptedText(tag="marac_recusal.lifted_because", key_class=KeyClass.NARRATIVE)

    objects: ClassVar[RecusalManager["Recusal"]] = RecusalManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "user", "declaration_id"],
                condition=Q(lifted_at=None),
                nulls_distinct=False,
                name="marac_recusal_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(source__in=ConflictSource.values), name="marac_recusal_source_is_known"
            ),
        ]
        indexes = [models.Index(fields=["user"], name="marac_recusal_of_a_person")]

    def __str__(self) -> str:
        return f"recusal of {self.user_id} from {self.referral_id}"


class ActionQuerySet(HostQuerySet["Action"]):
    """What agencies agreed to do."""

    MEETING = "referral__meeting"

    def visible_to(self, user: User, *, at: datetime.datetime | None = None) -> Self:
        """Keep those that a person who takes part may see; none of a referral kept from them."""
        seen = super().visible_to(user, at=at)
        for kept in _kept_from(user):
            seen = seen.exclude(referral__in=kept)
        return seen

    def open(self) -> Self:
        """Keep actions that nobody has closed, the one due first on top."""
        return self.filter(state=ActionState.OPEN).order_by("due_on", "pk")

    def late_on(self, day: datetime.date) -> Self:
        """Keep open actions that were due before a day."""
        return self.open().filter(due_on__lt=day)


ActionManager = models.Manager.from_queryset(ActionQuerySet)


class Action(TenantModel):
    """What one agency agreed to do about one referral."""

    ENCRYPTION_SUBJECT = "referral_id"

    referral = TenantForeignKey(MaracReferral, related_name="actions")
    agency = EncryptedText(tag="marac_action.agency", key_class=KeyClass.NARRATIVE)
    text = EncryptedText(tag="marac_action.text", key_class=KeyClass.NARRATIVE)
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=ActionState.choices, default=ActionState.OPEN)
    closed_on = models.DateField(null=True, blank=True)

    objects: ClassVar[ActionManager["Action"]] = ActionManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ActionState.OPEN, closed_on=None)
                | ~Q(state=ActionState.OPEN) & Q(closed_on__isnull=False),
                name="marac_action_closed_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"action due {self.due_on}"
