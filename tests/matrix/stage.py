"""The stage of the permission matrix: Alder's records, a host's, a stranger's, and who asks.

Every sealed text on it is a word that is nowhere else, so a response that shows one says whose
record it opened.
"""

import datetime
import json
import random
from dataclasses import dataclass, field
from itertools import count

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.http import QueryDict
from django.utils import timezone

from accommodation import services as houses
from accommodation import shifts
from accommodation.models import Episode, Shift, Stay, Unit
from accounts import access, quota, reviews, role_giving, roles, support, unsaved
from accounts.api import tokens
from accounts.choices import ApiScope, OrganisationKind, ReviewKind
from accounts.middleware import organisations_of
from accounts.models import (
    Organisation,
    ReviewItem,
    RoleProposal,
    Service,
    SupportAccess,
    Team,
    User,
)
from accounts.permissions import Permission
from accounts.services import (
    create_organisation,
    create_service,
    create_team,
    end_membership,
)
from accounts.sign_in.enrol import enrol_totp
from accounts.tenancy import enter
from audit import events
from cases import asking, cover, dip_sample
from cases.choices import ConflictSource, GrantKind
from cases.conflicts import declarations, notes
from cases.models import (
    Allocation,
    Case,
    Conflict,
    Cover,
    Declaration,
    Grant,
    PassedNote,
    Person,
    PersonCausingHarm,
)
from cases.services import NewPerson, allocate, open_case, record_harm
from jobs import queue
from marac import attendance, recusals
from marac import services as meetings
from marac.models import Action, Attendance, MaracArea, MaracReferral, Meeting, Recusal
from marac.register import areas
from returns.services import derive_all
from returns.views import TASK
from risk import instruments
from risk import services as risk
from risk.models import Assessment
from safety_plans import services as plans
from tests.cast import LONG_AGO, hire
from tests.matrix.asking import TOKENS
from tests.scenes import COUNCIL, YEAR
from tests.sign_in.key import Key
from tests.sign_in.people import SECRET

# The columns of the matrix: who asks, and what they have to do with the records on the stage.
NOBODY = "nobody signed in"
COLUMNS = (
    NOBODY,
    "IDVA, her case",
    "IDVA, a colleague's case",
    "counsellor, her case",
    "key worker of the house",
    "key worker of another house",
    "refuge manager of the house",
    "finance",
    "service manager",
    "administrator",
    "commissioner",
    "commissioner, elsewhere",
    "MARAC coordinator, host",
    "MARAC chair, host",
    "MARAC coordinator, elsewhere",
    "IDVA, elsewhere",
    "service manager, elsewhere",
    "somebody who has left",
)

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
class Household:
    """A case with its parts."""

    case: Case
    survivor: Person
    child: Person
    harm: PersonCausingHarm
    signed: Assessment
    unfinished: Assessment


@dataclass
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
    personas: dict[str, User] = field(default_factory=dict)


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
    return Household(case, people["survivor"], people["child"], harm, signed, unfinished)


def _every_item() -> dict[int, dict[str, str]]:
    return {
        item.number: {"answer": "yes", "comment": word(), "source": word()}
        for item in instruments.current().items
    }


def _written(text: str) -> QueryDict:
    return QueryDict(f"summary={text}&version=1")


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
    people = _people(alder, birch, host, house, other_house)
    worker, colleague = people["IDVA, her case"], people["IDVA, a colleague's case"]
    with enter(alder, by=colleague):
        colleagues = open_household(colleague, other_house)
    with enter(birch, by=people["IDVA, elsewhere"]):
        strangers = open_household(people["IDVA, elsewhere"], birch_house)
    with enter(alder, by=worker):
        # Opened after the colleague's, so that the strangers have no case of its number.
        household = open_household(worker, house)
        allocation = allocate(
            case=household.case, worker=people["counsellor, her case"],
            starts_on=timezone.localdate(), by=worker,
        )  # fmt: skip
    coordinator = people["MARAC coordinator, host"]
    with enter(host, by=coordinator):
        area = meetings.create_area(name="Westbrook", by=coordinator)
    meeting, referral, action, attending = _disclose(household.case, worker, area, coordinator)
    manager = people["service manager"]
    with enter(alder, by=manager):
        running, stay, free = _house(household.case, house, manager)
        review, grant = _past_access(household.case, colleague, manager)
        sample, arranged, shift = _standing_in(people, house)
        team = create_team(service=house, name="Night", by=manager)
    proposal = _propose(alder, people["administrator"])
    with enter(alder, by=worker):
        conflict, declaration, note = _kept_apart(household.case, worker)
    _make_tokens(people)
    helped = _let_somebody_help(alder, people["administrator"])
    with enter(host, by=coordinator):
        recusal = recusals.recuse(
            referral=referral, user=hire("Remy", host, roles.MaracRepresentative), reason=word(),
            by=coordinator,
        )  # fmt: skip
    derive_all(year=YEAR)
    queue.enqueue(TASK, organisation_id=None, arguments={"year": YEAR}, by=None)
    return Stage(
        alder, house, household, colleagues, strangers, running, stay, free, meeting, referral,
        action, attending, review, allocation, grant, sample, arranged, shift, team, proposal,
        conflict, declaration, note, helped, recusal, people,
    )  # fmt: skip


def _people(
    alder: Organisation,
    birch: Organisation,
    host: Organisation,
    house: Service,
    other_house: Service,
) -> dict[str, User]:
    """Hire everybody who asks, in the order of the columns."""
    council, other_council = (
        create_organisation(
            name=name, kind=OrganisationKind.AUTHORITY, by=None, authority_code=code
        )
        for name, code in (("Testshire", COUNCIL), ("Othershire", "E10000003"))
    )
    people = {
        "IDVA, her case": hire("Ines", alder, roles.IDVA),
        "IDVA, a colleague's case": hire("Ida", alder, roles.IDVA),
        "counsellor, her case": hire("Cass", alder, roles.Counsellor),
        "key worker of the house": hire("Kay", alder, roles.KeyWorker, house),
        "key worker of another house": hire("Kit", alder, roles.KeyWorker, other_house),
        "refuge manager of the house": hire("Ros", alder, roles.RefugeManager, house),
        "finance": hire("Finn", alder, roles.Finance),
        "service manager": hire("Mara", alder, roles.ServiceManager),
        "administrator": hire("Ada", alder, roles.Administrator),
        "commissioner": hire("Cora", council, roles.Commissioner),
        "commissioner, elsewhere": hire("Cy", other_council, roles.Commissioner),
        "MARAC coordinator, host": hire("Cleo", host, roles.MaracCoordinator),
        "MARAC chair, host": hire("Chay", host, roles.MaracChair),
        "MARAC coordinator, elsewhere": hire("Otto", birch, roles.MaracCoordinator),
        "IDVA, elsewhere": hire("Bo", birch, roles.IDVA),
        "service manager, elsewhere": hire("Bea", birch, roles.ServiceManager),
        "somebody who has left": hire("Lee", alder, roles.ServiceManager),
    }
    with enter(alder, by=None):
        held = people["somebody who has left"].memberships.get()
        end_membership(membership=held, ends_on=LONG_AGO, by=None)
    for person in people.values():
        enrol_totp(person, secret=SECRET, by=None)
    _add_passkey(people["IDVA, her case"])
    return people


def _add_passkey(user: User) -> None:
    """Give the person the passkey that the addresses below name."""
    options = {"rp": {"id": "localhost"}, "user": {"id": "AA"}, "challenge": "AA"}
    credential = json.loads(Key().register({"publicKey": options}))
    added = WebAuthn.add(user, "Blue key", credential).instance
    # As long as the number of a passkey that is not there: pages repeat the address.
    Authenticator.objects.filter(id=added.pk).update(id=500_000)


def _make_tokens(people: dict[str, User]) -> None:
    """Make a token for everybody whose role may have one."""
    TOKENS.clear()
    now = timezone.now()
    for person in people.values():
        for organisation_id in organisations_of(person):
            with enter(organisation_id, by=person):
                for held in access.memberships(person):
                    role = roles.ROLES[held.role]
                    if Permission.TOKEN_MAKE in role.permissions:
                        _, TOKENS[person.pk] = tokens.make(
                            role=role, purpose="the matrix", scopes=list(ApiScope), made_at=now,
                            expires_at=now + datetime.timedelta(days=1), by=person,
                        )  # fmt: skip


def _house(case: Case, house: Service, by: User) -> tuple[Episode, Stay, Unit]:
    """Let the household live in one room of the house, with another free and somebody waiting."""
    provision = houses.create_provision(
        service=house, accommodation_type="refuge", bedspaces=3, authority_code=COUNCIL,
        commissioned_from=datetime.date(2022, 4, 1), by=by,
    )  # fmt: skip
    taken, free = (houses.create_unit(service=house, name=word(), sleeps=4, by=by) for _ in "12")
    running = houses.start_episode(
        case=case, provision=provision, started_on=datetime.date(2022, 6, 1),
        people=Person.objects.filter(case_people__case=case), unit=taken, by=by,
    )  # fmt: skip
    houses.record_referral(
        provision=provision, received_on=timezone.localdate(), adults=1, source=word(), by=by
    )
    return running, running.stays.get(), free


def _kept_apart(case: Case, worker: User) -> tuple[Conflict, Declaration, PassedNote]:
    """Let a worker declare somebody, and pass on a note that waits and one that found its case."""
    details = {"given_name": word(), "relationship": word()}
    declaration = declarations.declare(details=details, by=worker)
    [_, waiting] = [
        notes.pass_on(about=about, words=word(), danger="no", said_at=timezone.now(), by=worker)
        for about in (f"{case.reference} {word()}", word())
    ]
    return Conflict.objects.get(case=case), declaration, waiting


def _past_access(case: Case, colleague: User, manager: User) -> tuple[ReviewItem, Grant]:
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


def _propose(alder: Organisation, administrator: User) -> RoleProposal:
    """Let an administrator give herself a role that somebody else must confirm."""
    with enter(alder, by=administrator):
        proposal = role_giving.give(
            user=administrator, role=roles.Finance, starts_on=timezone.localdate(),
            now=timezone.now(), by=administrator,
        )  # fmt: skip
    assert isinstance(proposal, RoleProposal)
    return proposal


def _let_somebody_help(alder: Organisation, administrator: User) -> SupportAccess:
    """Let somebody from outside help for an hour."""
    with enter(alder, by=administrator):
        helped, _ = support.give(
            email="sam@example.org", full_name="Sam Example", hours=1, reason="Looks at it",
            now=timezone.now(), today=timezone.localdate(), by=administrator,
        )  # fmt: skip
    return helped


def _standing_in(people: dict[str, User], house: Service) -> tuple[Grant, Cover, Shift]:
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


def _disclose(
    case: Case, worker: User, area: MaracArea, coordinator: User
) -> tuple[Meeting, MaracReferral, Action, Attendance]:
    """Put a case to the host's next meeting, with something agreed and somebody put down."""
    today = timezone.localdate()
    soon = today + datetime.timedelta(days=7)
    with enter(case.organisation_id, by=worker):
        referral = meetings.refer(
            case=case, area=areas()[0], criteria=["judgement"], basis="consent", reasons=word(),
            referred_on=today, by=worker,
        )  # fmt: skip
    with enter(area.organisation_id, by=coordinator):
        meeting = meetings.plan_meeting(
            area=area, held_on=soon, list_closes_on=soon, by=coordinator
        )
        meetings.put_on_list(
            referral=MaracReferral.objects.get(pk=referral.pk), meeting=meeting, on=today,
            expected_version=1, by=coordinator,
        )  # fmt: skip
        action = meetings.agree_action(
            referral=referral, agency="Police", text=word(), due_on=soon, by=coordinator
        )
        attending = attendance.add(meeting=meeting, user=coordinator, by=coordinator)
    return meeting, referral, action, attending
