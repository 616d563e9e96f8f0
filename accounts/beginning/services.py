"""Beginning an installation: its first person, her organisation, and her part in it."""

import datetime as dt

from django.db import transaction

from accounts.choices import OrganisationKind
from accounts.models import User
from accounts.models.set_up_code import SetUpCode
from accounts.roles import Administrator
from accounts.services import create_membership, create_organisation
from accounts.tenancy import enter
from audit import events


class BeginningIsOver(Exception):
    """The code was used or has expired, or somebody is here already."""


@transaction.atomic
def begin(
    *,
    code_id: int,
    full_name: str,
    email: str,
    password: str,
    organisation_name: str,
    kind: OrganisationKind | str,
    authority_code: str,
    now: dt.datetime,
    today: dt.date,
) -> User:
    """Use the code: make the first person, her organisation, and her its administrator.

    Of two who send the same code one is first; the other gets BeginningIsOver.
    """
    code = SetUpCode.objects.select_for_update().living(now).filter(pk=code_id).first()
    if code is None or User.objects.exists():
        raise BeginningIsOver
    code.used_at = now
    code.save(update_fields=["used_at"])
    person = User.objects.create_user(email=email, full_name=full_name, password=password)
    events.session("installation.begin", by=person)
    organisation = create_organisation(
        name=organisation_name, kind=kind, authority_code=authority_code, by=person
    )
    with enter(organisation, by=person):
        create_membership(user=person, role=Administrator, starts_on=today, by=person)
    return person
