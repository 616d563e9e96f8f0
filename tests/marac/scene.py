"""A host with an area, and a case of Alder's ready to be put to it."""

import datetime
from dataclasses import dataclass

import pytest

from accounts import roles
from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from accounts.services import create_organisation
from accounts.tenancy import enter
from cases.services import record_harm
from marac import services
from marac.models import MaracArea, MaracReferral
from marac.register import Area, areas
from tests.cast import Cast, hire

TODAY = datetime.date(2026, 11, 22)


@dataclass
class Scene:
    """The cast, the host, its coordinator, and its area as others know it."""

    cast: Cast
    host: Organisation
    cleo: User
    area: Area

    def refer(self, *, on: datetime.date = TODAY) -> MaracReferral:
        """Put Amira's case to the area's meeting."""
        with enter(self.cast.alder, by=self.cast.ines):
            return services.refer(
                case=self.cast.amira, area=self.area, criteria=["judgement"], basis="consent",
                reasons="He has her new number", referred_on=on, by=self.cast.ines,
            )  # fmt: skip

    def host_area(self) -> MaracArea:
        """Return the area, standing inside the host."""
        return MaracArea.objects.get()


@pytest.fixture
def scene(cast: Cast) -> Scene:
    host = create_organisation(name="Host", kind=OrganisationKind.PARTNER_AGENCY, by=None)
    cleo = hire("Cleo", host, roles.MaracCoordinator)
    with enter(host, by=cleo):
        services.create_area(name="Westbrook", by=cleo)
    with enter(cast.alder, by=cast.ines):
        record_harm(
            case=cast.amira, given_name="Imran", family_name="Khalid",
            details={"phone": "07700 900123", "postcode": "ZZ1 1AA"}, by=cast.ines,
        )  # fmt: skip
    return Scene(cast=cast, host=host, cleo=cleo, area=areas()[0])
