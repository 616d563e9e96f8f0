"""The cast: two organisations, the people who work there, and a case in each.

Alder is a charity with a house; Birch is another. Ines (IDVA), Kay (key worker of the house) and
Mara (service manager) work at Alder; Bea is Birch's service manager and Bo its IDVA: busy
strangers, who hold the right roles and own cases, elsewhere.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from accounts import roles
from accounts.choices import OrganisationKind
from accounts.models import Organisation, Service, User
from accounts.roles import Role
from accounts.services import create_membership, create_organisation, create_service
from accounts.tenancy import enter
from cases.models import Case
from cases.services import NewPerson, open_case

LONG_AGO = datetime.date(2020, 1, 1)


@dataclass
class Cast:
    """Everybody, by the name that tests call them."""

    alder: Organisation
    birch: Organisation
    house: Service
    birch_house: Service
    ines: User
    kay: User
    mara: User
    bea: User
    bo: User
    cora: User
    ada: User
    amira: Case
    stranger_case: Case


def make_user(name: str) -> User:
    """Make somebody who can sign in."""
    return User.objects.create_user(
        email=f"{name.lower()}@example.org", full_name=f"{name} Example", password=None
    )


def hire(
    name: str, organisation: Organisation, role: type[Role], service: Service | None = None
) -> User:
    """Make a person and give them a role since long ago."""
    user = make_user(name)
    with enter(organisation, by=None):
        create_membership(user=user, role=role, starts_on=LONG_AGO, service=service, by=None)
    return user


@pytest.fixture
def cast(db: None) -> Cast:
    """Set the scene."""
    alder = create_organisation(name="Alder", kind=OrganisationKind.CHARITY, by=None)
    birch = create_organisation(name="Birch", kind=OrganisationKind.CHARITY, by=None)
    council = create_organisation(
        name="Testshire", kind=OrganisationKind.AUTHORITY, by=None, authority_code="E10000030"
    )
    with enter(alder, by=None):
        house = create_service(name="Alder House", by=None)
    with enter(birch, by=None):
        birch_house = create_service(name="Birch House", by=None)
    ines = hire("Ines", alder, roles.IDVA)
    kay = hire("Kay", alder, roles.KeyWorker, house)
    mara = hire("Mara", alder, roles.ServiceManager)
    ada = hire("Ada", alder, roles.Administrator)
    bea = hire("Bea", birch, roles.ServiceManager)
    bo = hire("Bo", birch, roles.IDVA)
    cora = hire("Cora", council, roles.Commissioner)
    with enter(alder, by=ines):
        amira = open_case(
            survivor=NewPerson(given_name="Amira", family_name="Khalid", known_as="Mira"),
            children=[NewPerson(given_name="Yusuf", family_name="Khalid")],
            opened_on=datetime.date(2026, 10, 14),
            worker=ines,
            by=ines,
        )
    with enter(birch, by=bo):
        stranger_case = open_case(
            survivor=NewPerson(given_name="Tolu", family_name="Ade"),
            opened_on=datetime.date(2026, 9, 1),
            worker=bo,
            by=bo,
        )
    return Cast(
        alder=alder, birch=birch, house=house, birch_house=birch_house, ines=ines, kay=kay,
        mara=mara, bea=bea, bo=bo, cora=cora, ada=ada, amira=amira, stranger_case=stranger_case,
    )  # fmt: skip


@pytest.fixture
def in_alder(cast: Cast) -> Iterator[Cast]:
    """Stand inside Alder, as its service manager."""
    with enter(cast.alder, by=cast.mara):
        yield cast
