import uuid

import django.db.models.deletion
from django.db import migrations, models

import accounts.models.base
import encryption.fields

# The number of the transaction is set here, so that no way of writing forgets it. Whoever reads
# asks for what was written since the oldest transaction that was open when they last read.
TRIGGERS = """
    CREATE FUNCTION cases_search_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.changed_in := pg_current_xact_id()::text::bigint;
      RETURN NEW;
    END $$;
    CREATE TRIGGER cases_search_stamp BEFORE INSERT OR UPDATE ON cases_searchrecord
      FOR EACH ROW EXECUTE FUNCTION cases_search_stamp();

    CREATE FUNCTION cases_search_gone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO cases_searchversion
        (id, organisation_id, recorded_at, version, legal_hold, gone_in)
      SELECT DISTINCT ON (organisation_id) gen_random_uuid(), organisation_id, now(), 1, false,
             pg_current_xact_id()::text::bigint
        FROM gone
      ON CONFLICT (organisation_id) DO UPDATE SET gone_in = excluded.gone_in;
      RETURN NULL;
    END $$;
    CREATE TRIGGER cases_search_gone AFTER DELETE ON cases_searchrecord
      REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION cases_search_gone();
    CREATE TRIGGER cases_search_gone AFTER DELETE ON encryption_subjectkey
      REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION cases_search_gone();
"""
BACK = """
    DROP TRIGGER cases_search_gone ON encryption_subjectkey;
    DROP TRIGGER cases_search_gone ON cases_searchrecord;
    DROP FUNCTION cases_search_gone;
    DROP TRIGGER cases_search_stamp ON cases_searchrecord;
    DROP FUNCTION cases_search_stamp;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("encryption", "0001_initial"),
        ("accounts", "0013_provider_link"),
        ("cases", "0009_unusual_access"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("legal_hold", models.BooleanField(default=False)),
                (
                    "content",
                    encryption.fields.EncryptedText(
                        blank=True, floor=256, key_class="search", tag="search_record.content"
                    ),
                ),
                ("changed_in", models.BigIntegerField(default=0, editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "person",
                    accounts.models.base.TenantOneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_record",
                        to="cases.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "changed_in"], name="cases_searchrecord_changed"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("legal_hold", models.BooleanField(default=False)),
                ("gone_in", models.BigIntegerField(default=0, editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation",), name="cases_searchversion_is_one"
                    )
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, BACK),
    ]
