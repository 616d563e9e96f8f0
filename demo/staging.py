"""Putting the scenes on stage: each is written through the services that a page would call."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from accommodation import placing, shifts, support
from accommodation import services as accommodation
from accommodation.choices import Decision
from accommodation.models import Episode, Provision, Unit
from accounts.models import Organisation, Service, User
from accounts.tenancy import enter
from cases import services as cases
from cases.choices import CaseRole
from cases.models import Case
from contact import services as contact
from contact.choices import Channel
from demo.scenes import CaseScene, ClosureScene, ReferralScene, RiskScene
from risk import services as risk
from risk.choices import Band
from risk.instruments import current
from safety_plans import services as safety_plans


@dataclass
class House:
    """A service of the demo with what it holds, found after the bundle was imported."""

    organisation: Organisation
    service: Service
    provision: Provision | None
    units: dict[str, Unit] = field(default_factory=dict)


@dataclass
class Stage:
    """Who is there and where, on this day."""

    today: date
    users: dict[str, User]
    houses: dict[str, House]
    cases: dict[str, tuple[House, Case]] = field(default_factory=dict)
    """By the survivor's family name."""

    @contextmanager
    def inside(self, house: House, worker: User | None) -> Iterator[None]:
        """Work in the organisation of a house, as one of its people."""
        with enter(house.organisation, by=worker):
            yield

    def day(self, days_ago: int) -> date:
        """The day so many days ago."""
        return self.today - timedelta(days=days_ago)


def find_houses(organisation: Organisation) -> dict[str, House]:
    """The services of an organisation by name, with the provision of today and the rooms."""
    houses = {}
    with enter(organisation, by=None):
        for service in Service.objects.all():
            provision = (
                Provision.objects.filter(service=service, continued_by=None)
                .order_by("commissioned_from")
                .last()
            )
            units = {unit.name: unit for unit in Unit.objects.filter(service=service)}
            houses[service.name] = House(organisation, service, provision, units)
    return houses


def open_case(scene: CaseScene, stage: Stage) -> Case:
    """Open a case with all that its scene tells: people, home, support, risk and plan."""
    house = stage.houses[scene.house]
    workers = [stage.users[name] for name in scene.workers]
    with stage.inside(house, workers[0]):
        case = cases.open_case(
            survivor=scene.new_survivor(stage.today),
            children=scene.new_children(stage.today),
            opened_on=stage.day(scene.opened),
            service=house.service,
            worker=workers[0],
            summary=scene.summary.strip(),
            by=workers[0],
        )
        for colleague in workers[1:]:
            cases.allocate(
                case=case, worker=colleague, starts_on=stage.day(scene.opened), by=workers[0]
            )
        _record_harm(scene, case, workers[0])
        _say_what_is_safe(scene, case, stage, by=workers[0])
        if scene.arrived is not None:
            _house(scene, case, house, stage, by=workers[0])
        if scene.risk is not None:
            assess(scene.risk, case, stage, by=workers[0])
        if scene.plan:
            _plan(scene, case, stage, by=workers[0])
    stage.cases[scene.family] = (house, case)
    return case


def _record_harm(scene: CaseScene, case: Case, by: User) -> None:
    if scene.harm:
        cases.record_harm(
            case=case,
            given_name=scene.harm["given"],
            family_name=scene.harm["family"],
            relationship=scene.harm["relationship"],
            by=by,
        )


def _say_what_is_safe(scene: CaseScene, case: Case, stage: Stage, *, by: User) -> None:
    survivor = case.case_people.get(role=CaseRole.SURVIVOR).person
    for one in scene.contact:
        contact.record(
            person=survivor,
            channel=Channel(one.channel),
            rule=one.as_rule(),
            checked_on=None if one.checked is None else stage.day(one.checked),
            expected_version=0,
            number=one.number,
            by=by,
        )


def _house(scene: CaseScene, case: Case, house: House, stage: Stage, *, by: User) -> None:
    """Give the household its place: a room, or support in its own home."""
    if house.provision is None or scene.arrived is None:
        raise LookupError(f"{scene.house} has no places for {scene.family}")
    arrives = stage.day(scene.arrived)
    _accept(case, house.provision, arrives, stage, by)
    episode = accommodation.start_episode(
        case=case,
        provision=house.provision,
        started_on=arrives,
        people=[part.person for part in case.case_people.select_related("person")],
        origin=scene.origin,
        unit=house.units[scene.room] if scene.room else None,
        expected_to=stage.day(-scene.leaves) if scene.leaves is not None else None,
        by=by,
    )
    for order, kind in enumerate(scene.support):
        _support(kind, order, episode, case, stage, by=by)


def _accept(case: Case, provision: Provision, arrives: date, stage: Stage, by: User) -> None:
    """The referral by which the household came."""
    asked = min(arrives - timedelta(days=1), stage.today)
    referral = accommodation.record_referral(
        provision=provision, case=case, received_on=asked, source="national helpline", by=by
    )
    accommodation.decide_referral(
        referral=referral,
        decision=Decision.ACCEPTED,
        decided_on=asked,
        expected_version=referral.version,
        by=by,
    )


def _support(
    kind: str, order: int, episode: Episode, case: Case, stage: Stage, *, by: User
) -> None:
    """A delivery each week, to the children where the support is theirs."""
    parts = case.case_people.select_related("person")
    wanted = [part for part in parts if (part.role == "child") == (kind == "children")]
    day = episode.started_on + timedelta(days=1 + order)
    while day <= stage.today and wanted:
        for part in wanted:
            support.deliver(
                case=case,
                episode=episode,
                person=part.person,
                support_type=kind,
                delivered_on=day,
                minutes=30 + 15 * (order % 3),
                by=by,
            )
        day += timedelta(days=14)


def assess(scene: RiskScene, case: Case, stage: Stage, *, by: User) -> None:
    """A signed assessment."""
    assessment = risk.start_assessment(case=case, assessed_on=stage.day(scene.days_ago), by=by)
    answers = {item.number: {"answer": "no"} for item in current().items}
    answers |= {number: {"answer": "yes"} for number in scene.yes}
    answers |= {number: {"answer": "not_known"} for number in scene.not_known}
    assessment = risk.answer(
        assessment=assessment, answers=answers, expected_version=assessment.version, by=by
    )
    risk.sign(
        assessment=assessment,
        signed_at=datetime.combine(assessment.assessed_on, time(15, 20), tzinfo=UTC),
        expected_version=assessment.version,
        judged_band=Band(scene.judged) if scene.judged else None,
        judgement=scene.why,
        by=by,
    )


def _plan(scene: CaseScene, case: Case, stage: Stage, *, by: User) -> None:
    safety_plans.write_version(
        case=case,
        items={name: texts for name, texts in scene.plan.items() if name != "days_ago"},
        written_on=stage.day(scene.plan["days_ago"]),
        expected_number=0,
        by=by,
    )


def record_waiting(scene: ReferralScene, stage: Stage, *, now: datetime, by: User) -> None:
    """A household that waits for an answer: somebody rang for them."""
    house = stage.houses[scene.house]
    if house.provision is None:
        raise LookupError(f"{scene.house} has no places")
    asked = placing.Asked(
        source=scene.source,
        adults=scene.adults,
        children=scene.children,
        needs=scene.asked,
        details={"story": scene.story},
    )
    with stage.inside(house, by):
        placing.take(
            provision=house.provision,
            asked=asked,
            received_at=now - timedelta(days=scene.days_ago, minutes=35),
            by=by,
        )


def put_on_shift(name: str, house_name: str, stage: Stage, *, by: User) -> None:
    """A relief worker's week of shifts without a gap: the demo may be looked at by night."""
    house = stage.houses[house_name]
    begins = timezone.make_aware(datetime.combine(stage.today, time(0)))
    with stage.inside(house, by):
        for half_day in range(14):
            starts_at = begins + half_day * timedelta(hours=12)
            shifts.give(
                house=house.service,
                worker=stage.users[name],
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=12),
                now=starts_at,
                by=by,
            )


def close_room(scene: ClosureScene, stage: Stage, *, by: User) -> None:
    """A room out of use for some days."""
    house = stage.houses[scene.house]
    with stage.inside(house, by):
        accommodation.close_unit(
            unit=house.units[scene.room],
            starts_on=stage.day(scene.began),
            ends_on=stage.day(-scene.ends),
            reason=scene.reason,
            by=by,
        )
