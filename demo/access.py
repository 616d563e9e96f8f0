"""Who may see what beyond the everyday: what the pages of access have to show in the demo."""

import datetime
import random

from accounts.field_classes import FieldClass
from accounts.models import Organisation, User
from accounts.settings import services as settings
from accounts.tenancy import enter
from cases import cover, dip_sample, emergency, grants
from cases.choices import Danger, DisclosureBasis, GrantKind
from cases.conflicts import declarations, notes
from demo import cast
from demo.staging import Stage

FAILURE_TELEPHONE = "01632 960123"
FIRST_DRAW = 1


def lay_out_access(stage: Stage, *, now: datetime.datetime) -> None:
    """Give, declare, pass on and open what people at Larkfield Haven did lately."""
    ada, rhona, ines, tomi = (stage.users[name] for name in ("ada", "rhona", "ines", "tomi"))
    haven = stage.houses[cast.MAPLE].organisation
    with enter(haven, by=ada):
        settings.change("failure_telephone", to=FAILURE_TELEPHONE, by=ada)
    with enter(haven, by=rhona):
        declarations.nobody(said_at=now, by=rhona)
        _give_cover(stage, by=rhona)
        _give_access(stage, now=now, by=rhona)
        _give_a_partner_access(stage, now=now, by=rhona)
        dip_sample.draw(
            worker=stage.users["kaya"],
            reason="To read before Kaya’s supervision on Friday.",
            at=now,
            by=rhona,
            chance=random.Random(FIRST_DRAW),  # noqa: S311 - the demo is the same each time
        )
    with enter(haven, by=tomi):
        declarations.declare(
            details={
                "given_name": "Simone",
                "family_name": "Hibbertson",
                "relationship": "cousin",
            },
            by=tomi,
        )
        notes.pass_on(
            about="A woman called Fern, who stays near the railway station",
            words="She rang from a friend’s telephone. She will ring again after six.",
            danger=Danger.NOT_KNOWN,
            said_at=now - datetime.timedelta(hours=3),
            by=tomi,
        )
    with enter(haven, by=ines):
        _open_in_an_emergency(stage, at=now - datetime.timedelta(hours=2), by=ines)


def _give_cover(stage: Stage, *, by: User) -> None:
    """Kaya is on leave next week."""
    cover.give(
        colleague=stage.users["kaya"],
        worker=stage.users["priya"],
        starts_on=stage.day(-7),
        ends_on=stage.day(-13),
        today=stage.today,
        by=by,
    )


def _give_access(stage: Stage, *, now: datetime.datetime, by: User) -> None:
    _, case = stage.cases["Abdimare"]
    grants.give(
        case=case,
        user=stage.users["cleo"],
        kind=GrantKind.REQUESTED,
        reason="Hawa asked for a first talk with the counsellor.",
        starts_at=now,
        ends_at=now + datetime.timedelta(days=10),
        by=by,
    )


def _give_a_partner_access(stage: Stage, *, now: datetime.datetime, by: User) -> None:
    """A housing officer of another agency helps Grace with her flat."""
    _, case = stage.cases["Marrowby"]
    grants.give_to_partner(
        case=case,
        user=stage.users["nadia"],
        reason="To hand over the keys of the flat and start its repairs.",
        starts_at=now,
        ends_at=now + datetime.timedelta(days=28),
        field_classes=[FieldClass.IDENTITY, FieldClass.SAFE_CONTACT],
        to_organisation_id=Organisation.objects.get(name=cast.MEETINGS).pk,
        basis=DisclosureBasis.CONSENT,
        by=by,
    )


def _open_in_an_emergency(stage: Stage, *, at: datetime.datetime, by: User) -> None:
    """Ines took a call for a colleague of the house, two hours ago."""
    _, case = stage.cases["Tarnley"]
    emergency.open_case(
        reference=case.reference,
        reason="Carys rang the team’s line, afraid on her way home, and the house did not answer.",
        at=at,
        by=by,
    )
