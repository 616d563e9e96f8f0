"""The invented people who sign in to the demo: one for each role that has pages to show.

Their passwords and secrets stand here for anyone to read, so they are of use on loopback alone:
nobody is made from them unless the installation runs as a demo.
"""

import base64
from dataclasses import dataclass

from accounts import roles
from accounts.roles import Role

PASSWORD = "everyone here is invented"  # noqa: S105 - printed by the demo, on purpose


@dataclass(frozen=True)
class DemoPerson:
    """One person of the cast. `secret` is base32, as an authenticator app takes it.

    `house` names the service to which the role is bound; '' where it is the whole organisation.
    """

    name: str
    full_name: str
    role_class: type[Role]
    organisation: str
    house: str = ""

    @property
    def password(self) -> str:
        """Everybody's, in clear."""
        return PASSWORD

    @property
    def email(self) -> str:
        """The address that they sign in with."""
        return f"{self.name}@example.org"

    @property
    def role(self) -> str:
        """What they do, in words."""
        return self.role_class.display_name

    @property
    def secret(self) -> str:
        """The fixed secret of their second factor: their name, written plainly."""
        return base64.b32encode(f"invented-{self.name}".ljust(20, "-").encode()).decode()


HAVEN = "Larkfield Haven"
HOMES = "Quietbrook Homes"
SISTERS = "Saffron Lantern"
STEPS = "Swiftwater Steps"
SAFETY = "Wayfold Home Safety"
MEETINGS = "Wayfold Partnership"
LONDON = "Greater London Authority"
COUNTY = "Surrey County Council"

COMMUNITY = "Larkfield Community Team"
MAPLE = "Maple House"

PEOPLE = (
    DemoPerson("ines", "Ines Farrowdale", roles.IDVA, HAVEN, COMMUNITY),
    DemoPerson("kaya", "Kaya Brightmere", roles.KeyWorker, HAVEN, MAPLE),
    DemoPerson("rhona", "Rhona Thistlemoor", roles.RefugeManager, HAVEN, MAPLE),
    DemoPerson("marta", "Marta Wisniak", roles.ServiceManager, HAVEN),
    DemoPerson("tomi", "Tomi Okonadu", roles.OutreachWorker, HAVEN, COMMUNITY),
    DemoPerson("priya", "Priya Dasmani", roles.ChildrensWorker, HAVEN, MAPLE),
    DemoPerson("wale", "Wale Adebolan", roles.ReliefWorker, HAVEN, MAPLE),
    DemoPerson("cleo", "Cleo Pinnockley", roles.Counsellor, HAVEN),
    DemoPerson("dora", "Dora Elmsgrave", roles.DataProtectionLead, HAVEN),
    DemoPerson("finn", "Finn Coldstead", roles.Finance, HAVEN),
    DemoPerson("rena", "Rena Foxcombe", roles.Reception, HAVEN),
    DemoPerson("nadia", "Nadia Wrenfold", roles.Partner, HAVEN),
    DemoPerson("ada", "Ada Marlbeck", roles.Administrator, HAVEN),
    DemoPerson("jonas", "Jonas Petrauskar", roles.KeyWorker, HOMES, "Quietbrook Dispersed Homes"),
    DemoPerson("helen", "Helen Garthwold", roles.ServiceManager, HOMES),
    DemoPerson("sadia", "Sadia Qadrin", roles.ServiceManager, SISTERS),
    DemoPerson("lowri", "Lowri Harrowmere", roles.ServiceManager, STEPS),
    DemoPerson("owen", "Owen Kestrow", roles.ServiceManager, SAFETY),
    DemoPerson("mae", "Mae Larkhollow", roles.MaracCoordinator, MEETINGS),
    DemoPerson("rashid", "Rashid Sharmeen", roles.MaracRepresentative, MEETINGS),
    DemoPerson("celia", "Celia Umberleigh", roles.MaracChair, MEETINGS),
    DemoPerson("gwen", "Gwen Fairlow", roles.Commissioner, LONDON),
    DemoPerson("colin", "Colin Reedwater", roles.Commissioner, COUNTY),
)
"""Everyone who signs in, those with most to see first."""

BY_NAME = {person.name: person for person in PEOPLE}
