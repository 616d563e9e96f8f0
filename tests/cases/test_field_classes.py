"""Each kind of what is recorded is shown to those whose role or grant names it, and taken from none
else."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from accounts.field_classes import FieldClass
from accounts.models import User
from accounts.permissions import Permission
from accounts.tenancy import enter
from cases.choices import CaseRole, GrantKind
from cases.models import Case, Person
from cases.services import allocate, change_person, change_summary, record_harm
from contact import services as contact
from contact.choices import Channel
from contact.hours import ALWAYS
from contact.rules import Rule
from tests.cases.test_relationships import HOUR, NOW, give
from tests.cast import Cast, hire
from tests.pages import client_of

SAID = {
    FieldClass.IDENTITY: "Khalid",
    FieldClass.SAFE_CONTACT: "07700 900123",
    FieldClass.LOCATION: "ZZ1 1ZZ",
    FieldClass.NARRATIVE: "He waits outside the school",
    FieldClass.HARM: "Gunther",
}
PAGES = ("cases:summary", "cases:people", "risk:case", "safety_plans:case", "marac:case")


@pytest.fixture
def told(cast: Cast) -> Case:
    """Amira's case, with something of every kind in it."""
    with enter(cast.alder, by=cast.ines):
        survivor = cast.amira.case_people.get(role=CaseRole.SURVIVOR).person
        change_person(
            person=survivor, expected_version=1, by=cast.ines,
            changes={"contact": {"phone": SAID[FieldClass.SAFE_CONTACT]},
                     "postcode": SAID[FieldClass.LOCATION]},
        )  # fmt: skip
        contact.record(
            person=survivor, channel=Channel.MOBILE, rule=Rule(allowed=True, safe=(ALWAYS,)),
            checked_on=timezone.localdate(), expected_version=0, by=cast.ines,
        )  # fmt: skip
        change_summary(
            case=cast.amira, summary=SAID[FieldClass.NARRATIVE], expected_version=1, by=cast.ines
        )
        record_harm(case=cast.amira, given_name=SAID[FieldClass.HARM], by=cast.ines)
    return cast.amira


def all_that_opens(client: Client, case: Case) -> str:
    """Return the text of every page of the case that opens, the form of a person included."""
    with enter(case.organisation_id, by=None):
        survivor = case.case_people.get(role=CaseRole.SURVIVOR)
        paths = [reverse(name, args=[case.reference]) for name in PAGES]
        paths.append(reverse("cases:person", args=[case.reference, survivor.person_id]))
        paths.append(reverse("cases:where_things_are", args=[case.reference]))
    answers = [client.get(path) for path in paths]
    return " ".join(one.content.decode() for one in answers if one.status_code == 200)


def kinds_in(text: str) -> set[FieldClass]:
    """Return the kinds of which a word stands in a text."""
    return {kind for kind, word in SAID.items() if word in text}


def shown_to(user: User, case: Case) -> set[FieldClass]:
    """Return the kinds of which a word stands on any page that opens."""
    return kinds_in(all_that_opens(client_of(user), case))


@pytest.mark.parametrize("kind", SAID)
def test_a_grant_shows_its_own_kind_alone(cast: Cast, told: Case, kind: FieldClass) -> None:
    partner = hire("Pat", cast.alder, roles.IDVA)
    give(partner, told, GrantKind.PARTNER, kind, ends=NOW + HOUR)

    # A postcode is shown where it may be changed, and whoever was let in to look changes nothing.
    expected = set() if kind is FieldClass.LOCATION else {kind}
    assert shown_to(partner, told) == expected


# Support is let in for hours, and opens no case: see tests/organising/test_administrators.py.
WORKING_HERE = [role for role in roles.ROLES.values() if role is not roles.Support]


@pytest.mark.parametrize("role", WORKING_HERE, ids=lambda role: role.code)
def test_a_role_is_shown_its_own_kinds(cast: Cast, told: Case, role: type[roles.Role]) -> None:
    somebody = hire("Sam", cast.alder, role)
    with enter(cast.alder, by=cast.mara):
        allocate(case=told, worker=somebody, starts_on=timezone.localdate(), by=cast.mara)

    may_open = Permission.CASE_SEE in role.permissions
    own = {one for one in SAID if one.permission in role.permissions} if may_open else set()
    if Permission.CASE_EDIT not in role.permissions:
        own -= {FieldClass.LOCATION}
    assert shown_to(somebody, told) == own


def test_what_is_not_shown_is_not_taken_either(cast: Cast, told: Case) -> None:
    worker = hire("Chris", cast.alder, roles.ChildrensWorker)
    with enter(cast.alder, by=cast.mara):
        allocate(case=told, worker=worker, starts_on=timezone.localdate(), by=cast.mara)
        survivor = told.case_people.get(role=CaseRole.SURVIVOR).person
        version = Person.objects.get(pk=survivor.pk).version
    sent = {
        "given_name": "Amira", "family_name": "Khalid", "postcode": "AA1 1AA", "version": version,
        "recourse_to_public_funds": "no", "phone": "", "email": "",
        "once": "7d3b3b0e-3b1f-4a52-8a3e-0b7f0a3f5d11",
    }  # fmt: skip
    path = reverse("cases:person", args=[told.reference, survivor.pk])

    assert client_of(worker).post(path, sent).status_code == 302
    with enter(cast.alder, by=None):
        kept = Person.objects.select_related("profile").get(pk=survivor.pk)
        assert kept.postcode == SAID[FieldClass.LOCATION]
        assert kept.profile.immigration == {}


@pytest.mark.parametrize(
    "whole", [Permission.BUNDLE_EXPORT, Permission.BUNDLE_IMPORT, Permission.RETURN_RECORDS]
)
def test_whoever_takes_records_out_or_looks_behind_figures_sees_every_kind(
    whole: Permission,
) -> None:
    for role in roles.ROLES.values():
        if whole in role.permissions:
            missing = {one for one in FieldClass if one.permission not in role.permissions}
            assert not missing, role.code
