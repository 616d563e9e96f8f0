"""Every address of Rowan by name, with real ids in it, ids of nothing, or a stranger's."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import ApiToken, Membership, User
from accounts.tenancy import enter
from cases.models import CasePerson
from tests.matrix.stage import Stage
from tests.scenes import COUNCIL, YEAR

# Addresses about a child of the household; others about a person take the survivor.
ABOUT_A_CHILD = tuple(
    f"family:{name}"
    for name in ("life", "care_new", "care_end", "contact_new", "contact_end", "school_told")
)
# What identifies a record; the other parts of an address only say what is shown of it.
RECORDS = frozenset({"reference", "authority", "record"})


@cache
def every_address() -> dict[str, frozenset[str]]:
    """Return the parameters of every named address; one without a name is a fault of its own."""
    return dict(sorted(_walk(get_resolver().url_patterns)))


def _walk(
    patterns: list[URLPattern | URLResolver], space: str = "", outer: frozenset[str] = frozenset()
) -> Iterator[tuple[str, frozenset[str]]]:
    for pattern in patterns:
        parameters = outer | pattern.pattern.regex.groupindex.keys()
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, parameters)
        else:
            assert pattern.name, f"{pattern} has no name"
            yield f"{space}{pattern.name}", parameters


def real(stage: Stage) -> dict[str, Any]:
    """Return what each parameter stands for: Alder's household, its house, the host's meeting."""
    return {
        "reference": stage.household.case.reference,
        "person_id": stage.household.survivor.pk,
        "harm_id": stage.household.harm.pk,
        "assessment_id": stage.household.unfinished.pk,
        "number": 1,
        "house_id": stage.house.pk,
        "unit_id": stage.free.pk,
        "stay_id": stage.stay.pk,
        "episode_id": stage.running.pk,
        "placement_id": stage.placement.pk,
        "meeting_id": stage.meeting.pk,
        "referral_id": stage.referral.pk,
        "action_id": stage.action.pk,
        "user_id": stage.personas["IDVA, her case"].pk,
        "token": "made-up",
        "factor_id": _passkey_of(stage.personas["IDVA, her case"]),
        "item_id": stage.review.pk,
        "conflict_id": stage.conflict.pk,
        "declaration_id": stage.declaration.pk,
        "note_id": stage.note.pk,
        "recusal_id": stage.recusal.pk,
        "year": YEAR,
        "authority": COUNCIL,
        "key": "A1-1",
        "code": "identity-incomplete",
        "form": "csv",
        "record": stage.household.case.pk,
        "allocation_id": stage.allocation.pk,
        "grant_id": stage.grant.pk,
        "attendance_id": stage.attendance.pk,
        "cover_id": stage.cover.pk,
        "shift_id": stage.shift.pk,
        "service_id": stage.house.pk,
        "provision_id": stage.running.provision_id,
        "access_id": stage.support.pk,
        "area_id": stage.meeting.area_id,
        "team_id": stage.team.pk,
        "membership_id": _role_of(stage, "IDVA, her case").pk,
        "proposal_id": stage.proposal.pk,
        "token_id": ApiToken.objects.get(user=stage.personas["service manager"]).pk,
        "erasure_id": stage.erasure.pk,
        "entry_id": stage.household.diary.note.pk,
        "step_id": stage.household.diary.step.pk,
        "appointment_id": stage.household.diary.appointment.pk,
        "goal_id": stage.household.helped.goal.pk,
        "given_id": stage.household.helped.given.pk,
        "handover_id": stage.handover.pk,
        "case_referral_id": stage.case_referral.pk,
        "care_id": stage.household.around.care.pk,
        "arrangement_id": stage.household.around.arrangement.pk,
        "member_id": stage.household.around.member.pk,
        "order_id": stage.household.around.order.pk,
        "hearing_id": stage.household.around.hearing.pk,
        "option_id": stage.household.onward.option.pk,
        "offer_id": stage.household.onward.offer.pk,
        "avoided_id": stage.household.onward.area.pk,
        "visit_id": stage.household.onward.visit.pk,
        "consent_id": stage.household.told.agreed.pk,
        "share_id": stage.household.told.share.pk,
        "release_id": stage.household.told.release.pk,
        "channel": "mobile",
        "setting": "records_per_hour",
        "alert_kind": "anchor",
        "of": "idva",
    }


def _role_of(stage: Stage, column: str) -> Membership:
    with enter(stage.alder, by=None):
        return Membership.objects.get(user=stage.personas[column])


def _passkey_of(user: User) -> int:
    passkey: int = Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN).pk
    return passkey


def exceptions(stage: Stage) -> dict[str, dict[str, Any]]:
    """Return what single addresses take instead."""
    return {
        "cases:end_sample": {"grant_id": stage.sample.pk},
        **{
            name: {"person_id": stage.household.child.pk}
            for name in ("cases:child", *ABOUT_A_CHILD)
        },
        "contact:write": {"channel": "post"},
        "risk:assessment": {"assessment_id": stage.household.signed.pk},
        "accommodation:unit": {"unit_id": stage.stay.unit_id},
        "returns:answer": {"key": "G1-1"},
        "referrals:again": {"reference": _closed_case_of(stage)},
        "erasure:certificate": {"erasure_id": stage.erased.pk},
    }


def _closed_case_of(stage: Stage) -> str:
    with enter(stage.alder, by=None):
        part = CasePerson.objects.select_related("case").get(person=stage.erasure.person_id)
    return str(part.case.reference)


def path_of(name: str, stage: Stage, **instead: Any) -> str:
    """Return an address with the stage's own records in it, but for those named."""
    known = real(stage) | exceptions(stage).get(name, {}) | instead
    parameters = every_address()[name]
    missing = parameters - known.keys()
    assert not missing, f"{name}: tests/matrix/addresses.py knows no {missing} to ask for"
    return reverse(name, kwargs={one: known[one] for one in parameters})


def names_records(name: str) -> bool:
    """Say whether an address names a record that may be absent."""
    return any(one in RECORDS or one.endswith("_id") for one in every_address()[name])


def absent() -> Mapping[str, Any]:
    """Return ids of nothing, each as long as a real one."""
    ids: dict[str, Any] = {one: uuid4() for one in _ids()}
    ids["factor_id"] = 999_999
    return ids | {"reference": "R-9999", "authority": "E10009999", "record": uuid4()}


def nested(stage: Stage) -> dict[str, list[UUID]]:
    """Return, for each part of a case, parts of cases that are not this one."""
    others = (stage.colleagues, stage.strangers)
    return {
        "person_id": [person.pk for other in others for person in (other.survivor, other.child)],
        "harm_id": [other.harm.pk for other in others],
        "entry_id": [other.diary.note.pk for other in others],
        "step_id": [other.diary.step.pk for other in others],
        "appointment_id": [other.diary.appointment.pk for other in others],
        "assessment_id": [one.pk for other in others for one in (other.signed, other.unfinished)],
        "goal_id": [other.helped.goal.pk for other in others],
        "given_id": [other.helped.given.pk for other in others],
        "care_id": [other.around.care.pk for other in others],
        "arrangement_id": [other.around.arrangement.pk for other in others],
        "member_id": [other.around.member.pk for other in others],
        "order_id": [other.around.order.pk for other in others],
        "hearing_id": [other.around.hearing.pk for other in others],
        "option_id": [other.onward.option.pk for other in others],
        "offer_id": [other.onward.offer.pk for other in others],
        "avoided_id": [other.onward.area.pk for other in others],
        "visit_id": [other.onward.visit.pk for other in others],
        "consent_id": [other.told.agreed.pk for other in others],
        "share_id": [other.told.share.pk for other in others],
        "release_id": [other.told.release.pk for other in others],
    }


def _ids() -> set[str]:
    return {one for taken in every_address().values() for one in taken if one.endswith("_id")}
