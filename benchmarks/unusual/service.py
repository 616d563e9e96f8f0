"""A service of thirty with three hundred open cases: who works there, and whose case is whose."""

import datetime
from dataclasses import dataclass, field
from random import Random
from uuid import UUID, uuid4

from accounts import roles
from accounts.choices import OrganisationKind
from accounts.models import Organisation, Service, Team, User
from accounts.roles import Role
from accounts.services import create_membership, create_organisation, create_service, create_team
from accounts.tenancy import enter
from cases.models import Case, CasePerson
from cases.services import NewPerson, close_case, open_case
from demo.england.names import NAMES_OF_ETHNICITY, family_name, given_name

LONG_AGO = datetime.date(2024, 4, 1)
OPENED = datetime.date(2026, 6, 1)
CLOSED = datetime.date(2026, 7, 31)
CASELOAD = 20
RESIDENTS = 10
CLOSED_CASES = 60
# Names that many share, the commonest first; the rest of the people have rarer ones.
_SHARED = [
    "Smith",
    "Jones",
    "Taylor",
    "Brown",
    "Williams",
    "Khan",
    "Wilson",
    "Begum",
    "Johnson",
    "Davies",
    "Patel",
    "Robinson",
    "Wright",
    "Thompson",
    "Evans",
    "Walker",
    "White",
    "Roberts",
    "Green",
    "Hall",
    "Ali",
    "Wood",
    "Jackson",
    "Clarke",
    "Hussain",
    "Ahmed",
    "Kaur",
    "Singh",
    "Harris",
    "Lewis",
    "Cooper",
    "Hill",
    "Ward",
    "Turner",
    "Moore",
    "Clark",
    "King",
    "Baker",
    "Scott",
    "Allen",
    "Morgan",
    "James",
]
_OF_SHARED = 0.35


@dataclass
class Known:
    """A case as the people of the service know it."""

    case: Case
    people: list[UUID]

    @property
    def named(self) -> list[UUID]:
        """Return the ids that an event of opening it names."""
        return [self.case.pk, *self.people]


@dataclass
class Staff:
    """Somebody who works there: as what, in which house, and with which cases."""

    user: User
    role: type[Role]
    house: int | None = None
    team: int | None = None
    caseload: list[Known] = field(default_factory=list)


@dataclass
class Workplace:
    """The service."""

    organisation: Organisation
    staff: list[Staff]
    open_cases: list[Known]
    closed_cases: list[Known]
    residents: list[list[Known]]

    def of(self, *kinds: type[Role]) -> list[Staff]:
        """Return those who work as one of these."""
        return [one for one in self.staff if one.role in kinds]


def invented_name(rng: Random) -> tuple[str, str]:
    """Return a given and a family name; some family names are shared by many."""
    ethnicity = rng.choice(list(NAMES_OF_ETHNICITY))
    given = given_name(ethnicity, "woman", rng=rng)
    if rng.random() < _OF_SHARED:
        weights = [1 / (rank + 6) for rank in range(len(_SHARED))]
        return given, rng.choices(_SHARED, weights)[0]
    return given, family_name(ethnicity, rng=rng)


def build(seed: int, label: str) -> Workplace:
    """Found the service, hire everybody and open the cases."""
    rng = Random(f"service {seed}")
    organisation = create_organisation(
        name=f"Habits {label} {seed}", kind=OrganisationKind.CHARITY, by=None
    )
    with enter(organisation, by=None):
        houses = [create_service(name=f"House {number}", by=None) for number in (1, 2)]
        community = create_service(name="Community", by=None)
        teams = [create_team(service=community, name=name, by=None) for name in ("East", "West")]
        staff = _hire(rng, houses, teams)
        workplace = Workplace(organisation, staff, [], [], [[], []])
        for one in workplace.of(roles.IDVA):
            one.caseload = [_open(rng, one, community) for _ in range(CASELOAD)]
            workplace.open_cases += one.caseload
        for number, house in enumerate(houses):
            keys = [one for one in workplace.of(roles.KeyWorker) if one.house == number]
            for place in range(RESIDENTS):
                known = _open(rng, keys[place % len(keys)], house)
                keys[place % len(keys)].caseload.append(known)
                workplace.residents[number].append(known)
                workplace.open_cases.append(known)
        former = workplace.of(roles.IDVA)
        for number in range(CLOSED_CASES):
            known = _open(rng, former[number % len(former)], community)
            close_case(case=known.case, closed_on=CLOSED, expected_version=1, by=None)
            workplace.closed_cases.append(known)
    return workplace


def _hire(rng: Random, houses: list[Service], teams: list[Team]) -> list[Staff]:
    people: list[Staff] = []

    def hire(role: type[Role], house: int | None = None, team: int | None = None) -> None:
        user = User.objects.create_user(
            email=f"bench-{uuid4().hex}@example.org",
            full_name=" ".join(invented_name(rng)),
        )
        create_membership(
            user=user, role=role, starts_on=LONG_AGO, by=None,
            service=houses[house] if house is not None else None,
            team=teams[team] if team is not None else None,
        )  # fmt: skip
        people.append(Staff(user, role, house, team))

    hire(roles.DataProtectionLead)
    for _ in range(2):
        hire(roles.ServiceManager)
    for house in range(2):
        hire(roles.RefugeManager, house)
        for _ in range(4):
            hire(roles.KeyWorker, house)
    for number in range(13):
        hire(roles.IDVA, team=number % 2)
    for number in range(2):
        hire(roles.ReliefWorker, number)
    for _ in range(2):
        hire(roles.Reception)
    return people


def _open(rng: Random, worker: Staff, service: Service) -> Known:
    """Open a case of a survivor and perhaps a child, as somebody's work."""
    given, family = invented_name(rng)
    child, _ = invented_name(rng)
    case = open_case(
        survivor=NewPerson(given_name=given, family_name=family),
        children=[NewPerson(given_name=child, family_name=family)] if rng.random() < 0.5 else [],
        opened_on=OPENED, service=service, worker=worker.user, by=None,
    )  # fmt: skip
    parts = CasePerson.objects.filter(case=case).values_list("person_id", flat=True)
    return Known(case, list(parts))
