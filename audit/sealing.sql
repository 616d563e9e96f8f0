-- Sealing, the refusal of unaudited writes, and the trail's own walls. Applied after migrations,
-- again and again without harm. Each function names its search path, pg_temp last: where pg_temp is
-- not named it is looked in first, and a temporary table could pass for the trail.

-- An event is stamped with its transaction, and a write event becomes the one that this
-- transaction has named. A later savepoint roll-back takes the naming back with the event.
CREATE OR REPLACE FUNCTION audit_event_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.transaction := pg_current_xact_id()::text::bigint;
  IF NEW.kind = 'write' THEN
    PERFORM set_config('rowan.event', NEW.id::text, true);
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS audit_event_named ON audit_event;
CREATE TRIGGER audit_event_named BEFORE INSERT ON audit_event
  FOR EACH ROW EXECUTE FUNCTION audit_event_named();

-- First round at COMMIT: each event asks for a seal. The request is a row of its own with a
-- deferred trigger of its own, which therefore fires after every other deferred check of the
-- transaction: the chain's lock is the last lock that the transaction takes, so no foreign-key
-- check can wait while it is held.
CREATE OR REPLACE FUNCTION audit_request_seal() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO audit_seal (event_id, chain_id)
  VALUES (NEW.id, coalesce(NEW.organisation_id, '00000000-0000-0000-0000-000000000000'));
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS audit_request_seal ON audit_event;
CREATE CONSTRAINT TRIGGER audit_request_seal AFTER INSERT ON audit_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_request_seal();

-- Second round: take the locks of every chain of this transaction, in one order for everybody,
-- then give the next number and the link.
CREATE OR REPLACE FUNCTION audit_give_seal() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  chain uuid;
  last_sequence bigint;
  last_link bytea;
  code bytea;
BEGIN
  FOR chain IN
    SELECT DISTINCT s.chain_id FROM audit_seal s WHERE s.sequence IS NULL ORDER BY s.chain_id
  LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended('rowan-audit:' || chain::text, 0));
  END LOOP;
  SELECT s.sequence, s.link INTO last_sequence, last_link
    FROM audit_seal s WHERE s.chain_id = NEW.chain_id AND s.sequence IS NOT NULL
    ORDER BY s.sequence DESC LIMIT 1;
  IF last_sequence IS NULL THEN
    last_sequence := 0;
    last_link := sha256(convert_to('rowan-audit:' || NEW.chain_id::text, 'UTF8'));
  END IF;
  SELECT e.mac INTO STRICT code FROM audit_event e WHERE e.id = NEW.event_id;
  UPDATE audit_seal SET
    sequence = last_sequence + 1,
    previous = last_link,
    link = sha256(last_link || int8send(last_sequence + 1) || code)
  WHERE event_id = NEW.event_id;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS audit_give_seal ON audit_seal;
CREATE CONSTRAINT TRIGGER audit_give_seal AFTER INSERT ON audit_seal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_give_seal();

CREATE INDEX IF NOT EXISTS audit_seal_waiting ON audit_seal (chain_id) WHERE sequence IS NULL;

-- Nobody changes or removes an event or a seal, the owner included, short of dropping triggers.
CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit trail is never changed' USING ERRCODE = 'RW002';
END $$;

DROP TRIGGER IF EXISTS audit_refuse_change ON audit_event;
CREATE TRIGGER audit_refuse_change BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
DROP TRIGGER IF EXISTS audit_refuse_change ON audit_seal;
CREATE TRIGGER audit_refuse_change BEFORE UPDATE OR DELETE ON audit_seal
  FOR EACH ROW WHEN (OLD.sequence IS NOT NULL) EXECUTE FUNCTION audit_refuse_change();

-- A write to a walled table in a transaction that named no event is refused.
CREATE OR REPLACE FUNCTION audit_require_event() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  named text := nullif(current_setting('rowan.event', true), '');
BEGIN
  IF named IS NULL OR NOT EXISTS (
    SELECT 1 FROM audit_event e
    WHERE e.id = named::uuid AND e.transaction = pg_current_xact_id()::text::bigint
  ) THEN
    RAISE EXCEPTION 'A write to % needs an audit event first', TG_TABLE_NAME
      USING ERRCODE = 'RW001';
  END IF;
  RETURN NULL;
END $$;

ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_event FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_seal FORCE ROW LEVEL SECURITY;

-- An organisation reads its own trail; the installation's own events are for the operator,
-- who verifies as the owner.
DROP POLICY IF EXISTS organisation_reads ON audit_event;
CREATE POLICY organisation_reads ON audit_event FOR SELECT
  USING (organisation_id = nullif(current_setting('rowan.organisation', true), '')::uuid);
DROP POLICY IF EXISTS organisation_writes ON audit_event;
CREATE POLICY organisation_writes ON audit_event FOR INSERT
  WITH CHECK (
    organisation_id IS NOT DISTINCT FROM nullif(current_setting('rowan.organisation', true), '')::uuid
  );
DROP POLICY IF EXISTS organisation_reads ON audit_seal;
CREATE POLICY organisation_reads ON audit_seal FOR SELECT
  USING (chain_id = nullif(current_setting('rowan.organisation', true), '')::uuid);
DROP POLICY IF EXISTS owner_seals ON audit_event;
CREATE POLICY owner_seals ON audit_event FOR SELECT TO rowan_owner USING (true);
DROP POLICY IF EXISTS owner_seals ON audit_seal;
CREATE POLICY owner_seals ON audit_seal TO rowan_owner USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON audit_event TO rowan_app, rowan_audit;
GRANT SELECT ON audit_seal TO rowan_app, rowan_audit;
