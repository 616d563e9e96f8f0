"""Administrators manage everything about the organisation and can open no record of a person."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.urls import get_resolver
from django.utils import timezone

from accounts import roles
from accounts.models import User
from accounts.permissions import Permission
from accounts.services import create_membership
from accounts.tenancy import enter
from cases.models import Case
from tests.cast import LONG_AGO, Cast, hire, make_user
from tests.matrix.addresses import every_address, path_of
from tests.matrix.asking import OPENS, SENDS, Asker, verdict
from tests.matrix.stage import Stage, stage

__all__ = ["stage"]

# Addresses below which records of people lie, by the parts of the address.
OF_PEOPLE = frozenset(
    {
        "reference", "person_id", "harm_id", "assessment_id", "house_id", "stay_id", "episode_id",
        "meeting_id", "referral_id", "action_id",
    }
)  # fmt: skip
# Roles that an administrator could hold and that open no record of a person.
MANAGING = (roles.Administrator, roles.Support)
OPENING = frozenset(
    {
        Permission.CASE_SEE, Permission.CASES_OF_THE_ORGANISATION, Permission.CASES_OF_THE_SERVICE,
        Permission.CASES_OF_THE_TEAM, Permission.IDENTITY_SEE, Permission.SAFE_CONTACT_SEE,
        Permission.NARRATIVE_SEE, Permission.HARM_SEE, Permission.PROFILE_SEE,
        Permission.IMMIGRATION_SEE, Permission.LOCATION_SEE, Permission.MEETING_SEE,
        Permission.ROOMS_SEE, Permission.RETURN_RECORDS, Permission.BUNDLE_EXPORT,
        Permission.ACCESS_GRANT, Permission.BREAK_GLASS,
    }
)  # fmt: skip


def sweeper(stage: Stage, role: type[roles.Role]) -> User:
    """Somebody of Alder with this role alone; support helps for the next hour."""
    user, now = make_user("Sweep"), timezone.now()
    ends_at = now + dt.timedelta(hours=1) if role is roles.Support else None
    with enter(stage.alder, by=None):
        create_membership(user=user, role=role, starts_on=LONG_AGO, ends_at=ends_at, by=None)
    return user


@pytest.mark.parametrize("role", MANAGING)
def test_the_roles_that_manage_hold_no_permission_that_opens_a_record(
    role: type[roles.Role],
) -> None:
    assert role.permissions & OPENING == frozenset()


@pytest.mark.parametrize("role", MANAGING)
def test_a_sweep_as_one_who_manages_opens_no_record_of_a_person(
    role: type[roles.Role], stage: Stage
) -> None:
    asker, opened = Asker(sweeper(stage, role)), []
    for name, parameters in every_address().items():
        if not parameters & OF_PEOPLE:
            continue
        for method in ("GET", "POST"):
            answer = asker.ask(method, path_of(name, stage))
            if verdict(method, answer) in (OPENS, SENDS):
                opened.append(f"{method} {name}")

    assert opened == []


@pytest.mark.parametrize("role", MANAGING)
def test_no_page_shows_who_a_case_is_about_to_one_who_manages(
    role: type[roles.Role], stage: Stage
) -> None:
    with enter(stage.alder, by=None):
        survivor = stage.household.survivor
        secrets = [survivor.given_name, survivor.family_name, survivor.postcode]
    asker = Asker(sweeper(stage, role))

    for name in every_address():
        answer = asker.ask("GET", path_of(name, stage))
        assert not [one for one in secrets if one in answer.text], name


def test_no_case_is_visible_to_an_administrator(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada):
        assert not Case.objects.visible_to(cast.ada).exists()


def test_an_administrator_with_another_role_sees_what_that_role_sees(cast: Cast) -> None:
    both = hire("Both", cast.alder, roles.Administrator)
    with enter(cast.alder, by=None):
        create_membership(user=both, role=roles.ServiceManager, starts_on=LONG_AGO, by=None)
    with enter(cast.alder, by=both):
        assert Case.objects.visible_to(both).exists()


def test_there_is_no_superuser_and_no_admin_site() -> None:
    fields = {field.name for field in User._meta.get_fields()}
    assert get_user_model() is User
    assert fields & {"is_superuser", "is_staff", "groups", "user_permissions"} == set()
    assert not hasattr(User, "is_superuser")
    assert "admin" not in set(get_resolver().namespace_dict)
    assert not [name for name in every_address() if name.startswith("admin")]


def test_the_admin_is_not_even_installed(settings: object) -> None:
    installed: list[str] = settings.INSTALLED_APPS  # type: ignore[attr-defined]
    assert "django.contrib.admin" not in installed
