"""The list of referrals: what is due first, and what became of the others."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from accounts.settings import value_of
from referrals.choices import REACHED, Decision, Priority, Route, SafeToRing
from referrals.clock import Due
from referrals.models import CaseReferral, ContactAttempt
from referrals.models.referral import CaseReferralQuerySet

PAGE = 50
# What a list shows, by its code.
STATES = (
    ("open", "To decide"),
    ("waiting", "Waiting list"),
    ("accepted", "Accepted"),
    ("ended", "Ended"),
)


@dataclass(frozen=True)
class State:
    """One choice above the list."""

    code: str
    label: str
    current: bool


@dataclass(frozen=True)
class Row:
    """One referral of the list."""

    referral: CaseReferral
    in_vain: int
    due: Due | None
    wants_review: bool

    @property
    def name(self) -> str:
        """Return the name; it is decrypted here, for the rows of one page."""
        return self.referral.full_name

    @property
    def safe(self) -> str:
        """Say whether the number is safe to ring, as far as anybody knows."""
        return safe_words(self.referral.contact)

    @property
    def is_safe(self) -> bool:
        """Say whether somebody said that it is, at some time at least."""
        return self.referral.contact.get("safe") in (SafeToRing.YES, SafeToRing.AT_TIMES)

    @property
    def route(self) -> str:
        """Say who referred."""
        return str(Route(self.referral.route).label)

    @property
    def decision(self) -> str:
        """Say what became of it."""
        return str(Decision(self.referral.decision).label)


def safe_words(contact: Mapping[str, str]) -> str:
    """Say what is known of ringing somebody; what nobody asked is not safe."""
    if not contact.get("phone"):
        return "No number yet"
    rule = contact.get("rule", "")
    said = {
        SafeToRing.YES.value: "Safe to ring",
        SafeToRing.AT_TIMES.value: "Safe at times",
        SafeToRing.NO.value: "Do not ring",
    }.get(contact.get("safe", ""), "Not known to be safe: do not ring yet")
    return f"{said}. {rule}" if rule else said


def states(chosen: str) -> list[State]:
    """Return the choices above the list."""
    return [State(code, label, code == chosen) for code, label in STATES]


def chosen_state(given: str) -> str:
    """Return a state that there is."""
    return given if given in dict(STATES) else "open"


def _of_state(referrals: CaseReferralQuerySet, state: str) -> CaseReferralQuerySet:
    if state == "open":
        return referrals.filter(decision=Decision.OPEN).in_order_of_time_left()
    if state == "waiting":
        return referrals.filter(decision=Decision.WAITING).order_by("decided_at", "pk")
    if state == "accepted":
        return referrals.filter(decision=Decision.ACCEPTED).order_by("-decided_at", "pk")
    ended = referrals.exclude(decision__in=(Decision.OPEN, Decision.WAITING, Decision.ACCEPTED))
    return ended.order_by("-decided_at", "pk")


def page_of_referrals(user: User, state: str, number: str | None) -> Page[CaseReferral]:
    """Return one page of the referrals that a person may see."""
    visible = CaseReferral.objects.visible_to(user).select_related("service", "case", "worker")
    return Paginator(_of_state(visible, state), PAGE).get_page(number)


def rows_of(referrals: Sequence[CaseReferral], *, now: datetime.datetime) -> list[Row]:
    """Return the rows of these referrals: one query for their attempts, and one for settings."""
    vain: dict[UUID, int] = dict(
        ContactAttempt.objects.filter(referral__in=[one.pk for one in referrals])
        .exclude(outcome__in=REACHED)
        .values_list("referral_id")
        .annotate(count=Count("pk"))
    )
    wanted = value_of("referral_attempts")
    return [
        Row(
            referral=one,
            in_vain=vain.get(one.pk, 0),
            due=due_of(one, now=now),
            wants_review=one.is_undecided
            and one.reached_at is None
            and one.attempts_reviewed_at is None
            and vain.get(one.pk, 0) >= wanted,
        )
        for one in referrals
    ]


def due_of(referral: CaseReferral, *, now: datetime.datetime) -> Due | None:
    """Return what is to be done next and until when; None where no clock runs any more."""
    if referral.decision != Decision.OPEN:
        return None
    if referral.reviewed_at is None:
        return Due("First look", referral.review_due_at, referral.review_due_at < now)
    if referral.reached_at is None and referral.contact_due_at is not None:
        return Due("First contact", referral.contact_due_at, referral.contact_due_at < now)
    return None


def in_words(due: Due, *, now: datetime.datetime) -> str:
    """Say calmly when something is or was due: "by Tue 14:00", "was due Mon 09:00"."""
    local, today = timezone.localtime(due.at), timezone.localdate(now)
    day = "today" if local.date() == today else f"{local:%a} {local.day} {local:%b}"
    return f"{'was due' if due.late else 'by'} {day} {local:%H:%M}"


PRIORITY_TAGS = {
    Priority.HIGH.value: ("High", "berry", "high"),
    Priority.MEDIUM.value: ("Medium", "amber", "medium"),
    Priority.STANDARD.value: ("Standard", "safe", "standard"),
}
