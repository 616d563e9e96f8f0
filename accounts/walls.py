"""The organisation wall in the database, put up after every migration.

For each table that belongs to an organisation: row-level security, forced on its owner too; one
policy; foreign keys that include the organisation, or one to the organisation itself where a row
may stand by itself; and a trigger that refuses a write in a transaction that named no audit event.
Doing this from the models, again and again without harm, means that a new table cannot be
forgotten. ``UNWALLED`` lists every table without a policy, and why; a test holds the database
against it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

import audit
from accounts.models.base import TenantForeignKey, TenantModel, TenantOneToOneField
from encryption.models import EncryptedModel, FormerSubjectKey, OrganisationKey, SubjectKey

M = TypeVar("M", bound=Model)

_ENTERED = "nullif(current_setting('rowan.organisation', true), '')::uuid"
# As a query of its own it is asked once for a statement, not once for each row that is written. For
# rows that are read it stays as it is: the planner estimates with the organisation's own value.
_ENTERED_ONCE = f"(SELECT {_ENTERED})"
_PERSON = "nullif(current_setting('rowan.user', true), '')::uuid"

# PostgreSQL cuts longer names.
_LONGEST_NAME = 63

# Tables without a policy, and why they need none.
UNWALLED = {
    "accounts_organisation": "the register of organisations, read before one is entered",
    "accounts_user": "people sign in before an organisation is entered",
    "accounts_oncekey": "keys of requests already answered: the sender's, ids and addresses only",
    "accounts_signin": "sign-ins come before an organisation; where from is sealed",
    "accounts_invitation": "a hash with which a person enrols, before any is entered",
    "accounts_providerlink": "hashes by which a person is known, before any is entered",
    "accounts_recovery": "hashes with which a person enrols anew, before any is entered",
    "accounts_setupcode": "a hash for the beginning, before there is an organisation",
    "accounts_apitoken": "hashes of tokens, looked up before an organisation is entered",
    "jobs": "background work carries ids only and one worker drains every organisation",
    "django": "Django's own bookkeeping, which holds no records",
    "auth": "Django's permissions, which Rowan does not use",
    "account": "sign-in addresses, read before an organisation is entered",
    "mfa": "second factors, encrypted, read before an organisation is entered",
    "returns": "an authority's figures and answers, summed over organisations; never a record",
    "encryption_installationkey": "a check value for the root key",
    "encryption_trailkey": "keys of the installation's own events, wrapped by the root key",
    "encryption_rootkey": "fingerprints of root keys, looked at before an organisation is entered",
    "encryption_rotation": "how far the replacing of keys is, over organisations: ids and counts",
    "encryption_tombstone": "ids of what was erased, compared before any organisation is entered",
}

# A person's own memberships are read at sign-in, before an organisation is entered. Inside one,
# those that she holds elsewhere are as absent as everybody's.
OWN_MEMBERSHIPS = f"""
    DROP POLICY IF EXISTS own ON accounts_membership;
    CREATE POLICY own ON accounts_membership FOR SELECT
      USING (user_id = {_PERSON} AND {_ENTERED} IS NULL);
"""

# Written without an audit event, by name: see ``exempt_from_events``.
_EXEMPT: set[str] = set()


def exempt_from_events(model: type[M]) -> type[M]:
    """Let this model's rows be written without an audit event (unsaved work and the like)."""
    _EXEMPT.add(model._meta.db_table)
    if issubclass(model, EncryptedModel):
        model.COMMITTED = False
    return model


def walled_models() -> list[type[Model]]:
    """Return every model whose rows belong to one organisation, in order of table name."""
    tenant = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    keys = [OrganisationKey, SubjectKey, FormerSubjectKey]
    return sorted([*tenant, *keys], key=lambda model: model._meta.db_table)


def put_up_after_migrate(using: str, **kwargs: Any) -> None:
    """Put the walls up on the connection that has just migrated."""
    with connections[using].cursor() as cursor:
        present = set(connections[using].introspection.table_names(cursor))
        if "audit_event" in present:
            put_up(cursor, present)


def put_up(cursor: CursorWrapper, present: set[str]) -> None:
    """Put up every wall: the trail's, then that of each table that is there, then the grants."""
    cursor.execute(_trail())
    models = [model for model in walled_models() if model._meta.db_table in present]
    for model in models:
        cursor.execute(_wall(model._meta.db_table))
        if model._meta.db_table not in _EXEMPT and model is not OrganisationKey:
            cursor.execute(_event_trigger(model._meta.db_table))
    for model in models:
        for column, target in _tenant_keys(model):
            cursor.execute(_foreign_key(model._meta.db_table, column, target))
        if issubclass(model, TenantModel) and may_stand_by_itself(model):
            cursor.execute(_organisation_key(model._meta.db_table))
        if getattr(model, "IN_REGISTER", False):
            cursor.execute(_register_policy(model._meta.db_table))
    if "accounts_membership" in present:
        cursor.execute(OWN_MEMBERSHIPS)
    cursor.execute(_grants())
    for table in (one._meta.db_table for one in models if getattr(one, "APPEND_ONLY", False)):
        cursor.execute(f"REVOKE UPDATE, DELETE ON {table} FROM rowan_app")
    if {"accounts_opening", "accounts_morerecords"} <= present:
        _put_up_quota(cursor, models)


def _trail() -> str:
    """What the trail's own app asks of the database, in order."""
    parts = ("sealing.sql", "leaves.sql", "looked.sql")
    return "\n".join((Path(audit.__path__[0]) / one).read_text(encoding="utf-8") for one in parts)


def _put_up_quota(cursor: CursorWrapper, models: list[type[Model]]) -> None:
    """Put up what counts a person's openings: see ``accounts.quota``."""
    cursor.execute(_record_parts(models))
    cursor.execute((Path(__file__).parent / "quota.sql").read_text(encoding="utf-8"))


def _record_parts(models: list[type[Model]]) -> str:
    """Say of each subject which record it is a part of; the tables' own walls hold in it."""
    parts = [
        f"SELECT {columns[0]} AS subject_id, {columns[1]} AS record_id FROM {model._meta.db_table}"  # noqa: S608
        for model in models
        if (columns := getattr(model, "PART_OF", None))
    ]
    nothing = "SELECT NULL::uuid AS subject_id, NULL::uuid AS record_id WHERE false"
    return (
        f"CREATE OR REPLACE VIEW accounts_record_part AS {' UNION ALL '.join(parts or [nothing])}"
    )


def _wall(table: str) -> str:
    return f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        DROP POLICY IF EXISTS organisation ON {table};
        CREATE POLICY organisation ON {table}
          USING (organisation_id = {_ENTERED}) WITH CHECK (organisation_id = {_ENTERED_ONCE});
    """


def _event_trigger(table: str) -> str:
    return f"""
        DROP TRIGGER IF EXISTS audit_require_event ON {table};
        CREATE TRIGGER audit_require_event BEFORE INSERT OR UPDATE OR DELETE ON {table}
          FOR EACH STATEMENT EXECUTE FUNCTION audit_require_event();
    """


def may_stand_by_itself(model: type[Model]) -> bool:
    """Whether a row may refer to no other record of its organisation.

    A row that always refers to one needs no key to the organisation as well: that of the other
    record holds for both. A delivery of support is checked against two records, not against three.
    """
    return not any(
        isinstance(field, TenantForeignKey | TenantOneToOneField) and not field.null
        for field in model._meta.local_fields
    )


def keys_of(model: type[TenantModel]) -> list[str]:
    """The names of the foreign keys that the wall put up on a model's table.

    They are checked at COMMIT, or when SET CONSTRAINTS names them.
    """
    table = model._meta.db_table
    own = [_organisation_key_name(table)] if may_stand_by_itself(model) else []
    return [*(_foreign_key_name(table, column) for column, _ in _tenant_keys(model)), *own]


def _foreign_key_name(table: str, column: str) -> str:
    return f"{table}_{column}_same_organisation"[:_LONGEST_NAME]


def _organisation_key_name(table: str) -> str:
    return f"{table}_organisation_exists"[:_LONGEST_NAME]


def _tenant_keys(model: type[Model]) -> Iterator[tuple[str, str]]:
    """Return each reference within the organisation: its column, and the table referred to."""
    for field in model._meta.local_fields:
        if isinstance(field, TenantForeignKey | TenantOneToOneField):
            yield field.column, field.related_model._meta.db_table


def _foreign_key(table: str, column: str, target: str) -> str:
    """Tie (organisation, reference) to (organisation, id) of the table referred to."""
    unique, name = f"{target}_organisation_id"[:_LONGEST_NAME], _foreign_key_name(table, column)
    return f"""
        DO $$ BEGIN
          IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{unique}') THEN
            ALTER TABLE {target} ADD CONSTRAINT {unique} UNIQUE (organisation_id, id);
          END IF;
          IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{name}') THEN
            ALTER TABLE {table} ADD CONSTRAINT {name}
              FOREIGN KEY (organisation_id, {column}) REFERENCES {target} (organisation_id, id)
              DEFERRABLE INITIALLY DEFERRED;
          END IF;
        END $$;
    """  # noqa: S608 - the names come from our own models


def _organisation_key(table: str) -> str:
    """Tie the organisation itself to the register."""
    name = _organisation_key_name(table)
    return f"""
        DO $$ BEGIN
          IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{name}') THEN
            ALTER TABLE {table} ADD CONSTRAINT {name}
              FOREIGN KEY (organisation_id) REFERENCES accounts_organisation (id)
              DEFERRABLE INITIALLY DEFERRED;
          END IF;
        END $$;
    """  # noqa: S608 - the names come from our own models


def _grants() -> str:
    """The application reads and writes rows; the trail it may only add to and read.

    The installation's own events are made on the trail's own connection, with a key read there.
    """
    return """
        GRANT USAGE ON SCHEMA public TO rowan_app, rowan_audit, rowan_report;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO rowan_app;
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO rowan_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON audit_event, audit_seal FROM rowan_app;
        REVOKE INSERT ON audit_seal FROM rowan_app;
        REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM rowan_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON encryption_tombstone FROM rowan_app;
        REVOKE DELETE, TRUNCATE ON encryption_trailkey FROM rowan_app;
        GRANT SELECT ON encryption_trailkey TO rowan_audit;
    """


def _register_policy(table: str) -> str:
    """Let ``rowan_report`` read what is public between organisations (accounts.register)."""
    return f"""
        DROP POLICY IF EXISTS register ON {table};
        CREATE POLICY register ON {table} FOR SELECT TO rowan_report USING (true);
        GRANT SELECT ON {table} TO rowan_report;
    """
