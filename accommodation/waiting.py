"""Who waits for a place in a house, with the room that fits and when, or why none does."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from accommodation.chart import Span
from accommodation.fitting import Household, against_the_house, why_not
from accommodation.models import House, PlacementReferral, Unit
from accommodation.words import short_day
from accounts.models import Service, User
from cases.models import Case


@dataclass(frozen=True)
class RoomRow:
    """A room with its two weeks."""

    unit: Unit
    spans: Sequence[Span]

    def free_from(self, today: datetime.date) -> datetime.date | None:
        """Return the first night from today on that is free, within these two weeks."""
        for span in self.spans:
            last = span.starts_on + datetime.timedelta(days=span.nights - 1)
            if span.kind == "free" and last >= today:
                return max(span.starts_on, today)
        return None


@dataclass(frozen=True)
class Fit:
    """A room that fits, and its first free night."""

    unit: Unit
    free_from: datetime.date


@dataclass(frozen=True)
class Waiting:
    """A household that waits for a place: the room to offer first, or why there is none."""

    referral: PlacementReferral
    reference: str
    household: Household
    fit: Fit | None
    others: int
    why_none: str
    today: datetime.date

    @property
    def opens(self) -> bool:
        """Say whether the reader may open it: its case, where there is one, is theirs to see."""
        return self.referral.case_id is None or bool(self.reference)

    @property
    def fits(self) -> str:
        """Say which room fits and when."""
        if self.fit is None:
            return self.why_none
        when = "tonight"
        if self.fit.free_from > self.today:
            when = f"from {short_day(self.fit.free_from)}"
        more = f", and {self.others} more" if self.others else ""
        return f"Fits {self.fit.unit.name} {when}{more}"

    @property
    def fits_tonight(self) -> bool:
        """Say whether the room is free tonight."""
        return self.fit is not None and self.fit.free_from == self.today


def waiting_for(
    house: Service,
    held: House | None,
    user: User,
    rows: Sequence[RoomRow],
    *,
    today: datetime.date,
) -> list[Waiting]:
    """Return who waits for a place in a house, the longest first, in two queries.

    A reference is given where the case is the reader's to see.
    """
    waiting = PlacementReferral.objects.waiting().filter(provision__service=house)
    referrals = list(waiting.prefetch_related("call"))
    visible = dict(
        Case.objects.visible_to(user)
        .filter(pk__in=[one.case_id for one in referrals if one.case_id])
        .values_list("pk", "reference")
    )
    return [_waiting(one, visible.get(one.case_id, ""), held, rows, today) for one in referrals]


def household_of(referral: PlacementReferral) -> Household:
    """Return who asks for a place, as far as it matters for a room."""
    return Household(adults=referral.adults, children=referral.children, **referral.asked)


def _waiting(
    referral: PlacementReferral,
    reference: str,
    held: House | None,
    rows: Sequence[RoomRow],
    today: datetime.date,
) -> Waiting:
    household = household_of(referral)
    fits, why_none = best_rooms(household, held, rows, today)
    return Waiting(
        referral=referral,
        reference=reference,
        household=household,
        fit=fits[0] if fits else None,
        others=len(fits) - 1 if fits else 0,
        why_none=why_none,
        today=today,
    )


def best_rooms(
    household: Household, held: House | None, rows: Sequence[RoomRow], today: datetime.date
) -> tuple[list[Fit], str]:
    """Return the rooms that fit, the soonest and then the smallest first, or why none does."""
    if against := against_the_house(held, household):
        return [], f"No: {', '.join(against)}"
    boys = held.boys_up_to if held else None
    reasons = {row.unit.pk: why_not(row.unit, household, boys_up_to=boys) for row in rows}
    fitting = [row for row in rows if not reasons[row.unit.pk]]
    free = [Fit(row.unit, since) for row in fitting if (since := row.free_from(today)) is not None]
    free.sort(key=lambda fit: (fit.free_from, fit.unit.sleeps or 99))
    if free:
        return free, ""
    if fitting:
        names = ", ".join(row.unit.name for row in fitting[:3])
        return [], f"Would fit {names}: taken for these two weeks"
    return [], _why_none(Counter(reason for said in reasons.values() for reason in said), len(rows))


def _why_none(reasons: Counter[str], rooms: int) -> str:
    """Say why no room fits: what stands in the way in every room, or in each of them something."""
    if not rooms:
        return "There are no rooms"
    if reasons["too small"] == rooms:
        return "No room big enough"
    everywhere = [reason for reason, count in reasons.items() if count == rooms]
    named = everywhere or [reason for reason, _ in reasons.most_common(3)]
    return f"No room fits: {', '.join(named)}"
