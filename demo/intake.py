"""Referrals of the small demo: some in time, one late, one that nobody reached, one that waits."""

import datetime
from dataclasses import dataclass, field

from accounts.models import User
from accounts.tenancy import enter
from cases.services import NewPerson
from demo import cast
from demo.staging import House, Stage
from referrals import attempts, deciding, services
from referrals.models import CaseReferral
from referrals.services import Received


@dataclass(frozen=True, kw_only=True)
class ReferralScene:
    """One referral; ``tried`` are hours after it came, each with what came of it."""

    hours_ago: int
    route: str
    source: str
    given_name: str
    family_name: str = ""
    phone: str = ""
    safe: str = "not_known"
    rule: str = ""
    story: str = ""
    consent: str = "given"
    priority: str = ""
    tried: list[tuple[int, str]] = field(default_factory=list)
    decision: str = ""
    reason: str = ""


REFERRALS = (
    ReferralScene(
        hours_ago=30, route="police", source="Police", given_name="Leila",
        family_name="Marchbanks", phone="07700 900411", safe="at_times",
        rule="Weekdays between 10:00 and 14:00, from a withheld number.",
        story="Officers were called on Monday night. He was arrested and bailed to his mother’s.",
        priority="high", tried=[(3, "no_answer"), (21, "no_message_left")],
    ),
    ReferralScene(
        hours_ago=20, route="self", source="Themselves", given_name="Bea", phone="07700 900412",
        safe="yes", story="She rang from work. He reads her messages at home.",
        priority="high", tried=[(1, "call_back_asked")],
    ),
    ReferralScene(
        hours_ago=26, route="professional", source="GP or health", given_name="Nkechi",
        family_name="Ruddock", phone="07700 900413", consent="given",
        story="Her health visitor asks for a first talk. He is at most appointments.",
        priority="medium",
    ),
    ReferralScene(
        hours_ago=5, route="professional", source="Housing", given_name="", consent="not_asked",
        story="A neighbour told the housing officer of shouting. The name comes tomorrow.",
    ),
    ReferralScene(
        hours_ago=190, route="police", source="Police", given_name="Sunita",
        family_name="Lorimer", phone="07700 900414", safe="yes", consent="without",
        story="Third call in two months.", priority="high",
        tried=[(4, "no_answer"), (28, "voicemail_left"), (76, "no_answer")],
    ),
    ReferralScene(
        hours_ago=220, route="self", source="National helpline", given_name="Morwenna",
        family_name="Tull", phone="07700 900415", safe="yes", priority="standard",
        tried=[(30, "spoke")], decision="waiting", reason="no_worker_free",
    ),
    ReferralScene(
        hours_ago=300, route="professional", source="Children’s services", given_name="Ania",
        family_name="Zielonka", phone="07700 900416", safe="yes", priority="medium",
        tried=[(20, "declined")], decision="declined", reason="not_ready",
    ),
    ReferralScene(
        hours_ago=150, route="police", source="Police", given_name="Delyth",
        family_name="Fairburn", phone="07700 900417", safe="yes",
        story="He came to her work. She wants to know about an order.", priority="high",
        tried=[(5, "spoke")], decision="accepted",
    ),
)  # fmt: skip


def take_referrals(stage: Stage, *, now: datetime.datetime) -> None:
    """Let the community team take these, ring people and decide."""
    house, worker = stage.houses[cast.COMMUNITY], stage.users["ines"]
    with enter(house.organisation, by=worker):
        for scene in REFERRALS:
            _take(scene, house, now=now, by=worker)


def _take(scene: ReferralScene, house: House, *, now: datetime.datetime, by: User) -> None:
    came = now - datetime.timedelta(hours=scene.hours_ago)
    referral = services.take(
        service=house.service, received=_received(scene), received_at=came, by=by
    )
    if scene.priority:
        deciding.triage(
            referral=referral,
            priority=scene.priority,
            worker=by,
            at=came + datetime.timedelta(hours=1),
            expected_version=referral.version,
            by=by,
        )
    for hours, outcome in scene.tried:
        at = came + datetime.timedelta(hours=hours)
        attempts.record(referral=referral, at=at, mode="call", outcome=outcome, by=by)
    if scene.decision:
        _decide(CaseReferral.objects.get(pk=referral.pk), scene, at=now, by=by)


def _received(scene: ReferralScene) -> Received:
    return Received(
        route=scene.route,
        consent=scene.consent,
        source=scene.source,
        person={"given_name": scene.given_name, "family_name": scene.family_name},
        contact={"phone": scene.phone, "safe": scene.safe, "rule": scene.rule},
        story=scene.story,
    )


def _decide(
    referral: CaseReferral, scene: ReferralScene, *, at: datetime.datetime, by: User
) -> None:
    if scene.decision == "accepted":
        survivor = NewPerson(
            given_name=scene.given_name, family_name=scene.family_name, phone=scene.phone
        )
        deciding.accept(
            referral=referral,
            survivor=survivor,
            worker=by,
            at=at,
            expected_version=referral.version,
            by=by,
        )
        return
    deciding.decide(
        referral=referral,
        decision=scene.decision,
        reason=scene.reason,
        at=at,
        expected_version=referral.version,
        by=by,
    )
