"""Adding somebody who has never signed in: the person, her role and her link, or none of them."""

import datetime as dt

from django.db import transaction

from accounts.models import Service, Team, User
from accounts.roles import Role
from accounts.services import create_membership
from accounts.sign_in import invitations


@transaction.atomic
def invite(
    *,
    email: str,
    full_name: str,
    role: type[Role],
    starts_on: dt.date,
    now: dt.datetime,
    by: User,
    service: Service | None = None,
    team: Team | None = None,
    ends_on: dt.date | None = None,
) -> tuple[User, str]:
    """Add a person to the organisation that is entered; return her and the path of her link.

    The link is for showing once. Raises AddressIsTaken.
    """
    user, path = invitations.invite(email=email, full_name=full_name, by=by, now=now)
    create_membership(
        user=user, role=role, starts_on=starts_on, ends_on=ends_on,
        service=service, team=team, by=by,
    )  # fmt: skip
    return user, path
