"""What the pages of those who ask for a place show, gathered with a fixed number of queries."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from accommodation.access import services_for
from accommodation.choices import Stage
from accommodation.models import Hold, PlacementReferral
from accommodation.rooms import RoomsPage
from accommodation.waiting import household_of
from accounts.models import Service, User
from accounts.permissions import Permission
from cases.models import Case

# How long an answered one stays in the list.
_LOOK_BACK = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """One household that asks, as a list shows it: without a name."""

    referral: PlacementReferral
    words: str
    reference: str
    is_late: bool
    kept: Hold | None

    @property
    def stage(self) -> Stage:
        """Say where it stands."""
        return self.referral.stage


@dataclass(frozen=True)
class AsksPage:
    """Who asks for a place in a house, who was answered, who is to be checked on."""

    open: Sequence[Line]
    answered: Sequence[Line]
    to_check_on: Sequence[Line]

    @property
    def subjects(self) -> list[UUID]:
        """Return whom the page tells of."""
        every = (*self.open, *self.answered, *self.to_check_on)
        cases = {line.referral.case_id for line in every if line.referral.case_id}
        return [*{line.referral.pk for line in every}, *cases]


def asks_page(
    house: Service, user: User, *, now: datetime.datetime, today: datetime.date
) -> AsksPage:
    """Gather them, what is due first at the top; a case that is not the reader's is left out."""
    seen = Case.objects.visible_to(user)
    every = list(
        PlacementReferral.objects.filter(provision__service=house)
        .recent(today - _LOOK_BACK)
        .of_cases_seen(seen.values("pk"))
        .select_related("case")
        .prefetch_related("call")
        .order_by("answer_due_at", "received_on", "pk")
    )
    kept = {
        one.referral_id: one
        for one in Hold.objects.running_at(now).filter(referral__in=every).select_related("unit")
    }
    lines = [_line(one, kept.get(one.pk), now) for one in every]
    ended = [line for line in lines if line.stage == Stage.ENDED]
    return AsksPage(
        open=[line for line in lines if line.stage != Stage.ENDED],
        answered=sorted(ended, key=lambda line: line.referral.decided_on or today, reverse=True),
        to_check_on=[
            line
            for line in ended
            if line.referral.welfare_due_at and not line.referral.welfare_done_at
        ],
    )


def _line(referral: PlacementReferral, kept: Hold | None, now: datetime.datetime) -> Line:
    due = referral.answer_due_at
    return Line(
        referral=referral,
        words=household_of(referral).words,
        reference=referral.case.reference if referral.case else "",
        is_late=referral.stage == Stage.WAITING and due is not None and due < now,
        kept=kept,
    )


@dataclass(frozen=True)
class TurnedAway:
    """How many could not be supported on one day, which is asked for once a year."""

    day: datetime.date
    households: int
    adults: int
    children: int
    lines: Sequence[Line]


def turned_away(
    house: Service, day: datetime.date, user: User, *, now: datetime.datetime
) -> TurnedAway:
    """Count who was turned away on a day, as the annual return places them.

    All are counted; a line is given for those whose case, where they have one, the reader sees.
    """
    found = PlacementReferral.objects.filter(provision__service=house, kind="referral")
    away = found.turned_away_on(day).select_related("case").prefetch_related("call")
    those = list(away.order_by("pk"))
    seen = away.of_cases_seen(Case.objects.visible_to(user).values("pk"))
    shown = set(seen.values_list("pk", flat=True))
    return TurnedAway(
        day=day,
        households=len(those),
        adults=sum(one.adults or 0 for one in those),
        children=sum(one.children or 0 for one in those),
        lines=[_line(one, None, now) for one in those if one.pk in shown],
    )


def earlier_of(referral: PlacementReferral, user: User) -> list[PlacementReferral]:
    """Return earlier referrals of the same people, of houses and cases that the reader may see."""
    houses = services_for(user, Permission.ROOMS_PLACE).values("pk")
    found = PlacementReferral.objects.filter(pk__in=referral.alike).in_services(houses)
    seen = found.of_cases_seen(Case.objects.visible_to(user).values("pk"))
    return list(seen.order_by("-received_on"))


def vacancy_text(page: RoomsPage) -> str:
    """Return what is free in a house in plain words, to be put into the national directory.

    It holds the area that may be told, never a code name, an address or who is there.
    """
    held = page.held
    lines = [f"Area: {held.area}" if held and held.area else "Area: (not recorded)"]
    free = [
        (row.unit, since) for row in page.rows if (since := row.free_from(page.today)) is not None
    ]
    for unit, since in free:
        when = "now" if since == page.today else f"from {since:%d/%m/%Y}"
        lines.append(f"1 space {when}: {unit.offers or 'size on request'}")
    if not free:
        lines.append("No space in the next two weeks")
    if held and held.boys_up_to is not None:
        lines.append(f"Boys up to {held.boys_up_to}")
    if held and held.staffed:
        lines.append(f"Staffed: {held.staffed}")
    return "\n".join([*lines, f"Updated {page.today:%d/%m/%Y}"])
