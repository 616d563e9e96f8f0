"""The records that the permission matrix asks for: a household, its house, a meeting, access.

Every sealed text in them is a word that is nowhere else, so a response that shows one says whose
record it opened.
"""

import datetime
import random
from dataclasses import dataclass
from itertools import count
from typing import Any
from unittest.mock import patch

from django.http import QueryDict
from django.utils import timezone

from accommodation import living, placing, shifts
from accommodation import property as bricks
from accommodation import services as houses
from accommodation import support as given
from accommodation.models import (
    Episode,
    PlacementReferral,
    Provision,
    Shift,
    Stay,
    SupportDelivered,
    Unit,
)
from accounts import quota, reviews, role_giving, roles, support, unsaved
from accounts.choices import ReviewKind
from accounts.field_classes import FieldClass
from accounts.models import Organisation, ReviewItem, RoleProposal, Service, SupportAccess, User
from accounts.tenancy import enter
from audit import events
from cases import asking, cover, dip_sample, grants
from cases.choices import ConflictSource, DisclosureBasis, GrantKind
from cases.conflicts import declarations, notes
from cases.models import (
    Case,
    Conflict,
    Cover,
    Declaration,
    Grant,
    PassedNote,
    Person,
    PersonCausingHarm,
)
from cases.services import NewPerson, close_case, open_case, record_harm
from contact import messages
from contact import services as contact
from contact.choices import Channel, MessageKind
from contact.hours import ALWAYS
from contact.rules import Rule
from diary import appointments, contacts, steps
from diary import notes as diary
from diary.choices import AppointmentKind, Direction, Happened, Mode, Outcome, StepState
from diary.models import Appointment, NextStep, Note
from erasure import services as erasing
from erasure.carrying_out import carry_out
from erasure.choices import Basis
from erasure.models import Erasure
from family import childhood, court, network
from family.models import Arrangement, CareStep, CourtOrder, Hearing, NetworkMember
from marac import attendance
from marac import services as meetings
from marac.models import Action, Attendance, MaracArea, MaracReferral, Meeting
from marac.register import areas
from moveon import housing, resettling
from moveon.models import AvoidedArea, HousingOption, Offer, ResettlementVisit
from referrals import attempts, deciding
from referrals import services as referrals
from referrals.closing import services as closing
from referrals.handing_over import services as handing_over
from referrals.models import CaseReferral, Handover, ReferralWall
from risk import instruments
from risk import services as risk
from risk.models import Assessment
from safety_plans import services as plans
from sharing import artefacts, consents, releases, shares
from sharing import choices as sharing
from sharing.models import Consent, Release, Share
from support import goals, needs
from support.goals import Reviewed
from support.models import Goal
from support.needs import Answer
from tests.scenes import COUNCIL

_NUMBERS = count(1000)


def word() -> str:
    """Return a word that stands in no other record and on no page of its own."""
    return f"Zq{next(_NUMBERS)}x"


def somebody() -> NewPerson:
    """Return a person of whom every sealed text is such a word."""
    return NewPerson(
        given_name=word(), family_name=word(), phone=word(), email=word(), postcode=word(),
        relationship=word(), answers={"preferred_language": word()},
    )  # fmt: skip


@dataclass
class Diary:
    """What was done on a case, and what is next."""

    note: Note
    step: NextStep
    appointment: Appointment


@dataclass
class Household:
    """A case with its parts."""

    case: Case
    survivor: Person
    child: Person
    harm: PersonCausingHarm
    signed: Assessment
    unfinished: Assessment
    diary: Diary
    around: "Around"
    onward: "Onward"
    helped: "Helped"
    told: "Told"


@dataclass
class Onward:
    """A way to a home, an offer, somewhere not to live, and a visit after the move."""

    option: HousingOption
    offer: Offer
    area: AvoidedArea
    visit: ResettlementVisit


@dataclass
class Helped:
    """What somebody needs, what was agreed, and support that was given."""

    given: SupportDelivered
    goal: Goal


@dataclass
class Around:
    """A child's life, somebody around the family, and a court."""

    care: CareStep
    arrangement: Arrangement
    member: NetworkMember
    order: CourtOrder
    hearing: Hearing


@dataclass
class Told:
    """What somebody agreed to, and what was shared without it."""

    agreed: Consent
    share: Share
    release: Release


def open_household(worker: User, service: Service) -> Household:
    """Open a case in which every kind of record of a case is there."""
    today = timezone.localdate()
    case = open_case(
        survivor=somebody(), children=[somebody()], opened_on=datetime.date(2022, 5, 1),
        summary=word(), service=service, worker=worker, by=worker,
    )  # fmt: skip
    harm = record_harm(
        case=case, given_name=word(), family_name=word(), relationship=word(),
        details={"phone": word()}, by=worker,
    )  # fmt: skip
    signed, unfinished = [
        risk.answer(
            assessment=risk.start_assessment(case=case, assessed_on=today, by=worker),
            answers=_every_item(), expected_version=1, by=worker,
        )
        for _ in range(2)
    ]  # fmt: skip
    risk.sign(assessment=signed, signed_at=timezone.now(), expected_version=2, by=worker)
    plans.write_version(
        case=case, items={"leaving": [word()]}, written_on=today, expected_number=0, by=worker
    )
    unsaved.keep(by=worker, form="where", record=case.pk, content=_written(word()))
    people = {part.role: part.person for part in case.case_people.select_related("person")}
    survivor = people["survivor"]
    kept = keep_diary(case, survivor, worker)
    _say_what_is_safe(case, survivor, worker)
    around = describe_family(case, people["child"], harm, worker)
    onward = plan_a_move(case, worker)
    helped = help_somebody(case, survivor, kept.note, worker)
    told = share_something(case, survivor, worker)
    return Household(
        case, survivor, people["child"], harm, signed, unfinished, kept, around, onward, helped,
        told,
    )  # fmt: skip


def plan_a_move(case: Case, worker: User) -> Onward:
    """Record a way to a home, an offer, where she must not live, and what comes after a move."""
    today = timezone.localdate()
    option = housing.add_option(
        case=case, by=worker, fields={"kind": "council", "where": word(),
        "details": {"reference": word(), "words": word()}},
    )  # fmt: skip
    offer = housing.record_offer(
        option=option, by=worker, fields={"made_on": today, "place": word(), "words": word()}
    )
    area = housing.avoid(case=case, by=worker, fields={"area": word(), "why": word()})
    agreed = resettling.agree(
        case=case, expected_version=0, by=worker, fields={"agreed": True, "agreed_on": today,
        "home": word(), "details": {"how": word(), "post": word()}},
    )  # fmt: skip
    visit = resettling.plan_visit(resettlement=agreed, due_on=today, words=word(), by=worker)
    return Onward(option, offer, area, visit)


def help_somebody(case: Case, survivor: Person, note: Note, worker: User) -> Helped:
    """Ask what somebody needs, set a goal with a step, talk it through, and give support."""
    today = timezone.localdate()
    needs.ask(
        case=case, person=survivor, answers={"housing": Answer("some", word())}, asked_on=today,
        expected_number=0, by=worker,
    )  # fmt: skip
    goal = goals.set_goal(
        case=case, person=survivor, words=word(), why=word(), set_on=today, review_on=today,
        by=worker,
    )  # fmt: skip
    goals.add_step(goal=goal, text=word(), due_on=today, owner=None, other=word(), by=worker)
    stands = Reviewed(goal=goal, state="open", outcome=word(), review_on=today)
    goals.review(
        case=case, reviewed=[stands], together=True, on=today, expected_number=0, by=worker
    )
    delivered = given.deliver(
        case=case, person=survivor, support_type="advocacy", note=note, delivered_on=today,
        minutes=30, by=worker,
    )  # fmt: skip
    return Helped(delivered, goal)


def keep_diary(case: Case, survivor: Person, worker: User) -> Diary:
    """Write in the diary of a case what it can hold."""
    now = timezone.now()
    day = datetime.timedelta(days=1)
    note = diary.write(
        case=case, happened=Happened.CALL, happened_at=now - day, text=word(), is_key=True,
        about=survivor, by=worker,
    )  # fmt: skip
    diary.correct(note=note, text=word(), is_key=True, by=worker)
    contacts.record(
        case=case, at=now - day, mode=Mode.PHONE, outcome=Outcome.SPOKE, direction=Direction.IN,
        note=note, by=worker,
    )  # fmt: skip
    step, other = (
        steps.add(
            case=case, text=word(), due_on=timezone.localdate(now), owner=worker, other=word(),
            from_note=note, by=worker,
        )
        for _ in "12"
    )  # fmt: skip
    steps.finish(
        step=other, state=StepState.NOT_NEEDED, reason=word(), at=now, expected_version=1,
        by=worker,
    )  # fmt: skip
    held = appointments.book(
        case=case, kind=AppointmentKind.VISIT, starts_at=now - datetime.timedelta(minutes=30),
        worker=worker, place=word(), with_whom=word(), check_in_by=now + day,
        interpreter={"language": word(), "never": word()}, by=worker,
    )  # fmt: skip
    return Diary(note, step, held)


def describe_family(case: Case, child: Person, harm: PersonCausingHarm, worker: User) -> Around:
    """Record a child's life, somebody around the family, an order and a day in court."""
    day = datetime.date(2022, 5, 2)
    life: dict[str, Any] = {
        "school": {"name": word()}, "health": {"needs": word()}, "voice": word(),
        "family": {"lives_with": word()},
    }  # fmt: skip
    childhood.describe(case=case, person=child, changes=life, expected_version=0, by=worker)
    notice = {"reference": word()}
    childhood.record_notice(case=case, person=child, details=notice, told_on=day, by=worker)
    order = court.record_order(
        case=case, by=worker, fields={"kind": "non_molestation", "made_on": day, "zones": word(),
        "details": {"court": word()}, "respondent": harm},
    )  # fmt: skip
    court.record_breach(order=order, happened_on=day, reported_on=None, words=word(), by=worker)
    return Around(
        care=childhood.begin_step(
            case=case, person=child, details={"worker": word()}, starts_on=day, by=worker
        ),
        arrangement=childhood.arrange(
            case=case, person=child, details={"with_whom": word()}, handover=word(),
            starts_on=day, by=worker,
        ),
        member=network.add(
            case=case, kind="professional", name=word(), details={"phone": word()},
            last_involved_on=day, by=worker,
        ),
        order=order,
        hearing=court.list_hearing(
            case=case, by=worker, fields={"kind": "trial", "starts_at": timezone.now(),
            "court": word(), "details": {"words": word()}},
        ),
    )  # fmt: skip


def _say_what_is_safe(case: Case, person: Person, worker: User) -> None:
    """Record a number that is safe now, one that is not, and where to write; open the second."""
    today = timezone.localdate()
    rule = Rule(allowed=True, safe=(ALWAYS,), say_name=word(), code_word=word(), first=word())
    for channel, held in ((Channel.MOBILE, rule), (Channel.APP, Rule()), (Channel.POST, rule)):
        contact.record(
            person=person, channel=channel, rule=held, checked_on=today, expected_version=0,
            number=word(), place=word(), by=worker,
        )  # fmt: skip
    contact.open_covered(
        case=case, person=person, channel=Channel.APP, reason=f"{word()} asked us to",
        at=timezone.now(), by=worker,
    )  # fmt: skip
    # The few texts of messages are words of no record: this one is, and looks like a number.
    with (
        patch("contact.messages.value_of", side_effect=lambda _: f"{word()} hello"),
        patch("contact.messages.fault_of", return_value=""),
    ):
        messages.write(
            case=case, person=person, channel=Channel.POST, kind=MessageKind.RING,
            at=timezone.now(), by=worker,
        )  # fmt: skip


def share_something(case: Case, survivor: Person, worker: User) -> Told:
    """Record an agreement, and something that was shared without one."""
    agreed = consents.record(
        case=case, person=survivor, purpose=sharing.Purpose.HOUSING, answer=sharing.Answer.AGREED,
        mode=sharing.Mode.SPOKEN, details={"whom": word(), "what": word()},
        given_on=datetime.date(2022, 5, 2), expires_on=None, by=worker,
    )  # fmt: skip
    share = shares.record(
        case=case, basis=sharing.Basis.SERIOUS_HARM, shared_at=timezone.now(), by=worker,
        details={"whom": word(), "what": word(), "why": word(), "not_asked": word()},
    )  # fmt: skip
    release = releases.ask(
        case=case, what=word(), to=word(), why=word(), at=timezone.now(), by=worker,
        expires_on=timezone.localdate(),
    )  # fmt: skip
    artefacts.record(
        case=case, kind="chronology", taken_out=0, left_in=1, at=timezone.now(), by=worker,
        details={"to": word(), "reason": word(), "where": word()},
    )  # fmt: skip
    return Told(agreed, share, release)


def _every_item() -> dict[int, dict[str, str]]:
    return {
        item.number: {"answer": "yes", "comment": word(), "source": word()}
        for item in instruments.current().items
    }


def _written(text: str) -> QueryDict:
    return QueryDict(f"summary={text}&version=1")


def settle_in(case: Case, house: Service, by: User) -> tuple[Episode, Stay, Unit]:
    """Let the household live in one room of the house, with another free and somebody waiting."""
    provision = houses.create_provision(
        service=house, accommodation_type="refuge", bedspaces=3, authority_code=COUNCIL,
        commissioned_from=datetime.date(2022, 4, 1), by=by,
    )  # fmt: skip
    taken, free = (houses.create_unit(service=house, name=word(), sleeps=4, by=by) for _ in "12")
    told = {"area": word(), "too_near": word(), "assembly_point": word(), "staffed": word()}
    bricks.describe_house(service=house, changes=told, expected_version=0, by=by)
    bricks.say_where(
        service=house, unit=None, lines=word(), post=word(), standing=word(),
        expected_version=0, by=by,
    )  # fmt: skip
    running = houses.start_episode(
        case=case, provision=provision, started_on=datetime.date(2022, 6, 1),
        people=Person.objects.filter(case_people__case=case), unit=taken, by=by,
    )  # fmt: skip
    living.record_arrival(
        episode=running, record={"keys": word(), "claim": word()}, expected_version=0, by=by
    )
    return running, running.stays.get(), free


def ask_for_a_place(provision: Provision, room: Unit, by: User) -> PlacementReferral:
    """Let somebody ask for a place, be offered a room, and be assessed; all but named."""
    now = timezone.now()
    asked = placing.Asked(
        source=word(), adults=1, needs={"area": word()},
        details={name: word() for name in ("referrer", "phone", "safe", "story")},
    )  # fmt: skip
    taken = placing.take(provision=provision, asked=asked, received_at=now, by=by)
    said = {"residents": word(), "words": word()}
    placing.assess(
        referral=taken, suitability=said, on=timezone.localdate(), expected_version=1, by=by
    )
    return placing.offer(
        referral=taken, unit=room, arrives_on=timezone.localdate(),
        held_until=now + datetime.timedelta(hours=4), now=now, expected_version=2, by=by,
    )  # fmt: skip


def keep_apart(case: Case, worker: User) -> tuple[Conflict, Declaration, PassedNote]:
    """Let a worker declare somebody, and pass on a note that waits and one that found its case."""
    details = {"given_name": word(), "relationship": word()}
    declaration = declarations.declare(details=details, by=worker)
    [_, waiting] = [
        notes.pass_on(about=about, words=word(), danger="no", said_at=timezone.now(), by=worker)
        for about in (f"{case.reference} {word()}", word())
    ]
    return Conflict.objects.get(case=case), declaration, waiting


def leave_access_behind(case: Case, colleague: User, manager: User) -> tuple[ReviewItem, Grant]:
    """Leave behind a grant that is over, a lifted conflict, a closed review and an open one."""
    now = timezone.now()
    day = datetime.timedelta(days=1)
    about = {"organisation_id": case.organisation_id, "case": case, "user": colleague}
    events.write("stage.past_access", by=manager, subjects=[case.pk])
    grant = Grant.objects.create(
        kind=GrantKind.REQUESTED, starts_at=now - 2 * day, ends_at=now - day, reason=word(),
        **about,
    )  # fmt: skip
    Conflict.objects.create(
        source=ConflictSource.MANAGER, reason=word(), lifted_at=now, lifted_by=manager,
        lifted_because=word(), **about,
    )  # fmt: skip
    closed, waiting = (
        reviews.raise_item(
            kind=kind, about=colleague, reason=word(), raised_at=now, due_at=now + day,
            tell=[manager], by=manager, case_id=case.pk,
        )
        for kind in (ReviewKind.QUOTA, ReviewKind.BREAK_GLASS)
    )  # fmt: skip
    reviews.close(item=closed, outcome=word(), closed_at=now, by=manager)
    asking.ask(looking_for=word(), reason=f"{word()} on the telephone", asked_at=now, by=colleague)
    quota.give_more(user=colleague, reason=word(), at=now - 2 * day, by=manager)
    return waiting, grant


def erase_somebody(house: Service, manager: User, lead: User) -> tuple[Erasure, Erasure]:
    """Erase the child of a case that is over, and ask for its survivor's erasure."""
    now = timezone.now()
    case = open_case(
        survivor=somebody(), children=[somebody()], opened_on=datetime.date(2022, 5, 1),
        service=house, by=manager,
    )  # fmt: skip
    close_case(case=case, closed_on=datetime.date(2022, 9, 1), expected_version=1, by=manager)
    people = {part.role: part.person for part in case.case_people.select_related("person")}
    asked, erased = (
        erasing.ask(
            person=people[role], case=case, basis=Basis.ASKED, reason=f"{word()} asked us to",
            at=now, by=manager,
        )
        for role in ("survivor", "child")
    )  # fmt: skip
    erasing.confirm(
        erasure=erased, at=now, expected_version=1, by=lead, at_once_because=f"{word()} is near by"
    )
    return asked, carry_out(erasure=erased, at=now, today=timezone.localdate(now), by=lead)


def refer_somebody(service: Service, worker: User) -> CaseReferral:
    """Take a referral of which every text is a word, look at it, ring once and tell the referrer.

    One more, of the same name, was closed.
    """
    now = timezone.now()
    again, kept = (
        referrals.take(
            service=service, received=_received(name), received_at=now, by=worker
        )
        for name in [word()] * 2
    )  # fmt: skip
    deciding.decide(
        referral=again, decision="declined", reason="not_ready", words=word(), at=now,
        expected_version=1, by=worker,
    )  # fmt: skip
    attempts.record(referral=kept, at=now, mode="call", outcome="no_answer", note=word(), by=worker)
    attempts.review(
        referral=CaseReferral.objects.get(pk=kept.pk), words=word(), reviewed_at=now,
        expected_version=2, by=worker,
    )  # fmt: skip
    events.write("stage.past_wall", by=worker, subjects=[kept.pk])
    ReferralWall.objects.create(
        organisation_id=kept.organisation_id, referral=kept, user=worker, reason=word(),
        source=ConflictSource.MANAGER, lifted_at=now, lifted_by=worker, lifted_because=word(),
    )  # fmt: skip
    attempts.tell_referrer(referral=kept, what="received", whom=word(), at=now, by=worker)
    return CaseReferral.objects.get(pk=kept.pk)


def _received(name: str) -> referrals.Received:
    return referrals.Received(
        route="professional", consent="given", source=word(), referrer=word(), story=word(),
        person={"given_name": name, "family_name": word()}, postcode=word(),
        contact={"phone": word(), "safe": "at_times", "rule": word()},
        details={"language": word()},
    )  # fmt: skip


def close_one(service: Service, worker: User) -> None:
    """Close a case with all that can be said of its end."""
    today = timezone.localdate()
    case = open_case(survivor=somebody(), opened_on=today, service=service, by=worker)
    said = closing.Ending(
        reason="complete", planned=True, final_assessment="not_wanted", handed_over=word(),
        outcomes={"safer": "4"}, follow_up={"on": today.isoformat(), "how": word()},
    )  # fmt: skip
    closing.close(
        case=case, ending=said, closed_on=today, expected_version=1, worker=None, by=worker
    )


def offer_case(case: Case, worker: User, to: User) -> Handover:
    """Offer a case to a colleague, who has not answered yet."""
    return handing_over.offer(
        case=case, to=to, to_service=None, recap=f"{word()} may come back",
        contact_checked_on=timezone.localdate(), at=timezone.now(), by=worker,
    )  # fmt: skip


def propose_role(alder: Organisation, administrator: User) -> RoleProposal:
    """Let an administrator give herself a role that somebody else must confirm."""
    with enter(alder, by=administrator):
        proposal = role_giving.give(
            user=administrator, role=roles.Finance, starts_on=timezone.localdate(),
            now=timezone.now(), by=administrator,
        )  # fmt: skip
    assert isinstance(proposal, RoleProposal)
    return proposal


def let_somebody_help(alder: Organisation, administrator: User) -> SupportAccess:
    """Let somebody from outside help for an hour."""
    with enter(alder, by=administrator):
        helped, _ = support.give(
            email="sam@example.org", full_name="Sam Example", hours=1, reason="Looks at it",
            now=timezone.now(), today=timezone.localdate(), by=administrator,
        )  # fmt: skip
    return helped


def stand_in(people: dict[str, User], house: Service) -> tuple[Grant, Cover, Shift]:
    """Draw a sample of a colleague's cases; arrange cover and a shift for days to come."""
    manager, colleague = people["service manager"], people["IDVA, a colleague's case"]
    now = timezone.now()
    [sample] = dip_sample.draw(
        worker=colleague, reason=f"before our supervision {word()}", at=now, by=manager,
        chance=random.Random(1),
    )  # fmt: skip
    today = timezone.localdate(now)
    week = datetime.timedelta(days=7)
    arranged = cover.give(
        colleague=people["key worker of the house"], worker=colleague, starts_on=today + week,
        ends_on=today + week, today=today, by=manager,
    )  # fmt: skip
    shift = shifts.give(
        house=house, worker=colleague, starts_at=now + week,
        ends_at=now + week + datetime.timedelta(hours=8), now=now, by=manager,
    )  # fmt: skip
    return sample, arranged, shift


def share_with_partner(case: Case, partner: User, agency: Organisation, manager: User) -> None:
    """Let a partner see a case for a purpose and a day, without where the household is."""
    now = timezone.now()
    grants.give_to_partner(
        case=case, user=partner, reason=f"for the strategy meeting {word()}", starts_at=now,
        ends_at=now + datetime.timedelta(days=1),
        field_classes=[FieldClass.IDENTITY, FieldClass.SAFE_CONTACT, FieldClass.NARRATIVE],
        to_organisation_id=agency.pk, basis=DisclosureBasis.CONSENT, by=manager,
    )  # fmt: skip


def put_to_meeting(
    case: Case, worker: User, area: MaracArea, coordinator: User, representative: User
) -> tuple[Meeting, MaracReferral, Action, Attendance]:
    """Put a case to the host's next meeting, with something agreed and people put down."""
    today = timezone.localdate()
    soon = today + datetime.timedelta(days=7)
    with enter(case.organisation_id, by=worker):
        referral = meetings.refer(
            case=case, area=areas()[0], criteria=["judgement"], basis="consent", reasons=word(),
            referred_on=today, by=worker,
        )  # fmt: skip
    with enter(area.organisation_id, by=coordinator):
        meeting = meetings.plan_meeting(
            area=area, held_on=soon, list_closes_on=today, by=coordinator
        )
        meetings.put_on_list(
            referral=MaracReferral.objects.get(pk=referral.pk), meeting=meeting, on=today,
            expected_version=1, by=coordinator,
        )  # fmt: skip
        action = meetings.agree_action(
            referral=referral, agency="Police", text=word(), due_on=soon, by=coordinator
        )
        attending = attendance.add(meeting=meeting, user=coordinator, by=coordinator)
        attendance.add(meeting=meeting, user=representative, by=coordinator)
    return meeting, referral, action, attending
