"""The owner may change the sealed form of a signed assessment, to seal it with other keys.

Nobody else, and nothing but that: whatever stands there in clear stays as it was signed.
"""

from django.db import migrations

PUT_UP = """
    CREATE OR REPLACE FUNCTION risk_signed_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      sealed text[] := (
        SELECT array_agg(attname::text) FROM pg_attribute
        WHERE attrelid = TG_RELID AND atttypid = 'bytea'::regtype AND NOT attisdropped
      );
    BEGIN
      IF current_user = 'rowan_owner' AND to_jsonb(OLD) - sealed = to_jsonb(NEW) - sealed THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'A signed assessment is never changed' USING ERRCODE = 'RW003';
    END $$;
"""
TAKE_DOWN = """
    CREATE OR REPLACE FUNCTION risk_signed_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'A signed assessment is never changed' USING ERRCODE = 'RW003';
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("risk", "0003_organisation_held_by_the_walls")]

    operations = [migrations.RunSQL(PUT_UP, TAKE_DOWN)]
