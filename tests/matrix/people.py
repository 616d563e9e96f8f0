"""Who asks in the permission matrix: a person for each column, in the order of the columns."""

import datetime
import json

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.utils import timezone

from accounts import access, roles
from accounts.api import tokens
from accounts.choices import ApiScope, OrganisationKind
from accounts.middleware import organisations_of
from accounts.models import Organisation, Service, User
from accounts.permissions import Permission
from accounts.services import create_organisation, end_membership
from accounts.sign_in.enrol import enrol_totp
from accounts.tenancy import enter
from tests.cast import LONG_AGO, hire
from tests.matrix.asking import TOKENS
from tests.scenes import COUNCIL
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
    "reception",
    "partner, her case",
    "MARAC representative, attending",
    "data protection lead",
)


def hire_everybody(
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
        "reception": hire("Rae", alder, roles.Reception),
        "partner, her case": hire("Pia", alder, roles.Partner),
        "MARAC representative, attending": hire("Rita", host, roles.MaracRepresentative),
        "data protection lead": hire("Dot", alder, roles.DataProtectionLead),
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


def make_tokens(people: dict[str, User]) -> None:
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
