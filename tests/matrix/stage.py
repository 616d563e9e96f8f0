"""The stage of the permission matrix: Alder's records, a host's, a stranger's, and who asks."""

from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from accommodation.models import Episode, PlacementReferral, Shift, Stay, Unit
from accounts import roles
from accounts.choices import OrganisationKind
from accounts.models import (
    Organisation,
    ReviewItem,
    RoleProposal,
    Service,
    SupportAccess,
    Team,
    User,
)
from accounts.services import create_organisation, create_service, create_team
from accounts.tenancy import enter
from cases.models import Allocation, Conflict, Cover, Declaration, Grant, PassedNote
from cases.services import allocate
from erasure.models import Erasure
from jobs import queue
from marac import recusals
from marac import services as meetings
from marac.models import Action, Attendance, MaracReferral, Meeting, Recusal
from referrals.models import CaseReferral, Handover
from returns.services import derive_all
from returns.views import TASK
from tests.cast import hire
from tests.matrix import records
from tests.matrix.people import hire_everybody, make_tokens
from tests.matrix.records import Household, word
from tests.scenes import YEAR


@dataclass(kw_only=True)
class Stage:
    """The records that are asked for, and the people who ask, by the columns of the matrix."""

    alder: Organisation
    house: Service
    household: Household
    colleagues: Household
    strangers: Household
    running: Episode
    stay: Stay
    free: Unit
    placement: PlacementReferral
    meeting: Meeting
    referral: MaracReferral
    action: Action
    attendance: Attendance
    review: ReviewItem
    allocation: Allocation
    grant: Grant
    sample: Grant
    cover: Cover
    shift: Shift
    team: Team
    proposal: RoleProposal
    conflict: Conflict
    declaration: Declaration
    note: PassedNote
    support: SupportAccess
    recusal: Recusal
    erasure: Erasure
    erased: Erasure
    case_referral: CaseReferral
    handover: Handover
    personas: dict[str, User] = field(default_factory=dict)


@pytest.fixture
def stage(db: None) -> Stage:
    """Set the stage."""
    alder = create_organisation(name="Alder", kind=OrganisationKind.CHARITY, by=None)
    birch = create_organisation(name="Birch", kind=OrganisationKind.CHARITY, by=None)
    host = create_organisation(name="Host", kind=OrganisationKind.PARTNER_AGENCY, by=None)
    with enter(alder, by=None):
        house, other_house = (create_service(name=word(), by=None) for _ in range(2))
    with enter(birch, by=None):
        birch_house = create_service(name=word(), by=None)
    people = hire_everybody(alder, birch, host, house, other_house)
    worker, colleague = people["IDVA, her case"], people["IDVA, a colleague's case"]
    with enter(alder, by=colleague):
        colleagues = records.open_household(colleague, other_house)
    with enter(birch, by=people["IDVA, elsewhere"]):
        strangers = records.open_household(people["IDVA, elsewhere"], birch_house)
    with enter(alder, by=worker):
        # Opened after the colleague's, so that the strangers have no case of its number.
        household = records.open_household(worker, house)
        allocation = allocate(
            case=household.case, worker=people["counsellor, her case"],
            starts_on=timezone.localdate(), by=worker,
        )  # fmt: skip
    coordinator = people["MARAC coordinator, host"]
    with enter(host, by=coordinator):
        area = meetings.create_area(name="Westbrook", by=coordinator)
    meeting, referral, action, attending = records.put_to_meeting(
        household.case, worker, area, coordinator, people["MARAC representative, attending"]
    )
    manager = people["service manager"]
    with enter(alder, by=manager):
        running, stay, free = records.settle_in(household.case, house, manager)
        placement = records.ask_for_a_place(running.provision, free, manager)
        review, grant = records.leave_access_behind(household.case, colleague, manager)
        sample, arranged, shift = records.stand_in(people, house)
        records.share_with_partner(household.case, people["partner, her case"], host, manager)
        team = create_team(service=house, name="Night", by=manager)
    proposal = records.propose_role(alder, people["administrator"])
    with enter(alder, by=worker):
        handover = records.offer_case(household.case, worker, manager)
        conflict, declaration, note = records.keep_apart(household.case, worker)
    make_tokens(people)
    helped = records.let_somebody_help(alder, people["administrator"])
    with enter(host, by=coordinator):
        recusal = recusals.recuse(
            referral=referral, user=hire("Remy", host, roles.MaracRepresentative), reason=word(),
            by=coordinator,
        )  # fmt: skip
    with enter(alder, by=manager):
        erasure, erased = records.erase_somebody(house, manager, people["data protection lead"])
        case_referral = records.refer_somebody(house, manager)
        records.close_one(house, manager)
    derive_all(year=YEAR)
    queue.enqueue(TASK, organisation_id=None, arguments={"year": YEAR}, by=None)
    return Stage(
        alder=alder, house=house, household=household, colleagues=colleagues, strangers=strangers,
        running=running, stay=stay, free=free, placement=placement, meeting=meeting,
        referral=referral, action=action,
        attendance=attending, review=review, allocation=allocation, grant=grant, sample=sample,
        cover=arranged, shift=shift, team=team, proposal=proposal, conflict=conflict,
        declaration=declaration, note=note, support=helped, recusal=recusal, erasure=erasure,
        erased=erased, case_referral=case_referral, handover=handover, personas=people,
    )  # fmt: skip
