"""What families and courts add to the diary: days in court, orders that end, schools told."""

import datetime
from collections.abc import Iterator
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from accounts.field_classes import FieldClass
from accounts.settings import value_of
from cases.models import Case
from cases.sight import Sight
from diary import due, timeline
from diary.due import Asked, Due
from diary.timeline import Item
from family.models import Breach, CourtOrder, Hearing, SchoolNotice


def hearings(asked: Asked) -> Iterator[Due]:
    """The days in court that come."""
    coming = Hearing.objects.filter(
        case__in=_shown(asked), cancelled=False, starts_at__gte=_midnight(asked.today)
    )
    for hearing in coming.filter(starts_at__lt=_midnight(asked.until) + datetime.timedelta(1)):
        yield Due(
            kind="court",
            case_id=hearing.case_id,
            on=timezone.localdate(hearing.starts_at),
            at=hearing.starts_at,
            words=partial(_in_court, hearing),
            url=reverse("family:court", args=[asked.cases[hearing.case_id].reference]),
            note="in court",
            subject=hearing.pk,
            needs_contact=False,
            stays=False,
            worker_id=hearing.attended_by_id,
        )


def untold_outcomes(asked: Asked) -> Iterator[Due]:
    """The days in court that are over and of whose outcome the survivor was not told."""
    over = Hearing.objects.filter(
        case__in=_shown(asked),
        cancelled=False,
        told_on=None,
        starts_at__lt=asked.now,
        starts_at__gte=asked.now - datetime.timedelta(days=60),
    )
    for hearing in over:
        yield Due(
            kind="court",
            case_id=hearing.case_id,
            on=timezone.localdate(hearing.starts_at),
            words=partial(str, "Write down what came of the day in court, and tell her"),
            url=reverse(
                "family:hearing", args=[asked.cases[hearing.case_id].reference, hearing.pk]
            ),
            subject=hearing.pk,
        )


def orders(asked: Asked) -> Iterator[Due]:
    """The orders that end soon: said when the setting's days, a month and a week are left."""
    warning = value_of("order_warning_days")
    latest = asked.today + datetime.timedelta(days=warning)
    ending = CourtOrder.objects.standing_on(asked.today).filter(
        case__in=_shown(asked), expires_on__lte=latest
    )
    for order in ending:
        assert order.expires_on is not None  # noqa: S101 - the filter asks for one
        yield Due(
            kind="order",
            case_id=order.case_id,
            on=_last_said(order.expires_on, asked.today, warning),
            words=partial(_ends, order),
            url=reverse("family:court", args=[asked.cases[order.case_id].reference]),
            subject=order.pk,
        )


def told(case: Case, seen: Sight) -> Iterator[Item]:
    """Tell of orders, what was done against them, days in court, and what schools were told."""
    if not seen.shows(FieldClass.NARRATIVE):
        return
    url = reverse("family:court", args=[case.reference])
    for order in CourtOrder.objects.filter(case=case):
        yield Item(
            kind="court",
            at=_midnight(order.made_on),
            title=f"{order.get_kind_display()} made",
            subject=order.pk,
            url=url,
            is_key=True,
            is_day=True,
        )
    for breach in Breach.objects.filter(case=case):
        yield Item(
            kind="court",
            at=_midnight(breach.happened_on),
            title="Something was done against an order",
            subject=breach.pk,
            words=partial(str, breach.words),
            url=url,
            is_key=True,
            is_day=True,
        )
    for hearing in Hearing.objects.filter(case=case, starts_at__lte=timezone.now()):
        yield Item(
            kind="court",
            at=hearing.starts_at,
            title=f"In court: {hearing.get_kind_display()}",
            subject=hearing.pk,
            words=partial(_outcome, hearing),
            url=url,
            is_key=True,
        )
    children = case.case_people.values("person_id")
    for notice in SchoolNotice.objects.filter(person__in=children):
        yield Item(
            kind="school",
            at=_midnight(notice.told_on),
            title="A school was told of an incident",
            subject=notice.pk,
            about=notice.person_id,
            is_day=True,
        )


def register() -> None:
    """Add all of it."""
    due.register(due.Source("hearings", hearings))
    due.register(due.Source("outcomes", untold_outcomes))
    due.register(due.Source("orders", orders))
    timeline.register(
        timeline.Source(code="family", kinds=[("court", "Court"), ("school", "School")], items=told)
    )


def _shown(asked: Asked) -> list[UUID]:
    return [pk for pk, seen in asked.seen.items() if seen.shows(FieldClass.NARRATIVE)]


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _last_said(expires: datetime.date, today: datetime.date, warning: int) -> datetime.date:
    """Return the day since which it is said: the latest of the three that has come."""
    since = [expires - datetime.timedelta(days=days) for days in (warning, 30, 7)]
    return max(day for day in since if day <= today)


def _in_court(hearing: Hearing) -> str:
    along = hearing.attended_by_id is None
    return f"{hearing.get_kind_display()}{'. Nobody goes along yet' if along else ''}"


def _ends(order: CourtOrder) -> str:
    day = order.expires_on
    return f"{order.get_kind_display()} ends on {day.day} {day:%B}. Renew it?" if day else ""


def _outcome(hearing: Hearing) -> str:
    return str(hearing.details.get("outcome", ""))
