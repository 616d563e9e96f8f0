"""What the rooms page shows of one house, gathered with a fixed number of queries."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accommodation import chart
from accommodation.chart import Day, Occupation
from accommodation.models import Absence, EpisodePerson, Hold, House, Stay, Unit, UnitClosure
from accommodation.waiting import RoomRow, Waiting, waiting_for
from accommodation.words import natural_order, short_day
from accounts.models import Service, User
from cases.choices import CaseRole
from cases.models import Allocation, Case, CasePerson


@dataclass(frozen=True)
class Resident:
    """A household in the house, as this reader may know them: unnamed when not theirs to see."""

    case: Case | None
    survivor_id: UUID | None = None
    name: str = "Taken"
    adults: int = 0
    children: int = 0
    workers: Sequence[str] = ()

    @property
    def title(self) -> str:
        """Return the name, with how many come along where the case is the reader's to see."""
        others = self.adults + self.children - 1 if self.case else 0
        return f"{self.name} + {others}" if others > 0 else self.name


@dataclass(frozen=True)
class RollEntry:
    """A household that is here tonight, or is expected."""

    unit: Unit
    resident: Resident
    stay: Stay
    state: str
    kind: str


@dataclass(frozen=True)
class RoomsPage:
    """Everything on the rooms page of one house."""

    house: Service
    held: House | None
    today: datetime.date
    days: Sequence[Day]
    rows: Sequence[RoomRow]
    roll: Sequence[RollEntry]
    waiting: Sequence[Waiting]
    free_by_day: Sequence[int]
    free_tonight: Sequence[Unit]
    subjects: Sequence[UUID]

    @property
    def adults(self) -> int:
        """Count the adults who sleep here tonight."""
        return sum(entry.resident.adults for entry in self.roll)

    @property
    def children(self) -> int:
        """Count the children who sleep here tonight."""
        return sum(entry.resident.children for entry in self.roll)

    @property
    def people(self) -> int:
        """Count everybody who sleeps here tonight."""
        return self.adults + self.children

    @property
    def arriving(self) -> int:
        """Count the households that arrive today."""
        return sum(entry.stay.starts_on == self.today for entry in self.roll)

    @property
    def leaving(self) -> int:
        """Count the households that were to leave by today and have not been recorded as gone."""
        return sum(
            entry.stay.expected_to is not None and entry.stay.expected_to <= self.today
            for entry in self.roll
        )


def rooms_page(
    house: Service, user: User, *, today: datetime.date, first: datetime.date
) -> RoomsPage:
    """Gather a house's rooms, who is in them, and who waits."""
    days = chart.days(first, today=today)
    last = days[-1].date
    window = (min(first, today), max(last, today))
    in_use = Unit.objects.filter(service=house).in_use_on(window[0])
    units = sorted(in_use, key=lambda unit: natural_order(unit.name))
    stays = list(
        Stay.objects.filter(unit__in=units)
        .overlapping(*window)
        .select_related("episode__case")
        .annotate(out_until=_running("back_by"), out_since=_running("went_at"))
        .order_by("starts_on")
    )
    closures = list(UnitClosure.objects.filter(unit__in=units).overlapping(*window))
    residents = residents_of(stays, user, today=today)
    occupied: dict[UUID, list[Occupation]] = {unit.pk: [] for unit in units}
    for stay in stays:
        occupied[stay.unit_id] += _occupations(stay, residents[stay.pk], today)
    for closure in closures:
        occupied[closure.unit_id].append(_closed(closure))
    for unit in units:
        occupied[unit.pk] += _given_up(unit)
    kept = list(Hold.objects.running_at(timezone.now()).filter(unit__service=house))
    for hold in kept:
        if hold.unit_id in occupied:
            occupied[hold.unit_id].append(_kept(hold))
    rows = [RoomRow(unit, chart.spans(occupied[unit.pk], first)) for unit in units]
    out = {
        stay.pk: getattr(stay, "out_until", None)
        for stay in stays
        if getattr(stay, "out_since", None) is not None
    }
    roll = _roll(units, stays, residents, out, today)
    unusable = {entry.unit.pk for entry in roll} | {
        closure.unit_id for closure in closures if _is_closed(closure, today)
    }
    unusable |= {unit.pk for unit in units if _is_given_up(unit, today)}
    unusable |= {hold.unit_id for hold in kept if hold.arrives_on <= today}
    held: House | None = getattr(house, "house", None)
    free = [unit for unit in units if unit.pk not in unusable]
    waiting = waiting_for(house, held, user, rows, today=today)
    return RoomsPage(
        house=house,
        held=held,
        today=today,
        days=days,
        rows=rows,
        roll=roll,
        waiting=waiting,
        free_by_day=chart.free_by_day([row.spans for row in rows]),
        free_tonight=free,
        subjects=[*_named(residents.values()), *(one.referral.pk for one in waiting)],
    )


def _running(column: str) -> Subquery:
    """Return a column of the absence that a stay is in, where there is one."""
    running = Absence.objects.running().filter(stay=OuterRef("pk"))
    return Subquery(running.values(column)[:1])


def residents_of(
    stays: Sequence[Stay], user: User, *, today: datetime.date
) -> dict[UUID, Resident]:
    """Return who is in each stay, by stay; those whose case is not the reader's stay unnamed."""
    case_ids = {stay.episode.case_id for stay in stays}
    visible = set(
        Case.objects.visible_to(user).filter(pk__in=case_ids).values_list("pk", flat=True)
    )
    parts = CasePerson.objects.filter(case__in=visible, role=CaseRole.SURVIVOR)
    survivors = {part.case_id: part for part in parts.select_related("person")}
    workers: dict[UUID, list[str]] = {}
    for held in Allocation.objects.live_on(today).filter(case__in=visible).select_related("worker"):
        workers.setdefault(held.case_id, []).append(held.worker.full_name)
    present: dict[UUID, list[tuple[EpisodePerson, bool]]] = {}
    is_child = CasePerson.objects.filter(
        case=OuterRef("episode__case"), person=OuterRef("person"), role=CaseRole.CHILD
    )
    there = EpisodePerson.objects.filter(episode__in={stay.episode_id for stay in stays})
    for person in there.annotate(is_child=Exists(is_child)):
        present.setdefault(person.episode_id, []).append((person, person.is_child))
    found = {}
    for stay in stays:
        case = stay.episode.case
        day = max(today, stay.starts_on)
        here = [part for part in present.get(stay.episode_id, []) if _is_there(part[0], day)]
        minors = sum(is_child for _, is_child in here)
        survivor = survivors.get(case.pk)
        found[stay.pk] = Resident(
            case=case if case.pk in visible else None,
            survivor_id=survivor.person_id if survivor else None,
            name=survivor.person.called if survivor else "Taken",
            adults=len(here) - minors,
            children=minors,
            workers=workers.get(case.pk, []),
        )
    return found


def _is_there(participation: EpisodePerson, day: datetime.date) -> bool:
    ended = participation.ends_on is not None and participation.ends_on < day
    return participation.starts_on <= day and not ended


def _named(residents: Iterable[Resident]) -> list[UUID]:
    """Return the ids of those whose names the page shows."""
    return list({one.survivor_id for one in residents if one.survivor_id is not None})


def _occupations(stay: Stay, resident: Resident, today: datetime.date) -> list[Occupation]:
    """Return the nights of a stay; an open one with a leaving date is followed by hope."""
    until = stay.ends_on or stay.expected_to
    overdue = stay.ends_on is None and stay.expected_to is not None and stay.expected_to <= today
    if overdue:
        until = None
    kind: chart.Kind = "due" if stay.starts_on > today else "in"
    if stay.ends_on is not None and stay.ends_on <= today:
        kind = "past"
    if overdue:
        kind = "late"
    taken = Occupation(
        kind=kind,
        starts_on=stay.starts_on,
        until=until,
        name=resident.name,
        title=resident.title,
        note=_note(stay, resident, today) if resident.case else "",
        url=reverse("accommodation:stay", args=[stay.pk]) if resident.case else "",
    )
    if stay.ends_on is not None or until is None:
        return [taken]
    return [taken, Occupation(kind="free", starts_on=until, until=None, note="Expected free")]


def _note(stay: Stay, resident: Resident, today: datetime.date) -> str:
    """Say in a few words where the stay stands."""
    workers = f" {', '.join(resident.workers)}." if resident.workers else ""
    if stay.ends_on is not None and stay.ends_on <= today:
        return f"Left {short_day(stay.ends_on)}"
    if stay.starts_on > today:
        return f"Arrives {short_day(stay.starts_on)}.{workers}"
    number = (today - stay.starts_on).days + 1
    leaving = stay.ends_on or stay.expected_to
    if leaving is None:
        return f"Day {number}.{workers}"
    verb = "Was to leave" if leaving <= today else "Leaves"
    return f"Day {number}. {verb} {short_day(leaving)}.{workers}"


def _closed(closure: UnitClosure) -> Occupation:
    until = closure.ends_on + datetime.timedelta(days=1) if closure.ends_on else None
    back = f"Back {short_day(until)}" if until else "No date yet"
    cleaning = closure.reason == UnitClosure.Reason.CLEANING
    return Occupation(
        kind="prep" if cleaning else "closed",
        starts_on=closure.starts_on,
        until=until,
        title=UnitClosure.Reason(closure.reason).label,
        note=back,
    )


def _roll(
    units: Sequence[Unit],
    stays: Sequence[Stay],
    residents: dict[UUID, Resident],
    out: Mapping[UUID, datetime.datetime | None],
    today: datetime.date,
) -> list[RollEntry]:
    """Return who sleeps here tonight, room by room, and who of them is out."""
    tonight = {
        stay.unit_id: stay
        for stay in stays
        if stay.starts_on <= today and (stay.ends_on is None or stay.ends_on > today)
    }
    entries = []
    for unit in units:
        if (stay := tonight.get(unit.pk)) is None:
            continue
        state, kind = ("In", "leaf")
        if residents[stay.pk].case is not None:
            state, kind = _state(stay, today)
        if stay.pk in out:
            state, kind = _out(out[stay.pk]), "amber"
        entries.append(RollEntry(unit, residents[stay.pk], stay, state, kind))
    return entries


def _out(until: datetime.datetime | None) -> str:
    """Say that somebody is out, and when they said they would be back."""
    if until is None:
        return "Out"
    return f"Out until {date_format(timezone.localtime(until), 'D j M H:i')}"


def _state(stay: Stay, today: datetime.date) -> tuple[str, str]:
    """Say where a stay stands tonight, with the colour of its tag."""
    if stay.expected_to is not None and stay.expected_to <= today:
        return f"Was to leave {short_day(stay.expected_to)}", "amber"
    return ("Arrives today", "sky") if stay.starts_on == today else ("In", "leaf")


def _kept(hold: Hold) -> Occupation:
    """Return the nights from which a room is kept for somebody, who is not named."""
    until = date_format(timezone.localtime(hold.held_until), "D j M H:i")
    return Occupation(
        kind="due", starts_on=hold.arrives_on, until=None, title="Kept", note=f"until {until}"
    )


def _given_up(unit: Unit) -> list[Occupation]:
    """Return the nights after a room was given up."""
    if unit.decommissioned_on is None:
        return []
    since = unit.decommissioned_on
    return [Occupation(kind="closed", starts_on=since, until=None, title="Given up")]


def _is_given_up(unit: Unit, day: datetime.date) -> bool:
    return unit.decommissioned_on is not None and unit.decommissioned_on <= day


def _is_closed(closure: UnitClosure, day: datetime.date) -> bool:
    return closure.starts_on <= day and (closure.ends_on is None or closure.ends_on >= day)
