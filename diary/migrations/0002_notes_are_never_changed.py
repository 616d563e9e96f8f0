"""The database refuses any change to a note, and its removal.

Two exceptions, of its sealed words alone: the owner seals them with other keys, and the name of a
person who is erased is taken out of them, in a transaction that says so in the trail.
"""

from django.db import migrations

PUT_UP = """
    CREATE FUNCTION diary_note_is_final() RETURNS trigger
      LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
      words text[] := ARRAY['text', 'version'];
      named text := nullif(current_setting('rowan.event', true), '');
    BEGIN
      IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - words = to_jsonb(NEW) - words THEN
        IF current_user = 'rowan_owner' AND OLD.version = NEW.version THEN
          RETURN NEW;
        END IF;
        IF NEW.version = OLD.version + 1 AND EXISTS (
          SELECT 1 FROM audit_event e WHERE e.id = named::uuid
            AND e.transaction = pg_current_xact_id()::text::bigint
            AND e.verb IN ('person.erase', 'person.erase_again')
        ) THEN
          RETURN NEW;
        END IF;
      END IF;
      RAISE EXCEPTION 'A note is never changed' USING ERRCODE = 'RW003';
    END $$;
    CREATE TRIGGER diary_note_is_final BEFORE UPDATE OR DELETE ON diary_note
      FOR EACH ROW EXECUTE FUNCTION diary_note_is_final();
"""
TAKE_DOWN = """
    DROP TRIGGER diary_note_is_final ON diary_note;
    DROP FUNCTION diary_note_is_final;
"""


class Migration(migrations.Migration):
    dependencies = [("diary", "0001_initial")]

    operations = [migrations.RunSQL(PUT_UP, TAKE_DOWN)]
