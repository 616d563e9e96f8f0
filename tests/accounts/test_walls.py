"""The organisation wall, tried from inside the database in the application's own role."""

import datetime
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import Error, IntegrityError, connection, transaction

from accounts import access, roles
from accounts.middleware import organisations_of
from accounts.models import Membership, Service, Team, TenantModel
from accounts.permissions import Permission
from accounts.register import reading_the_register
from accounts.services import create_membership
from accounts.tenancy import enter
from accounts.walls import UNWALLED, walled_models
from audit import events
from cases.models import Case, Person
from tests.cast import LONG_AGO, Cast

TABLES = """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
           EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname = 'public'
"""
# Tables of which each row is tied to an organisation: to the register itself, or through another
# record that it must name.
HELD = """
    SELECT k.conrelid::regclass::text
    FROM pg_constraint k
    JOIN pg_attribute own ON own.attrelid = k.conrelid AND own.attname = 'organisation_id'
    WHERE k.contype = 'f' AND k.convalidated AND own.attnum = ANY (k.conkey)
      AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = k.conrelid
                      AND a.attnum = ANY (k.conkey) AND NOT a.attnotnull)
"""


def tables() -> dict[str, bool]:
    """Return every table of the database, and whether it is walled by force."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return {name: forced and policed for name, forced, policed in cursor.fetchall()}


def test_every_table_is_walled_or_listed_with_a_reason(db: None) -> None:
    open_tables = {name for name, walled in tables().items() if not walled}
    unexplained = {
        name for name in open_tables
        if not any(name == prefix or name.startswith(prefix + "_") for prefix in UNWALLED)
    }  # fmt: skip
    assert unexplained == set()


def test_every_model_of_an_organisation_is_walled(db: None) -> None:
    walled = tables()
    assert all(walled[model._meta.db_table] for model in walled_models())


def test_every_model_with_an_organisation_is_a_walled_model() -> None:
    names = {model._meta.db_table for model in walled_models()} | {"audit_event", "audit_seal"}
    with_organisation = {
        model._meta.db_table
        for model in apps.get_models()
        if any(field.column == "organisation_id" for field in model._meta.local_concrete_fields)
    }
    unwalled = {name for name in with_organisation - names if not name.startswith("jobs_")}
    assert unwalled == {"accounts_apitoken", "encryption_tombstone", "encryption_rotation"}
    assert unwalled <= UNWALLED.keys()


def test_with_no_organisation_entered_there_are_no_rows(cast: Cast) -> None:
    for model in walled_models():
        assert not model._default_manager.exists(), model


def test_one_organisation_never_sees_the_other(cast: Cast) -> None:
    with enter(cast.birch, by=cast.bea):
        assert not Case.objects.filter(pk=cast.amira.pk).exists()
        assert {case.organisation_id for case in Case.objects.all()} == {cast.birch.pk}
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_person WHERE organisation_id = %s",
                           [cast.alder.pk])  # fmt: skip
            assert cursor.fetchone() == (0,)


def test_a_row_cannot_be_written_into_another_organisation(in_alder: Cast) -> None:
    events.write("test.write", by=None, subjects=[uuid4()])
    with pytest.raises(Error, match="row-level security"), transaction.atomic():
        Team(organisation=in_alder.birch, service=in_alder.birch_house, name="Nights").save()


def test_a_reference_cannot_point_into_another_organisation(in_alder: Cast) -> None:
    events.write("test.write", by=None, subjects=[uuid4()])
    with pytest.raises(IntegrityError), transaction.atomic():
        Team(organisation=in_alder.alder, service=in_alder.birch_house, name="Nights").save()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_every_row_belongs_to_an_organisation_that_exists(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        held = {table for (table,) in cursor.fetchall()}
    tenants = {model._meta.db_table for model in walled_models() if issubclass(model, TenantModel)}
    assert tenants - held == set()


def test_an_organisation_cannot_go_while_a_row_belongs_to_it(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_organisation WHERE id = %s", [cast.alder.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_leaving_an_inner_organisation_returns_to_the_outer(cast: Cast) -> None:
    with enter(cast.alder, by=cast.mara):
        with enter(cast.birch, by=cast.mara):
            assert Case.objects.get() == cast.stranger_case
        assert Case.objects.get() == cast.amira


def test_an_error_inside_an_inner_organisation_returns_to_the_outer(cast: Cast) -> None:
    with enter(cast.alder, by=cast.mara):
        with pytest.raises(RuntimeError), enter(cast.birch, by=cast.mara):
            raise RuntimeError
        assert Case.objects.get() == cast.amira
        assert Person.objects.count() == 2


def test_the_register_shows_provision_and_nothing_else(cast: Cast) -> None:
    with pytest.raises(Error, match="permission denied"), reading_the_register():
        Case.objects.exists()
    with enter(cast.alder, by=None):
        assert Case.objects.exists()


def test_a_persons_own_memberships_show_before_an_organisation_is_entered(cast: Cast) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rowan.user', %s, true)", [str(cast.ines.pk)])
        assert {membership.user_id for membership in Membership.objects.all()} == {cast.ines.pk}
        assert not Service.objects.exists()


def test_inside_an_organisation_nothing_shows_of_what_somebody_is_elsewhere(cast: Cast) -> None:
    with enter(cast.birch, by=None):
        create_membership(user=cast.ines, role=roles.ServiceManager, starts_on=LONG_AGO, by=None)

    with enter(cast.alder, by=cast.ines):
        assert {held.organisation_id for held in Membership.objects.all()} == {cast.alder.pk}
        ines = next(one for one in access.everybody() if one == cast.ines)
        assert not access.has_permission(ines, Permission.ACCESS_GRANT)
        assert cast.ines not in {
            one.user for one in access.memberships_with(Permission.REVIEWS_CLOSE)
        }


def test_asking_where_somebody_works_leaves_the_organisation_entered(cast: Cast) -> None:
    with enter(cast.birch, by=None):
        create_membership(user=cast.ines, role=roles.IDVA, starts_on=LONG_AGO, by=None)

    with enter(cast.alder, by=cast.mara):
        assert set(organisations_of(cast.ines)) == {cast.alder.pk, cast.birch.pk}
        assert Case.objects.get() == cast.amira
        assert organisations_of(cast.bea) == [cast.birch.pk]
    assert not Case.objects.exists()


def test_the_application_neither_owns_nor_bypasses(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolname FROM pg_roles"
                       " WHERE rolname = current_user")  # fmt: skip
        assert cursor.fetchone() == (False, False, "rowan_app")


def test_a_membership_that_ended_yesterday_shows_nothing(cast: Cast) -> None:
    with enter(cast.alder, by=None):
        events.write("membership.end", by=None, subjects=[])
        yesterday = datetime.date.today() - datetime.timedelta(days=1)  # noqa: DTZ011
        Membership.objects.filter(user=cast.ines).update(ends_on=yesterday)
        assert not Case.objects.visible_to(cast.ines).exists()
