"""The database refuses any change to an assessment that was signed."""

from django.db import migrations

PUT_UP = """
    CREATE FUNCTION risk_signed_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'A signed assessment is never changed' USING ERRCODE = 'RW003';
    END $$;
    CREATE TRIGGER risk_signed_is_final BEFORE UPDATE ON risk_assessment
      FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION risk_signed_is_final();
"""
TAKE_DOWN = """
    DROP TRIGGER risk_signed_is_final ON risk_assessment;
    DROP FUNCTION risk_signed_is_final;
"""


class Migration(migrations.Migration):
    dependencies = [("risk", "0001_initial")]

    operations = [migrations.RunSQL(PUT_UP, TAKE_DOWN)]
