"""What `make demo` loads: two authorities, five providers, their past, and a day's work waiting.

The past comes in as interchange bundles, like anyone's records; what a bundle does not carry
(people who sign in, allocations, risk, plans, meetings) is written through the services that the
pages call.
"""

import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.choices import OrganisationKind, ServiceKind
from accounts.models import Organisation, User
from accounts.services import create_membership, create_organisation, create_service
from accounts.sign_in import dormancy
from accounts.sign_in.enrol import enrol_totp
from accounts.tenancy import enter
from audit import context
from demo import cast
from demo.access import lay_out_access
from demo.cast import BY_NAME, PEOPLE, DemoPerson
from demo.diary import keep_diary
from demo.england.bundle import save
from demo.families import describe_family
from demo.helping import agree_on_support
from demo.history import history_of
from demo.house_life import live_in
from demo.houses import APRIL_2022, AUTHORITIES, PROVIDERS
from demo.intake import take_referrals
from demo.meetings import hold_meetings
from demo.onward import plan_the_move
from demo.scenes import scenes
from demo.sharing import share
from demo.staging import (
    Stage,
    close_room,
    find_houses,
    open_case,
    put_on_shift,
    record_waiting,
)
from interchange.services import import_bundle
from returns import services as returns
from returns.period import year_beginning

__all__ = ["BY_NAME", "PEOPLE", "OutsideDemoError", "load_small_demo"]

SOURCE = "demo"
Say = Callable[[str], None]


class OutsideDemoError(Exception):
    """Demo people have secrets that anyone can read: they are made in a demo and nowhere else."""


def let_in_again(*, now: datetime) -> None:
    """Open the accounts of invented people that lay unused since the demo ran last."""
    addresses = [person.email for person in PEOPLE]
    for user in User.objects.filter(email__in=addresses):
        if dormancy.is_dormant(user, now=now):
            dormancy.open_again(user=user, by=None, now=now)


def load_small_demo(*, today: date | None = None, say: Say = lambda sentence: None) -> None:
    """Fill an empty installation with invented people, as of `today`.

    Raises OutsideDemoError in an installation that is not a demo.
    """
    if not settings.DEMO:
        raise OutsideDemoError("The settings do not say that this is a demo: nothing was loaded.")
    day = today or timezone.localdate()
    with context.source("demo"):
        organisations = _organisations(day, say)
        stage = _stage(organisations, day)
        say(f"Writing {len(scenes().cases)} open cases ...")
        for case in scenes().cases:
            open_case(case, stage)
        manager = {house: stage.users[name] for house, name in _MANAGERS.items()}
        now = datetime.combine(day, timezone.localtime().timetz())
        for referral in scenes().referrals:
            record_waiting(referral, stage, now=now, by=manager[referral.house])
        put_on_shift("wale", cast.MAPLE, stage, by=manager[cast.MAPLE])
        for closure in scenes().closures:
            close_room(closure, stage, by=manager[closure.house])
        live_in(stage, now=now, by=manager[cast.MAPLE])
        lay_out_access(stage, now=now)
        keep_diary(stage, now=now)
        describe_family(stage)
        plan_the_move(stage)
        agree_on_support(stage)
        share(stage, now=now)
        take_referrals(stage, now=now)
        hold_meetings(organisations[cast.MEETINGS], stage, coordinator=stage.users["mae"])
        say("Counting the annual returns ...")
        for year in _years_until(day):
            returns.derive_all(year=year)


def _years_until(day: date) -> list[str]:
    """The years of the return from 2022-23 to the one that runs."""
    last = day.year if day >= date(day.year, 4, 1) else day.year - 1
    return [year_beginning(year).name for year in range(APRIL_2022.year, last + 1)]


_MANAGERS = {cast.MAPLE: "rhona", "Saffron House": "sadia", "Quietbrook Dispersed Homes": "helen"}
"""Who writes down what has no worker yet."""


def _organisations(today: date, say: Say) -> dict[str, Organisation]:
    """Authorities, the host of the meetings, and the providers with their past."""
    for name, code in AUTHORITIES.items():
        kind = OrganisationKind.AUTHORITY
        create_organisation(name=name, kind=kind, authority_code=code, by=None)
    create_organisation(name=cast.MEETINGS, kind=OrganisationKind.PARTNER_AGENCY, by=None)
    for provider in PROVIDERS:
        say(f"Bringing in the past of {provider.name} ...")
        with tempfile.TemporaryDirectory(prefix="demo-") as folder:
            bundle = save(history_of(provider, today=today), Path(folder))
            import_bundle(bundle, source=SOURCE, by=None, today=today)
    organisations = {each.name: each for each in Organisation.objects.all()}
    with enter(organisations[cast.HAVEN], by=None):
        create_service(name=cast.COMMUNITY, kind=ServiceKind.COMMUNITY, by=None)
    return organisations


def _stage(organisations: dict[str, Organisation], today: date) -> Stage:
    """Everybody who signs in, in their roles, and the houses they work in."""
    houses = {
        name: house
        for provider in PROVIDERS
        for name, house in find_houses(organisations[provider.name]).items()
    }
    stage = Stage(today, {}, houses)
    # Everybody has the same printed password, and one slow hash is enough for it.
    password = make_password(cast.PASSWORD)
    for person in PEOPLE:
        hired = _hire(person, organisations[person.organisation], stage, password=password)
        stage.users[person.name] = hired
    return stage


def _hire(person: DemoPerson, organisation: Organisation, stage: Stage, *, password: str) -> User:
    user = User.objects.create_user(email=person.email, full_name=person.full_name)
    user.password = password
    user.save(update_fields=["password"])
    enrol_totp(user, secret=person.secret, by=None)
    service = stage.houses[person.house].service if person.house else None
    with enter(organisation, by=None):
        create_membership(
            user=user, role=person.role_class, service=service, starts_on=APRIL_2022, by=None
        )
    return user
